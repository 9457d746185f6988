package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.networks.Architecture;
import dev.atelier.networks.Generator;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class AverageTest {
    private static final Offset<Float> EXACT = within(1e-6f);

    @Test
    void withoutWarmUpItIsTheConstantDecay() {
        try (Generator live = filled(1);
                Average ema = average(live, Average.Policy.decay(0.9))) {
            requireAll(ema, 1f); // begins at the live weights, not at its own
            fill(live, 2);
            ema.update(0, 0, 1);
            requireAll(ema, 1.1f); // 0.9 · 1 + 0.1 · 2
            fill(live, 3);
            ema.update(1, 0, 1);
            requireAll(ema, 1.29f); // 0.9 · 1.1 + 0.1 · 3
        }
    }

    @Test
    void inTheWarmUpTheDecayIsOnePlusTOverTenPlusT() {
        try (Generator live = filled(0);
                Average ema = average(live, Average.Policy.warmedUp(0.15))) {
            fill(live, 1);
            ema.update(0, 0, 1);
            requireAll(ema, 0.9f); // decay 1/10
            fill(live, 2);
            ema.update(1, 0, 1);
            requireAll(ema, 0.9f * 0.15f + 2 * 0.85f); // 2/11 is above 0.15: the decay's limit holds
        }
    }

    @Test
    void warmUpCountsRoundsFromTheOneGivenSoThatAResumedRunGoesOn() {
        try (Generator live = filled(0);
                Average ema = average(live, Average.Policy.warmedUp(0.999))) {
            fill(live, 1);
            ema.update(8, 0, 1);
            requireAll(ema, 0.5f); // decay 9/18
        }
    }

    @Test
    void leavesTheLiveGeneratorAloneAndCarriesItsBuffers() {
        try (Generator live = filled(2);
                Average ema = average(live, Average.Policy.decay(0.5))) {
            fill(live, 4);
            ema.update(0, 0, 1);
            for (Parameter parameter : live.parameters()) {
                assertThat(Tensors.toFloats(parameter.value()))
                        .as(parameter.name())
                        .containsOnly(4f);
            }
            assertThat(ema.network().state().keySet()).anyMatch(name -> name.endsWith(".running_var"));
            requireAll(ema, 3f);
        }
    }

    @Test
    void anUpdateBuildsNoGradientGraph() {
        try (Generator live = filled(2);
                Average ema = average(live, Average.Policy.decay(0.5))) {
            ema.update(0, 0, 1);
            assertThat(ema.network().parameters())
                    .noneMatch(parameter -> parameter.value().requires_grad());
            assertThat(live.parameters().get(0).value().requires_grad()).isTrue();
        }
    }

    @Test
    void aHalfLifeForgetsHalfInSoManySamplesAndRampsUp() {
        Average.Policy policy = Average.Policy.halfLife(1000, 0.5);
        assertThat(policy.decay(0, 100_000, 1000)).isEqualTo(0.5);
        assertThat(policy.decay(0, 100_000, 500)).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(policy.decay(0, 200, 100)).isEqualTo(0.5); // 0.5 of 200 seen so far
        assertThat(policy.decay(0, 0, 100)).isZero();
        assertThat(Average.Policy.halfLife(1000, 0).decay(0, 0, 1000)).isEqualTo(0.5);
    }

    @Test
    void buffersAreCopiedWhereThatIsWanted() {
        Generator average = Toy.generator(Architecture.COMPACT);
        try (Generator live = filled(2);
                Average ema = new Average(live, average, Average.Policy.decay(0.5), Average.Buffers.COPIED, "data")) {
            fill(live, 4);
            ema.update(0, 0, 1);
            for (Parameter parameter : average.parameters()) {
                boolean buffer = parameter.name().contains("running_");
                assertThat(Tensors.toFloats(parameter.value()))
                        .as(parameter.name())
                        .containsOnly(buffer ? 4f : 3f);
            }
        }
    }

    private static Average average(Generator live, Average.Policy policy) {
        return new Average(live, Toy.generator(Architecture.COMPACT), policy, Average.Buffers.AVERAGED, "data");
    }

    private static Generator filled(double value) {
        Generator generator = Toy.generator(Architecture.COMPACT);
        fill(generator, value);
        return generator;
    }

    private static void fill(Generator generator, double value) {
        try (TensorScope scope = TensorScope.open()) {
            for (Parameter parameter : generator.parameters()) {
                parameter.copyFrom(torch.full_like(parameter.value().detach(), new Scalar(value)));
            }
        }
    }

    /** Every value of every parameter and buffer. */
    private static void requireAll(Average ema, float value) {
        ema.network().state().forEach((name, tensor) -> {
            for (float actual : Tensors.toFloats(tensor)) {
                assertThat(actual).as(name).isCloseTo(value, EXACT);
            }
        });
    }
}
