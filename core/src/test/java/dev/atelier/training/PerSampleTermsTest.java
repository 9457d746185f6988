package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.GradientPenalty;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.networks.Critic;
import dev.atelier.networks.Judgement;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sgd;
import dev.atelier.nn.Summary;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Terms as losses of single samples: their mean is the loss, and each knows no other sample. */
class PerSampleTermsTest {
    private static final int BATCH = 3;
    private static final AdversarialLoss HINGE = new AdversarialLoss.Hinge();

    static {
        Engine.threads(1);
    }

    private final ToyNetwork critic = ToyNetwork.of("critic", 2, 1);
    private final StepStats stats = new StepStats();

    @AfterEach
    void close() {
        critic.close();
        stats.close();
    }

    /** A critic that says it looks at the whole batch. */
    private record Mixing(ToyNetwork inner) implements Critic {
        @Override
        public Judgement judge(Tensor samples, Pass pass) {
            return inner.judge(samples, pass);
        }

        @Override
        public boolean mixesSamples() {
            return true;
        }

        @Override
        public String title() {
            return "critic";
        }

        @Override
        public List<Parameter> parameters() {
            return inner.parameters();
        }

        @Override
        public Summary summary() {
            return inner.summary();
        }
    }

    private static Game game(Critic critic, AdversarialLoss loss) {
        Generation made = now ->
                Generated.of(now.batch("a").get(Fields.REAL).mul(new Scalar(2f)).neg());
        return Game.between(
                made,
                critic,
                (now, generated) -> List.of(
                        Shown.real(() -> now.batch("a").get(Fields.REAL), Fields.NONE),
                        Shown.fake(generated::samples, Fields.NONE)),
                loss);
    }

    /** The values of one micro-batch with these rows of three fixed vectors. */
    private StepValues now(long from, long size) {
        float[] values = new float[BATCH * 2];
        RandomStream.of(3, "real").fillNormal(values, 0, values.length);
        Tensor real = Tensors.of(values, BATCH, 2).narrow(0, from, size);
        TrainingState state = new TrainingState(1);
        Pass pass = Pass.training(Precision.FP32, Masks.NONE);
        return new StepValues(
                new StepValues.Shared(
                        state, 0, pass, Draws.on(Toy.cpu(), state::stream), stats, Map.of(), new LinkedHashMap<>()),
                Map.of("a", Fields.of(Fields.REAL, real)),
                true);
    }

    private interface Terms {
        Term of(Game game);
    }

    private void assertEachIsAlone(AdversarialLoss loss, Terms terms) {
        Game game = game(critic, loss);
        try (TensorScope scope = TensorScope.open()) {
            float[] each = Tensors.toFloats(terms.of(game).losses(now(0, BATCH)).orElseThrow());
            assertThat(each).hasSize(BATCH);
            double mean = 0;
            for (int i = 0; i < BATCH; i++) {
                mean += each[i] / BATCH;
                assertThat(terms.of(game).loss(now(i, 1)).orElseThrow().item_float())
                        .isCloseTo(each[i], within(1e-6f));
            }
            assertThat(terms.of(game).loss(now(0, BATCH)).orElseThrow().item_double())
                    .isCloseTo(mean, within(1e-6));
        }
    }

    private static boolean averages(LossName name) {
        return name.key().contains("average");
    }

    @ParameterizedTest
    @EnumSource(LossName.class)
    void lossesOfBothSides(LossName name) {
        AdversarialLoss loss = name.loss(Labels.plain());
        if (averages(name)) {
            Game game = game(critic, loss);
            try (TensorScope scope = TensorScope.open()) {
                for (Term term : List.of(game.criticTerm(), game.generatorTerm())) {
                    assertThatThrownBy(() -> term.losses(now(0, BATCH)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage(loss.getClass().getSimpleName()
                                    + " mixes the samples of a batch: it has no loss of a single sample");
                }
            }
            return;
        }
        assertEachIsAlone(loss, Game::criticTerm);
        assertEachIsAlone(loss, game -> game.generatorTerm(0.5, TopK.ALL));
    }

    @Test
    void penaltiesOfEachSample() {
        assertEachIsAlone(HINGE, game -> new Penalty("r1", game, new GradientPenalty.R1(3), 2));
        assertEachIsAlone(HINGE, game -> new Penalty("r2", game, new GradientPenalty.R2(3), 1));
        assertEachIsAlone(
                HINGE,
                game -> new Penalty(
                        "lines",
                        game,
                        new GradientPenalty.Interpolates(
                                10,
                                (device, shape) -> Tensors.of(new float[] {.5f, .5f, .5f}, BATCH)
                                        .narrow(0, 0, shape[0])),
                        1));
    }

    @Test
    void whatMixesSamplesIsRefusedByName() {
        Game game = game(critic, HINGE);
        Term dragan = new Penalty("dragan", game, new GradientPenalty.Dragan(10, RandomStream.of(1, "p")), 1);
        Game mixing = game(new Mixing(critic), HINGE);
        Map<String, Term> refused = new LinkedHashMap<>();
        refused.put("Dragan mixes the samples of a batch", dragan);
        refused.put("TopK mixes the samples of a batch", game.generatorTerm(1, new TopK(0.5, 0)));
        refused.put("critic has a layer that looks at the whole batch", mixing.criticTerm());
        refused.put(
                "critic has a layer that looks at the whole batch: a single",
                new Penalty("r1", mixing, new GradientPenalty.R1(1), 1));
        refused.put("this term (FeatureTerm) looks at the batch as a whole", new FeatureTerm(game, 1));
        refused.put("this term (PerSampleTermsTest) looks at the batch as a whole", now -> Optional.empty());
        try (TensorScope scope = TensorScope.open()) {
            refused.forEach((message, term) -> assertThatThrownBy(() -> term.losses(now(0, BATCH)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(message));
        }
    }

    private Player player(Gradients gradients) {
        return new Player("D", new Sgd(critic.parameters(), 0.5, 0), Player.Options.PLAIN.withGradients(gradients));
    }

    @Test
    void aTurnOfLongGradientsIsThatOfTheWholeLossAndAClippedOneIsShorter() {
        float[] whole = turn(Gradients.whole());
        float[] each = turn(Gradients.perSample(1e6, 0, RandomStream.of(1, "noise")));
        float[] clipped = turn(Gradients.perSample(1e-3, 0, RandomStream.of(1, "noise")));
        double length = 0;
        for (int i = 0; i < whole.length; i++) {
            assertThat(each[i]).isCloseTo(whole[i], within(1e-6f));
            length += clipped[i] * (double) clipped[i];
        }
        assertThat(whole).isNotEqualTo(new float[whole.length]);
        assertThat(Math.sqrt(length)).isPositive().isLessThanOrEqualTo(0.5 * 1e-3 + 1e-6);
    }

    /** What a step of the critic with its loss and R1 moves the weights by. */
    private float[] turn(Gradients gradients) {
        Game game = game(critic, HINGE);
        critic.initialise(RandomStream.of(1, "critic"));
        try (Player player = player(gradients);
                TensorScope scope = TensorScope.open()) {
            List<Tensor> before = critic.parameters().stream()
                    .map(p -> p.value().detach().clone())
                    .toList();
            List<Term> terms = List.of(game.criticTerm(), new Penalty("r1", game, new GradientPenalty.R1(1), 1));
            Learn.of(player, List.of(Takes.fresh("a", 1)), terms).run(List.of(now(0, BATCH)), stats);
            List<Tensor> moved = new java.util.ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                moved.add(critic.parameters().get(i).value().detach().sub(before.get(i)));
            }
            return Tensors.toFloats(Judged.flat(moved));
        }
    }

    @Test
    void realAndGeneratedInStepsOfTheirOwnAreRefused() {
        Game game = game(critic, HINGE).learnedSeparately();
        try (Player player = player(Gradients.perSample(1, 0, RandomStream.of(1, "noise")))) {
            assertThatThrownBy(() -> new LearnSeparately(player, List.of(), game))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sees real and generated ones in one step");
        }
    }
}
