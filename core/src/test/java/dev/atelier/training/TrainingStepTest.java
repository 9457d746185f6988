package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.networks.Architecture;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.ImageShape;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Reshape;
import dev.atelier.nn.Sequential;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingStepTest {
    private static final int BATCH = 3;

    @ParameterizedTest
    @CsvSource({"FASHION, false", "MNIST, true", "COMPACT, false"})
    void eachOptimiserMovesItsOwnPlayerAndLeavesTheOtherBitForBit(Architecture architecture, boolean separate) {
        List<String> order = new ArrayList<>();
        List<NetworkSet> made = new ArrayList<>();
        NoiseStep noise = Toy.noiseStep(
                architecture,
                separate,
                false,
                (player, adam) -> new Watched(adam, work -> {
                    String other = player.equals("generator") ? "discriminator" : "generator";
                    Map<String, float[]> ownBefore = weights(made.get(0), player);
                    Map<String, float[]> otherBefore =
                            Toy.copy(made.get(0).tensors().get(other));
                    Map<String, float[]> otherMoments =
                            Toy.copy(made.get(0).tensors().get(other + "_optimizer"));
                    work.run();
                    assertThat(weights(made.get(0), player))
                            .allSatisfy((name, values) ->
                                    assertThat(values).as(player + " " + name).isNotEqualTo(ownBefore.get(name)));
                    assertSame(Toy.copy(made.get(0).tensors().get(other)), otherBefore);
                    assertSame(Toy.copy(made.get(0).tensors().get(other + "_optimizer")), otherMoments);
                    order.add(player);
                }));
        try (TrainingStep step = noise.step(new TrainingState(1), Toy.cpu());
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            made.add(step.networks());
            Map<String, float[]> generator = weights(step.networks(), "generator");
            List<Map<String, float[]>> discriminatorBetween = new ArrayList<>();
            noise.play(
                    step,
                    real(1f),
                    count -> {
                        // the discriminator's half left it alone
                        assertSame(weights(step.networks(), "generator"), generator);
                        discriminatorBetween.add(weights(step.networks(), "discriminator"));
                        return z(discriminatorBetween.size());
                    },
                    stats);
            assertSame(weights(step.networks(), "discriminator"), discriminatorBetween.get(1));
        }
        assertThat(order)
                .isEqualTo(
                        separate
                                ? List.of("discriminator", "discriminator", "generator")
                                : List.of("discriminator", "generator"));
    }

    @Test
    void leavesNoGradientInAnyParameter() {
        Generator generator = Toy.generator(Architecture.MNIST);
        Discriminator discriminator = Toy.discriminator(Architecture.MNIST);
        NoiseStep noise = noiseStep(generator, discriminator, true);
        try (TrainingStep step = noise.step(new TrainingState(1), Toy.cpu());
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            noise.play(step, real(1f), zs(1, 2), stats);
            assertThat(generator.parameters())
                    .noneMatch(parameter -> parameter.value().grad().defined());
            assertThat(discriminator.parameters())
                    .noneMatch(parameter -> parameter.value().grad().defined());
        }
    }

    @Test
    void scoresRealAndFakeInOnePassAndGivesFakesNoGraph() {
        List<Seen> passes = passes(new Dense(784, 1, Initializer.glorotUniform()));
        assertThat(passes).extracting(Seen::batch).containsExactly(2L * BATCH, (long) BATCH);
        assertThat(passes).extracting(Seen::graph).containsExactly(false, true);
    }

    @Test
    void batchNormInTheDiscriminatorSeesRealAndFakeInPassesOfTheirOwnRealFirst() {
        BatchNorm2d norm = new BatchNorm2d(1);
        List<Seen> passes = passes(norm, Reshape.flatten(), new Dense(784, 1, Initializer.glorotUniform()));
        assertThat(passes).extracting(Seen::batch).containsExactly((long) BATCH, (long) BATCH, (long) BATCH);
        assertThat(passes).extracting(Seen::graph).containsExactly(false, false, true);
        assertThat(passes.get(0).mean()).isCloseTo(0.75, within(1e-6)); // the real batch
        double running = 0;
        for (Seen pass : passes) {
            running = 0.9 * running + 0.1 * pass.mean();
        }
        assertThat(passes.get(0).runningMean().get(0)).isCloseTo(running, within(1e-5));
    }

    @Test
    void accuraciesCountTheLogitsOnTheRightSideUnderInvertedLabels() {
        // a discriminator whose logit is +1 for every image calls everything fake where fake is 1
        Generator generator = Toy.generator(Architecture.FASHION);
        Discriminator discriminator = Toy.discriminator(Architecture.FASHION);
        NoiseStep noise = noiseStep(generator, discriminator, false);
        try (TrainingStep step = noise.step(new TrainingState(1), Toy.cpu());
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            for (Parameter parameter : discriminator.parameters()) {
                boolean last = parameter
                        == discriminator
                                .parameters()
                                .get(discriminator.parameters().size() - 1);
                parameter.copyFrom(torch.full_like(parameter.value().detach(), new Scalar(last ? 1.0 : 0.0)));
            }
            noise.play(step, real(1f), zs(1, 2), stats);
            Map<String, Double> means = stats.drain();
            assertThat(means).containsEntry("accuracyReal", 0.0).containsEntry("accuracyFake", 1.0);
            assertThat(means.keySet()).containsExactly("lossD", "accuracyReal", "accuracyFake", "lossG");
            // generator's target is real = 0: −log(1 − σ(1)) = log(1 + e), but for D's step of at most 1e-3 a weight
            assertThat(means.get("lossG")).isCloseTo(Math.log(1 + Math.E), within(0.1));
        }
    }

    @Test
    void loadGivesTheSameNextRound() {
        NoiseStep noise = Toy.noiseStep(Architecture.COMPACT, false, true, (player, adam) -> adam);
        NoiseStep same = Toy.noiseStep(Architecture.COMPACT, false, true, (player, adam) -> adam);
        try (TrainingStep one = noise.step(new TrainingState(1), Toy.cpu());
                TrainingStep other = same.step(new TrainingState(1), Toy.cpu());
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            noise.play(one, real(0.5f), zs(1, 2), stats);
            noise.play(one, real(0.6f), zs(3, 4), stats);
            same.play(other, real(0.1f), zs(7, 8), stats); // elsewhere, and as far in its streams as
            same.play(other, real(0.1f), zs(7, 8), stats); // the first one
            other.networks().load(one.networks().tensors());
            noise.play(one, real(1f), zs(5, 6), stats);
            same.play(other, real(1f), zs(5, 6), stats);
            assertThat(one.networks().tensors().keySet())
                    .containsExactly(
                            "generator",
                            "generator_optimizer",
                            "discriminator",
                            "discriminator_optimizer",
                            "generator_ema");
            one.networks()
                    .tensors()
                    .forEach((group, tensors) ->
                            assertSame(Toy.copy(other.networks().tensors().get(group)), Toy.copy(tensors)));
        }
    }

    /** What the first layer of a discriminator of these layers sees in one step. */
    private List<Seen> passes(Layer... rest) {
        Probe probe = new Probe();
        List<Layer> layers = new ArrayList<>(List.of(probe));
        if (!(rest[0] instanceof BatchNorm2d)) {
            layers.add(Reshape.flatten());
        }
        layers.addAll(List.of(rest));
        Generator generator = Toy.generator(Architecture.MNIST);
        Discriminator discriminator = discriminator(new Sequential("main", layers));
        discriminator.initialise(RandomStream.of(1, "discriminator"));
        NoiseStep noise = noiseStep(generator, discriminator, false);
        try (TrainingStep step = noise.step(new TrainingState(1), Toy.cpu());
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            noise.play(step, real(0.75f), zs(1, 2), stats);
            discriminator.parameters().stream()
                    .filter(parameter -> parameter.name().endsWith("running_mean"))
                    .forEach(parameter -> probe.seen
                            .get(0)
                            .runningMean()
                            .add(parameter.value().mean().item_double()));
        }
        return probe.seen;
    }

    private static NoiseStep noiseStep(Generator generator, Discriminator discriminator, boolean separate) {
        return Toy.noiseStep(generator, Toy.adam(generator), discriminator, Toy.adam(discriminator), separate);
    }

    /** A discriminator of layers that no architecture has. */
    private static Discriminator discriminator(Sequential layers) {
        try {
            Class<?> head = Class.forName("dev.atelier.networks.Head");
            Constructor<Discriminator> constructor =
                    Discriminator.class.getDeclaredConstructor(Sequential.class, head, ImageShape.class);
            constructor.setAccessible(true);
            return constructor.newInstance(layers, head.getEnumConstants()[0], ImageShape.SMALL_GREY);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, float[]> weights(NetworkSet networks, String player) {
        Map<String, float[]> all = Toy.copy(networks.tensors().get(player));
        all.keySet().removeIf(name -> name.contains("running_"));
        return all;
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    private static List<Fields> real(float value) {
        Tensor images =
                torch.full(new long[] {BATCH, 1, 28, 28}, new Scalar(value)).to(torch.ScalarType.Float);
        return List.of(NoiseStep.real(images));
    }

    /** For the discriminator, then for the generator. */
    private static LongFunction<Tensor> zs(int first, int second) {
        AtomicInteger asked = new AtomicInteger();
        return count -> z(asked.getAndIncrement() == 0 ? first : second);
    }

    private static Tensor z(int seed) {
        float[] values = new float[BATCH * Toy.LATENT];
        RandomStream.of(seed, "z").fillNormal(values, 0, values.length);
        return Tensors.of(values, BATCH, Toy.LATENT);
    }

    private record Seen(long batch, boolean graph, double mean, List<Double> runningMean) {}

    /** Passes its input on and remembers it. */
    private static final class Probe implements Layer {
        private final List<Seen> seen = new ArrayList<>();

        @Override
        public String label() {
            return "probe";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            seen.add(new Seen(x.size(0), x.requires_grad(), x.detach().mean().item_double(), new ArrayList<>()));
            return new Tensor(x);
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            return inputShape;
        }
    }

    /** An optimiser whose steps are watched. */
    private record Watched(Optimizer inner, java.util.function.Consumer<Runnable> around) implements Optimizer {
        @Override
        public void step(List<Tensor> gradients) {
            around.accept(() -> inner.step(gradients));
        }

        @Override
        public List<Parameter> parameters() {
            return inner.parameters();
        }

        @Override
        public double learningRate() {
            return inner.learningRate();
        }

        @Override
        public void learningRate(double rate) {
            inner.learningRate(rate);
        }

        @Override
        public Map<String, Tensor> state() {
            return inner.state();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
