package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatentPriorTest {
    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void normalHasMeanZeroAndDeviationOne() {
        Tensor z = sample(LatentPrior.NORMAL);
        assertThat(z.mean().item_float()).isCloseTo(0, within(0.02f));
        assertThat(z.std().item_float()).isCloseTo(1, within(0.02f));
        assertThat(z.abs().max().item_float()).as("tails").isGreaterThan(3.2f);
    }

    @Test
    void uniformFillsFromMinusOneToOne() {
        Tensor z = sample(LatentPrior.UNIFORM);
        assertThat(z.mean().item_float()).isCloseTo(0, within(0.015f));
        assertThat(z.std().item_float()).isCloseTo((float) Math.sqrt(1 / 3.0), within(0.01f));
        assertThat(z.min().item_float()).isBetween(-1f, -0.999f);
        assertThat(z.max().item_float()).isBetween(0.999f, 1f);
    }

    @ParameterizedTest
    @EnumSource
    void theSameStreamGivesTheSameVectors(LatentPrior prior) {
        assertThat(Tensors.shape(sample(prior))).containsExactly(300, 100);
        assertThat(sample(prior).equal(sample(prior))).isTrue();
    }

    @Test
    void namesAreFoundAndListed() {
        assertThat(LatentPrior.keys()).isEqualTo(List.of("normal", "uniform"));
        assertThat(LatentPrior.of("uniform")).isSameAs(LatentPrior.UNIFORM);
        assertBadInput(() -> LatentPrior.of("gauss"))
                .hasMessage("no latent prior named 'gauss'; known: normal, uniform");
    }

    private static Tensor sample(LatentPrior prior) {
        return prior.sample(RandomStream.of(1, "latent"), 300, 100, new Device("cpu"));
    }
}
