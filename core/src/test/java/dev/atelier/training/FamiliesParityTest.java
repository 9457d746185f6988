package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.losses.AttributeLoss;
import dev.atelier.losses.GradientPenalty;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One full step (two where momentum must count) of each system from the same weights, images, conditions, z and shares as PyTorch's,
 * which played it in float64: all weights and buffers of both networks, all losses and terms.
 */
class FamiliesParityTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5);
    private static final Tolerance OF_MEANS = TOLERANCE.orAbsolute(3e-7);
    private static final double LEAST_MOVE = 1e-3;
    private static final List<String> PLAYERS = List.of("generator", "discriminator");

    private final Deque<Tensor> shares = new ArrayDeque<>();
    private NoiseStep noise;

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aRoundGivesWhatPyTorchGives(Family family) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read(family.golden());
            try (TrainingStep step = step(family, golden);
                    StepStats stats = new StepStats()) {
                for (int round = 0; round < family.rounds(); round++) {
                    play(step, stats, family, golden, round);
                    compare(step, stats.drain(), golden, "after." + round + ".");
                }
            }
        }
    }

    private TrainingStep step(Family family, Golden golden) {
        Generator generator = family.architecture().generator(family.options());
        generator.load(golden.group("init.generator."));
        Discriminator discriminator = family.architecture().discriminator(family.options());
        discriminator.load(golden.group("init.discriminator."));
        noise = new NoiseStep(generator, discriminator, family.loss(), Pass.training(Precision.FP32, Masks.NONE))
                .learningBy(
                        new Player("G", family.optimizer(generator.parameters(), 1e-7), Player.Options.PLAIN),
                        new Player(
                                "D", family.optimizer(discriminator.parameters(), 1e-4), family.discriminatorPlayer()))
                .criticSteps(family.criticSteps())
                .criticTerms(game -> criticTerms(family, game, golden))
                .generatorTerms(game -> generatorTerms(family, game));
        return noise.step(new TrainingState(0), new Device("cpu"));
    }

    private List<Term> criticTerms(Family family, Game game, Golden golden) {
        List<Term> terms = new ArrayList<>(List.of(game.criticTerm()));
        switch (family) {
            case ACGAN -> terms.add(AttributeTerms.forCritic(game, new AttributeLoss(Family.LAYOUT), 1));
            case SGAN -> terms.add(pool(golden).term(game, 1));
            case WGAN_GP ->
                terms.add(new Penalty("gradientPenalty", game, new GradientPenalty.Interpolates(10, this::given), 1));
            case DRAGAN -> terms.add(new Penalty("dragan", game, new GradientPenalty.Dragan(10, this::given), 1));
            case R3GAN -> {
                terms.add(new Penalty("r1", game, new GradientPenalty.R1(1), 1));
                terms.add(new Penalty("r2", game, new GradientPenalty.R2(1), 1));
            }
            default -> {}
        }
        return terms;
    }

    private static List<Term> generatorTerms(Family family, Game game) {
        return switch (family) {
            case ACGAN ->
                List.of(game.generatorTerm(), AttributeTerms.forGenerator(game, new AttributeLoss(Family.LAYOUT), 1));
            case SGAN -> List.of(game.generatorTerm(0, TopK.ALL), new FeatureTerm(game, 1));
            case FEATURE_MATCHING -> List.of(game.generatorTerm(0.5, TopK.ALL), new FeatureTerm(game, 2));
            default -> List.of(game.generatorTerm());
        };
    }

    /** One labelled image, drawn twice, so that the draws are known; its tensors go with the scope. */
    private static LabelledPool pool(Golden golden) {
        Tensor image = golden.floats("pool.image");
        return new LabelledPool(
                Fields.of(Fields.REAL, image).with(Fields.LABEL, golden.get("pool.label")),
                2,
                RandomStream.of(0, "pool"),
                new Device("cpu"));
    }

    private Tensor given(Device device, long... shape) {
        Tensor share = shares.remove();
        assertThat(Tensors.shape(share)).as("shape that a penalty asks for").isEqualTo(shape);
        return share;
    }

    private void play(TrainingStep step, StepStats stats, Family family, Golden golden, int round) {
        List<Fields> batches = new ArrayList<>();
        Deque<Tensor> z = new ArrayDeque<>();
        for (int k = 0; k < family.criticSteps(); k++) {
            String start = "round." + round + "." + k + ".";
            Fields batch = Fields.of(Fields.REAL, golden.floats(start + "real"));
            batches.add(family.conditional() ? batch.with(Fields.CONDITION, golden.floats(start + "y")) : batch);
            z.add(golden.floats(start + "z"));
            for (String kind : List.of("share", "noise")) {
                if (golden.has(start + kind)) {
                    shares.add(golden.floats(start + kind));
                }
            }
        }
        z.add(golden.floats("round." + round + ".z_g"));
        try (TensorScope scope = TensorScope.open()) {
            noise.play(step, batches, count -> new Tensor(z.remove()), stats);
        }
        assertThat(z).as("z left over").isEmpty();
        assertThat(shares).as("shares left over").isEmpty();
    }

    private static void compare(TrainingStep step, Map<String, Double> means, Golden golden, String after) {
        for (String player : PLAYERS) {
            String prefix = after + player + ".";
            golden.assertGroup(prefix, step.networks().tensors().get(player), TOLERANCE);
            Map<String, Tensor> first = golden.group("init." + player + ".");
            long still = first.keySet().stream()
                    .filter(name -> Tolerance.between(first.get(name), golden.get(prefix + name)) < LEAST_MOVE)
                    .count();
            assertThat(still).as("tensors that a step hardly moved").isLessThan(first.size() / 2);
        }
        Set<String> told = new TreeSet<>(means.keySet());
        told.removeAll(Set.of("accuracyReal", "accuracyFake"));
        assertThat(told).isEqualTo(new TreeSet<>(golden.group(after + "stats.").keySet()));
        told.forEach(name -> golden.assertClose(after + "stats." + name, means.get(name), OF_MEANS));
    }
}
