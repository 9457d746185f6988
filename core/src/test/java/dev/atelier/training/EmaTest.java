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

class EmaTest {
    private static final Offset<Float> EXACT = within(1e-6f);

    @Test
    void withoutWarmUpItIsTheConstantDecay() {
        try (Generator live = filled(1);
                Ema ema = new Ema(live, Toy.generator(Architecture.COMPACT), 0.9, false)) {
            requireAll(ema, 1f); // begins at the live weights, not at its own
            fill(live, 2);
            ema.update(0);
            requireAll(ema, 1.1f); // 0.9 · 1 + 0.1 · 2
            fill(live, 3);
            ema.update(1);
            requireAll(ema, 1.29f); // 0.9 · 1.1 + 0.1 · 3
        }
    }

    @Test
    void inTheWarmUpTheDecayIsOnePlusTOverTenPlusT() {
        try (Generator live = filled(0);
                Ema ema = new Ema(live, Toy.generator(Architecture.COMPACT), 0.15, true)) {
            fill(live, 1);
            ema.update(0);
            requireAll(ema, 0.9f); // decay 1/10
            fill(live, 2);
            ema.update(1);
            requireAll(ema, 0.9f * 0.15f + 2 * 0.85f); // 2/11 is above 0.15: the decay's limit holds
        }
    }

    @Test
    void warmUpCountsRoundsFromTheOneGivenSoThatAResumedRunGoesOn() {
        try (Generator live = filled(0);
                Ema ema = new Ema(live, Toy.generator(Architecture.COMPACT), 0.999, true)) {
            fill(live, 1);
            ema.update(8);
            requireAll(ema, 0.5f); // decay 9/18
        }
    }

    @Test
    void leavesTheLiveGeneratorAloneAndCarriesItsBuffers() {
        try (Generator live = filled(2);
                Ema ema = new Ema(live, Toy.generator(Architecture.COMPACT), 0.5, false)) {
            fill(live, 4);
            ema.update(0);
            for (Parameter parameter : live.parameters()) {
                assertThat(Tensors.toFloats(parameter.value()))
                        .as(parameter.name())
                        .containsOnly(4f);
            }
            assertThat(ema.generator().state().keySet()).anyMatch(name -> name.endsWith(".running_var"));
            requireAll(ema, 3f);
        }
    }

    @Test
    void anUpdateBuildsNoGradientGraph() {
        try (Generator live = filled(2);
                Ema ema = new Ema(live, Toy.generator(Architecture.COMPACT), 0.5, false)) {
            ema.update(0);
            assertThat(ema.generator().parameters())
                    .noneMatch(parameter -> parameter.value().requires_grad());
            assertThat(live.parameters().get(0).value().requires_grad()).isTrue();
        }
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
    private static void requireAll(Ema ema, float value) {
        ema.generator().state().forEach((name, tensor) -> {
            for (float actual : Tensors.toFloats(tensor)) {
                assertThat(actual).as(name).isCloseTo(value, EXACT);
            }
        });
    }
}
