package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.GradientPenalty;
import dev.atelier.losses.Labels;
import dev.atelier.networks.Critic;
import dev.atelier.networks.Judgement;
import dev.atelier.nn.Adam;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Steps of other shapes than one generator against one critic: what the contracts of games, turns and terms must carry. */
class GamesTest {
    private static final Pass PASS = Pass.training(Precision.FP32, Masks.NONE);
    private static final AdversarialLoss LEAST_SQUARES = new AdversarialLoss.LeastSquares(Labels.plain());
    private static final int BATCH = 2;

    static {
        Engine.threads(1);
    }

    /** A system in the making: networks, turns, and the state that a checkpoint would keep. */
    private record Made(TrainingStep step, TrainingState state) implements AutoCloseable {
        /** Steps from number {@code from} on; the batch of a feed follows from the step and its name. */
        void run(int from, int steps, StepStats stats, String... feeds) {
            for (int i = from; i < from + steps; i++) {
                try (TensorScope scope = TensorScope.open()) {
                    Map<String, List<Fields>> batches = new LinkedHashMap<>();
                    for (String feed : feeds) {
                        int count = step.takes().getOrDefault(feed, 0);
                        List<Fields> loaded = new ArrayList<>();
                        for (int k = 0; k < count; k++) {
                            loaded.add(Fields.of(Fields.REAL, vectors(feed + i + "." + k, BATCH)));
                        }
                        batches.put(feed, loaded);
                    }
                    step.run(batches, stats);
                    state.advance(BATCH);
                }
            }
        }

        Map<String, Map<String, float[]>> copy() {
            Map<String, Map<String, float[]>> all = new LinkedHashMap<>();
            step.networks().tensors().forEach((group, tensors) -> all.put(group, Toy.copy(tensors)));
            return all;
        }

        @Override
        public void close() {
            step.close();
        }
    }

    private interface Maker {
        Made make();
    }

    private static Tensor vectors(String name, int count) {
        float[] values = new float[count * 2];
        RandomStream.of(3, name).fillNormal(values, 0, values.length);
        return Tensors.of(values, count, 2);
    }

    /** Five steps are three steps, all that a checkpoint keeps given to a new system, and two steps. */
    private static Map<String, Map<String, float[]>> resumes(Maker maker, String... feeds) {
        try (Made whole = maker.make();
                Made first = maker.make();
                Made second = maker.make();
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            whole.run(0, 5, stats, feeds);
            first.run(0, 3, stats, feeds);
            second.step().networks().load(first.step().networks().tensors());
            second.state().load(first.state().save());
            second.run(3, 2, stats, feeds);
            Map<String, Map<String, float[]>> expected = whole.copy();
            Map<String, Map<String, float[]>> resumed = second.copy();
            assertThat(resumed.keySet()).isEqualTo(expected.keySet());
            expected.forEach((group, tensors) -> tensors.forEach(
                    (name, values) -> assertThat(resumed.get(group).get(name))
                            .as(group + " " + name)
                            .containsExactly(values)));
            return expected;
        }
    }

    private static Adam adam(List<Parameter> parameters) {
        return new Adam(parameters, new Adam.Options(1e-2, 0.5, 0.999, 1e-8));
    }

    private static Term distance(String name, Generation made, FakeSource source, String feed, double weight) {
        return now -> {
            Tensor apart = now.made(made, source, true)
                    .samples()
                    .sub(now.batch(feed).get(Fields.REAL))
                    .abs()
                    .mean()
                    .mul(new Scalar(weight));
            now.record(name, apart);
            return Optional.of(apart);
        };
    }

    // --- two feeds, two games, a pool, generators in one optimiser

    /** Cycle-consistent translation (Zhu et al. 2017, arXiv 1703.10593): both generators learn first, then both critics from a pool. */
    private static Made cycle() {
        ToyNetwork toB = ToyNetwork.of("toB", 2, 2);
        ToyNetwork toA = ToyNetwork.of("toA", 2, 2);
        ToyNetwork criticA = ToyNetwork.of("criticA", 2, 1);
        ToyNetwork criticB = ToyNetwork.of("criticB", 2, 1);
        NetworkSet set = new NetworkSet()
                .network("tob", toB)
                .network("toa", toA)
                .network("critica", criticA)
                .network("criticb", criticB);
        Player generators = new Player("G", adam(set.parameters("tob", "toa")), Player.Options.PLAIN);
        Player critics = new Player("D", adam(set.parameters("critica", "criticb")), Player.Options.PLAIN);
        set.player("generators", generators).player("critics", critics);
        try (TensorScope scope = TensorScope.open()) {
            set.memory("poola", scope.keep(torch.zeros(3, 2))).memory("poolb", scope.keep(torch.zeros(3, 2)));
        }
        FakeSource once = FakeSource.once();
        Generation fakeB = now -> Generated.of(toB.forward(now.batch("a").get(Fields.REAL), now.pass()));
        Generation fakeA = now -> Generated.of(toA.forward(now.batch("b").get(Fields.REAL), now.pass()));
        Generation backA =
                now -> Generated.of(toA.forward(now.made(fakeB, once, true).samples(), now.pass()));
        Generation backB =
                now -> Generated.of(toB.forward(now.made(fakeA, once, true).samples(), now.pass()));
        Game gameA = Game.between(fakeA, criticA, CriticInput.of("a"), LEAST_SQUARES)
                .named("a")
                .withFakes(FakeSource.history("poola", set.memory("poola"), once));
        Game gameB = Game.between(fakeB, criticB, CriticInput.of("b"), LEAST_SQUARES)
                .named("b")
                .withFakes(FakeSource.history("poolb", set.memory("poolb"), once));
        TrainingState state = new TrainingState(1);
        List<Turn> turns = List.of(
                Learn.of(
                        generators,
                        List.of(Takes.fresh("a", 1), Takes.fresh("b", 1)),
                        List.of(
                                gameB.generatorTerm(),
                                gameA.generatorTerm(),
                                distance("cycleA", backA, FakeSource.fresh(), "a", 10),
                                distance("cycleB", backB, FakeSource.fresh(), "b", 10))),
                Learn.of(
                        critics,
                        List.of(Takes.last("a", 1), Takes.last("b", 1)),
                        List.of(gameB.criticTerm(), gameA.criticTerm())));
        return new Made(new TrainingStep(set, turns, state, PASS, Toy.cpu()), state);
    }

    @Test
    void twoGamesOverTwoFeedsResumeWithTheirPools() {
        Map<String, Map<String, float[]>> all = resumes(GamesTest::cycle, "a", "b");
        assertThat(all.keySet())
                .containsExactly(
                        "tob",
                        "toa",
                        "critica",
                        "criticb",
                        "generators_optimizer",
                        "critics_optimizer",
                        "poola",
                        "poolb");
        assertThat(all.get("generators_optimizer").keySet())
                .contains("tob.main.0.weight.exp_avg", "toa.main.0.weight.exp_avg");
        assertThat(all.get("poola").get("values")).doesNotContain(0f);
    }

    @Test
    void statisticsOfSeveralGamesEndWithTheirNames() {
        try (Made made = cycle();
                StepStats stats = new StepStats()) {
            made.run(0, 1, stats, "a", "b");
            assertThat(stats.drain().keySet())
                    .containsExactlyInAnyOrder(
                            "lossG/a",
                            "lossG/b",
                            "lossD/a",
                            "lossD/b",
                            "accuracyReal/a",
                            "accuracyReal/b",
                            "accuracyFake/a",
                            "accuracyFake/b",
                            "cycleA",
                            "cycleB");
        }
    }

    /** The critics see what the generators made before they learned: a pool that is still filling holds the first generators' samples. */
    @Test
    void theCriticsSeeTheSamplesOfTheGeneratorsBeforeTheirStep() {
        try (Made made = cycle();
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            ToyNetwork untrained = ToyNetwork.of("toB", 2, 2);
            float[] expected = Tensors.toFloats(untrained.forward(vectors("a0.0", BATCH), PASS));
            made.run(0, 1, stats, "a", "b");
            float[] pool = made.copy().get("poolb").get("values");
            assertThat(pool).startsWith(expected);
            untrained.close();
        }
    }

    @Test
    void samplesThatAllTurnsShareAreRefusedWhereBatchesAreAccumulated() {
        Generation made = now -> Generated.of(now.batch("a").get(Fields.REAL).mul(new Scalar(2f)));
        ToyNetwork critic = ToyNetwork.of("critic", 2, 1);
        NetworkSet set = new NetworkSet().network("critic", critic);
        Player player = new Player("D", adam(set.parameters("critic")), Player.Options.PLAIN);
        set.player("critic", player);
        Game game =
                Game.between(made, critic, CriticInput.of("a"), LEAST_SQUARES).withFakes(FakeSource.once());
        TrainingState state = new TrainingState(1);
        Turn turn = Learn.of(player, List.of(Takes.fresh("a", 2)), List.of(game.criticTerm()));
        try (Made system = new Made(new TrainingStep(set, List.of(turn), state, PASS, Toy.cpu()), state);
                StepStats stats = new StepStats()) {
            assertThatThrownBy(() -> system.run(0, 1, stats, "a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be had of several micro-batches");
        }
    }

    // --- the pool by hand

    @Test
    void aPoolKeepsWhatIsNewAndShowsWhatItHeldForHalfOfTheSamples() {
        try (TensorScope scope = TensorScope.open();
                StepStats stats = new StepStats()) {
            Tensor pool = torch.zeros(2, 1);
            FakeSource history = FakeSource.history("pool", pool, FakeSource.fresh());
            TrainingState state = new TrainingState(7);
            List<Float> shown = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                float value = i + 1;
                StepValues now = values(state, stats);
                Generated made = history.samples(n -> Generated.of(Tensors.of(new float[] {value}, 1, 1)), now, false);
                shown.add(Tensors.toFloats(made.samples())[0]);
            }
            assertThat(shown.subList(0, 2)).containsExactly(1f, 2f);
            long old = 0;
            for (int i = 2; i < 40; i++) {
                old += shown.get(i) < i + 1 ? 1 : 0;
            }
            assertThat(old).isBetween(10L, 28L);
            assertThat(shown.subList(2, 40)).doesNotHaveDuplicates(); // what is shown of the pool has left it
            assertThat(state.stream("pool").counter()).isEqualTo(RandomCounts.of(40, 2));
            Generated own =
                    history.samples(n -> Generated.of(Tensors.of(new float[] {99}, 1, 1)), values(state, stats), true);
            assertThat(Tensors.toFloats(own.samples())).containsExactly(99f); // whoever makes them sees their own
        }
    }

    /** Numbers that so many draws of so many take from a stream. */
    private static final class RandomCounts {
        static long of(int draws, int each) {
            RandomStream stream = RandomStream.of(0, "count");
            try (TensorScope scope = TensorScope.open()) {
                for (int i = 0; i < draws; i++) {
                    Tensors.uniform(stream, Toy.cpu(), 1, each);
                }
            }
            return stream.counter();
        }
    }

    private static StepValues values(TrainingState state, StepStats stats) {
        return new StepValues(
                new StepValues.Shared(
                        state,
                        state.step(),
                        PASS,
                        Draws.on(Toy.cpu(), state::stream),
                        stats,
                        Map.of(),
                        new LinkedHashMap<>()),
                Map.of(),
                true);
    }

    /** Each generation makes numbers of its own, so that a shown sample tells when it was made. */
    @Test
    void aSnapshotIsMadeAnewEverySoManyStepsAndShownInBetween() {
        try (TensorScope scope = TensorScope.open();
                StepStats stats = new StepStats()) {
            Tensor set = torch.zeros(5, 1);
            FakeSource snapshot = FakeSource.snapshot("set", set, 3);
            TrainingState state = new TrainingState(7);
            int[] made = {0};
            Generation counting = now -> {
                made[0] += 2;
                return Generated.of(Tensors.of(new float[] {made[0] - 1, made[0]}, 2, 1));
            };
            for (int step = 0; step < 6; step++) {
                float[] shown = Tensors.toFloats(
                        snapshot.samples(counting, values(state, stats), false).samples());
                assertThat(shown).hasSize(2); // as many as are made at a time
                int first = step < 3 ? 1 : 7; // three times two fill a set of five
                for (float each : shown) {
                    assertThat(each).as("step " + step).isBetween((float) first, first + 4f);
                }
                assertThat(made[0]).isEqualTo(step < 3 ? 6 : 12);
                state.advance(2);
            }
            assertThat(Tensors.toFloats(set)).containsExactly(7, 8, 9, 10, 11);
            Generated own = snapshot.samples(counting, values(state, stats), true);
            assertThat(Tensors.toFloats(own.samples())).containsExactly(13, 14); // whoever makes them sees their own
        }
    }

    // --- a critic of several parts

    /** Two networks that look at the same samples, each with logits and features of its own. */
    private record TwoParts(ToyNetwork one, ToyNetwork two) implements Critic {
        @Override
        public Judgement judge(Tensor samples, Pass pass) {
            Tensor a = one.forward(samples, pass);
            Tensor b = two.forward(samples, pass);
            return new Judgement(List.of(a.narrow(1, 0, 1), b.narrow(1, 0, 1)), Fields.NONE, List.of(a, b));
        }

        @Override
        public String title() {
            return "two parts";
        }

        @Override
        public List<Parameter> parameters() {
            List<Parameter> all = new ArrayList<>();
            one.parameters().forEach(parameter -> all.add(parameter.prefixed("one")));
            two.parameters().forEach(parameter -> all.add(parameter.prefixed("two")));
            return all;
        }

        @Override
        public Summary summary() {
            return one.summary();
        }
    }

    @Test
    void theLossOfACriticOfTwoPartsIsTheSumOfBoth() {
        TwoParts critic = new TwoParts(ToyNetwork.of("one", 2, 3), ToyNetwork.of("two", 2, 3));
        Generation made = now -> Generated.of(now.batch("a").get(Fields.REAL).mul(new Scalar(2f)));
        Game game = Game.between(made, critic, CriticInput.of("a"), LEAST_SQUARES);
        TrainingState state = new TrainingState(1);
        try (TensorScope scope = TensorScope.open();
                StepStats stats = new StepStats()) {
            Tensor real = vectors("a", BATCH);
            StepValues now = new StepValues(
                    new StepValues.Shared(
                            state,
                            state.step(),
                            PASS,
                            Draws.on(Toy.cpu(), state::stream),
                            stats,
                            Map.of(),
                            new LinkedHashMap<>()),
                    Map.of("a", Fields.of(Fields.REAL, real)),
                    true);
            double loss = game.criticTerm().loss(now).orElseThrow().item_double();
            double ofGenerator = game.generatorTerm().loss(now).orElseThrow().item_double();
            double features = new FeatureTerm(game, 1).loss(now).orElseThrow().item_double();
            double expected = 0;
            double expectedOfGenerator = 0;
            double expectedFeatures = 0;
            for (ToyNetwork part : List.of(critic.one(), critic.two())) {
                float[] r = Tensors.toFloats(part.forward(real, PASS));
                float[] f = Tensors.toFloats(part.forward(real.mul(new Scalar(2f)), PASS));
                for (int i = 0; i < BATCH; i++) {
                    expected += (Math.pow(r[3 * i] - 1, 2) + Math.pow(f[3 * i], 2)) / BATCH / 2;
                    expectedOfGenerator += Math.pow(f[3 * i] - 1, 2) / BATCH / 2;
                }
                for (int k = 0; k < 3; k++) {
                    double apart = (r[k] + r[3 + k] - f[k] - f[3 + k]) / 2;
                    expectedFeatures += apart * apart / 3;
                }
            }
            assertThat(loss).isCloseTo(expected, within(1e-5));
            assertThat(ofGenerator).isCloseTo(expectedOfGenerator, within(1e-5));
            assertThat(features).isCloseTo(expectedFeatures, within(1e-5));
        } finally {
            critic.close();
        }
    }

    // --- a third kind of sample

    @Test
    void mismatchedSamplesAreWeighedAmongTheGeneratedOnes() {
        ToyNetwork critic = ToyNetwork.of("critic", 2, 1);
        Generation made = now -> Generated.of(now.batch("a").get(Fields.REAL).mul(new Scalar(2f)));
        CriticInput three = (now, generated) -> List.of(
                Shown.real(() -> now.batch("a").get(Fields.REAL), Fields.NONE),
                new Shown(
                        "wrong",
                        Shown.Side.MISMATCHED,
                        0.5,
                        () -> now.batch("a").get(Fields.REAL).neg(),
                        Fields.NONE),
                new Shown("fake", Shown.Side.GENERATED, 0.5, generated::samples, Fields.NONE));
        Game game = Game.between(made, critic, three, LEAST_SQUARES);
        Game comparing = Game.between(made, critic, three, new AdversarialLoss.RelativisticAverage());
        TrainingState state = new TrainingState(1);
        try (TensorScope scope = TensorScope.open();
                StepStats stats = new StepStats()) {
            Tensor real = vectors("a", BATCH);
            StepValues now = new StepValues(
                    new StepValues.Shared(
                            state,
                            state.step(),
                            PASS,
                            Draws.on(Toy.cpu(), state::stream),
                            stats,
                            Map.of(),
                            new LinkedHashMap<>()),
                    Map.of("a", Fields.of(Fields.REAL, real)),
                    true);
            double loss = game.criticTerm().loss(now).orElseThrow().item_double();
            float[] r = Tensors.toFloats(critic.forward(real, PASS));
            float[] w = Tensors.toFloats(critic.forward(real.neg(), PASS));
            float[] f = Tensors.toFloats(critic.forward(real.mul(new Scalar(2f)), PASS));
            double expected = 0;
            for (int i = 0; i < BATCH; i++) {
                expected += (Math.pow(r[i] - 1, 2) + 0.5 * w[i] * w[i] + 0.5 * f[i] * f[i]) / BATCH;
            }
            assertThat(loss).isCloseTo(expected, within(1e-5));
            assertThatThrownBy(() -> comparing.criticTerm().loss(now))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot weigh 3 kinds");
        } finally {
            critic.close();
        }
    }

    // --- lone lazy penalties, a third player, an average between the turns

    /** Penalties in turns of their own every second step; a third player regresses on a score that has no gradient. */
    private static Made three() {
        ToyNetwork generator = ToyNetwork.of("generator", 2, 2);
        ToyNetwork critic = ToyNetwork.of("critic", 2, 1);
        ToyNetwork reward = ToyNetwork.of("reward", 2, 1);
        NetworkSet set = new NetworkSet()
                .network("generator", generator)
                .network("critic", critic)
                .network("reward", reward);
        Player forGenerator = new Player("G", adam(set.parameters("generator")), Player.Options.PLAIN);
        Player forCritic = new Player("D", adam(set.parameters("critic")), Player.Options.PLAIN);
        Player forReward = new Player("R", new Sgd(set.parameters("reward"), 0.01, 0), Player.Options.PLAIN);
        set.player("generator", forGenerator).player("critic", forCritic).player("reward", forReward);
        Average average = new Average(
                generator,
                ToyNetwork.of("average", 2, 2),
                Average.Policy.halfLife(4, 0.05),
                Average.Buffers.COPIED,
                "a");
        set.average("generator", average);
        Generation made = now -> Generated.of(generator.forward(now.draws().normal("latent", BATCH, 2), now.pass()));
        Game game = Game.between(
                made, critic, CriticInput.of("a"), new AdversarialLoss.CrossEntropy(Labels.plain(), false));
        Term regression = now -> {
            Tensor samples = now.batch("a").get(Fields.REAL);
            Tensor score = samples.detach().square().sum(new long[] {1}, true, new ScalarTypeOptional());
            return Optional.of(
                    reward.forward(samples, now.pass()).sub(score).square().mean());
        };
        // λ · L + (1 − λ) · |L / R| · R: a term that wraps another (De Cao and Kipf 2018, arXiv 1805.11973)
        Term adversarial = game.generatorTerm();
        Term mixed = now -> {
            Tensor loss = adversarial.loss(now).orElseThrow();
            Tensor rewarded = reward.forward(
                            now.made(game.generation(), game.fakes(), true).samples(), now.pass())
                    .mean()
                    .neg();
            Tensor scale = loss.detach().div(rewarded.detach()).abs();
            return Optional.of(
                    loss.mul(new Scalar(0.7f)).add(rewarded.mul(scale).mul(new Scalar(0.3f))));
        };
        List<Takes> fresh = List.of(Takes.fresh("a", 1));
        List<Takes> last = List.of(Takes.last("a", 1));
        TrainingState state = new TrainingState(1);
        List<Turn> turns = List.of(
                Learn.of(forCritic, fresh, List.of(game.criticTerm())),
                Learn.of(forCritic, last, List.of(new Penalty("r1", game, new GradientPenalty.R1(2), 1)))
                        .besides()
                        .every(2),
                average,
                Learn.of(forReward, last, List.of(regression)),
                Learn.of(forGenerator, last, List.of(mixed)),
                new StateChange(s -> s.put("fade", s.number("fade", 0) + 0.25)));
        return new Made(new TrainingStep(set, turns, state, PASS, Toy.cpu()), state);
    }

    @Test
    void lazyTurnsAThirdPlayerAnAverageAndAFadeResume() {
        Map<String, Map<String, float[]>> all = resumes(GamesTest::three, "a");
        assertThat(all.get("critic_optimizer").get("step")).containsExactly(8f); // five steps and three penalties
        assertThat(all.get("reward").values()).isNotEmpty();
        try (Made made = three();
                StepStats stats = new StepStats()) {
            made.run(0, 3, stats, "a");
            assertThat(made.state().number("fade", 0)).isEqualTo(0.75);
        }
    }

    // --- what a turn takes

    @Test
    void aStepTakesTheSumOfWhatItsTurnsWantFreshAndALazyTurnOnlyWhenItIsDue() {
        Turn two = taking(Takes.fresh("a", 2));
        Turn lazy = taking(Takes.fresh("b", 1)).every(3);
        TrainingStep step = new TrainingStep(
                new NetworkSet(),
                List.of(two, two, lazy, taking(Takes.last("a", 2))),
                new TrainingState(1),
                PASS,
                Toy.cpu());
        assertThat(step.takes(0)).isEqualTo(Map.of("a", 4, "b", 1));
        assertThat(step.takes(1)).isEqualTo(Map.of("a", 4));
        assertThat(step.takes(3)).isEqualTo(Map.of("a", 4, "b", 1));
        step.close();
    }

    private static Turn taking(Takes takes) {
        return new Turn() {
            @Override
            public List<Takes> takes() {
                return List.of(takes);
            }

            @Override
            public void run(List<StepValues> microBatches, StepStats stats) {}
        };
    }

    // --- names

    @Test
    void namesOfNetworksAreCheckedAndOnceOnly() {
        try (NetworkSet set = new NetworkSet()) {
            ToyNetwork network = ToyNetwork.of("x", 2, 1);
            set.network("critic", network);
            assertThatThrownBy(() -> set.network("critic", network)).hasMessageContaining("'critic' is there already");
            assertThatThrownBy(() -> set.network("a_ema", network)).hasMessageContaining("allowed: a letter a to z");
            assertThatThrownBy(() -> set.network("generator")).hasMessage("no network 'generator'; there are: critic");
            assertThatThrownBy(() -> set.average("nobody", null)).hasMessageContaining("no network 'nobody'");
        }
    }
}
