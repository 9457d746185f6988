package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sgd;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step on two half batches is a step on the whole one, where no layer looks at its batch. */
class AccumulationTest {
    private static final int LATENT = 4;

    static {
        Engine.threads(1);
    }

    /** What a step left. */
    private record Outcome(Map<String, float[]> weights, Map<String, Double> stats) {}

    @ParameterizedTest
    @CsvSource({"non-saturating, 1", "hinge, 1", "least-squares, 2", "relativistic, 1"})
    void twoHalfBatchesGiveTheStepOfTheWholeOne(String loss, int criticSteps) {
        Outcome whole = round(loss, 1, criticSteps, 8);
        Outcome halves = round(loss, 2, criticSteps, 8);
        assertThat(halves.weights().keySet()).isEqualTo(whole.weights().keySet());
        whole.weights()
                .forEach((name, expected) ->
                        assertThat(halves.weights().get(name)).as(name).containsExactly(expected, within(2e-6f)));
        assertThat(halves.stats().keySet()).isEqualTo(whole.stats().keySet());
        whole.stats()
                .forEach((name, expected) ->
                        assertThat(halves.stats().get(name)).as(name).isEqualTo(expected, within(1e-6)));
    }

    @Test
    void halfOfTheImagesGiveAnotherStepElseThisWouldProveNothing() {
        float[] whole = round("hinge", 1, 1, 8).weights().get("D main.1.weight");
        float[] half = round("hinge", 1, 1, 4).weights().get("D main.1.weight");
        float furthest = 0;
        for (int i = 0; i < whole.length; i++) {
            furthest = Math.max(furthest, Math.abs(whole[i] - half[i]));
        }
        assertThat(furthest).isGreaterThan(1e-3f);
    }

    private static Outcome round(String loss, int accumulate, int criticSteps, int images) {
        NetworkOptions options = new NetworkOptions(LATENT, 1 / 32.0, 0);
        Generator generator = Architecture.VANILLA.generator(options);
        generator.initialise(RandomStream.of(1, "generator"));
        Discriminator discriminator = Architecture.VANILLA.discriminator(options);
        discriminator.initialise(RandomStream.of(1, "discriminator"));
        NoiseStep noise = new NoiseStep(
                        generator,
                        discriminator,
                        LossName.of(loss).loss(Labels.plain()),
                        Pass.training(Precision.FP32, Masks.from(RandomStream.of(1, "dropout"))))
                .learningBy(new Sgd(generator.parameters(), 0.1, 0), new Sgd(discriminator.parameters(), 0.1, 0))
                .criticSteps(criticSteps)
                .accumulating(accumulate);
        try (TensorScope scope = TensorScope.open();
                Device cpu = new Device("cpu");
                StepStats stats = new StepStats();
                TrainingStep step = noise.step(new TrainingState(1), cpu)) {
            int batches = accumulate * criticSteps;
            int size = images / accumulate;
            Tensor real = Tensors.normal(RandomStream.of(2, "real"), cpu, (long) images * criticSteps, 1, 28, 28);
            Tensor z = Tensors.normal(RandomStream.of(3, "z"), cpu, (long) images * (criticSteps + 1), LATENT);
            List<Fields> shown = java.util.stream.IntStream.range(0, batches)
                    .mapToObj(i -> NoiseStep.real(real.narrow(0, (long) i * size, size)))
                    .toList();
            long[] asked = {0};
            LongFunction<Tensor> latent = count -> {
                asked[0] += count;
                return z.narrow(0, asked[0] - count, count);
            };
            noise.play(step, shown, latent, stats);
            assertThat(asked[0]).isEqualTo((long) images * (criticSteps + 1));
            Map<String, float[]> weights = new LinkedHashMap<>();
            Toy.copy(generator.state()).forEach((name, values) -> weights.put("G " + name, values));
            Toy.copy(discriminator.state()).forEach((name, values) -> weights.put("D " + name, values));
            return new Outcome(weights, stats.drain());
        }
    }
}
