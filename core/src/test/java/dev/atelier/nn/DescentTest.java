package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.junit.jupiter.api.Test;

/** Two steps of SGD and of RMSProp by hand, of a weight that begins at 1. */
class DescentTest {
    private static Parameter one() {
        Parameter weight = Parameter.weight("w", Initializer.zeros(), 1);
        weight.copyFrom(Toys.of(1));
        return weight;
    }

    private static float step(Optimizer optimizer, Parameter weight, double gradient) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            optimizer.step(List.of(Toys.of(gradient)));
        }
        return Tensors.toFloats(weight.value())[0];
    }

    @Test
    void sgdWithMomentum() {
        try (TensorScope scope = TensorScope.open();
                Parameter weight = one();
                Sgd sgd = new Sgd(List.of(weight), 0.1, 0.9)) {
            assertThat(step(sgd, weight, 0.5)).isCloseTo(0.95f, within(1e-6f)); // b = 0.5
            assertThat(step(sgd, weight, -1)).isCloseTo(1.005f, within(1e-6f)); // b = 0.45 − 1
            assertThat(Tensors.toFloats(sgd.state().get("w.momentum_buffer"))[0])
                    .isCloseTo(-0.55f, within(1e-6f));
        }
    }

    @Test
    void sgdWithoutMomentumForgets() {
        try (TensorScope scope = TensorScope.open();
                Parameter weight = one();
                Sgd sgd = new Sgd(List.of(weight), 0.1, 0)) {
            step(sgd, weight, 0.5);
            assertThat(step(sgd, weight, -1)).isCloseTo(1.05f, within(1e-6f));
        }
    }

    @Test
    void rmsPropDividesByTheRootOfTheMeanSquare() {
        try (TensorScope scope = TensorScope.open();
                Parameter weight = one();
                RmsProp rms = new RmsProp(List.of(weight), 0.1, 0.9, 0.01)) {
            double first = 1 - 0.1 * 2 / (Math.sqrt(0.4) + 0.01);
            assertThat(step(rms, weight, 2)).isCloseTo((float) first, within(1e-6f));
            double second = first + 0.1 / (Math.sqrt(0.46) + 0.01);
            assertThat(step(rms, weight, -1)).isCloseTo((float) second, within(1e-6f));
            assertThat(Tensors.toFloats(rms.state().get("w.square_avg"))[0]).isCloseTo(0.46f, within(1e-6f));
        }
    }

    @Test
    void anotherLearningRateCountsFromTheNextStep() {
        try (TensorScope scope = TensorScope.open();
                Parameter weight = one();
                Sgd sgd = new Sgd(List.of(weight), 0.1, 0)) {
            sgd.learningRate(0.5);
            assertThat(step(sgd, weight, 1)).isCloseTo(0.5f, within(1e-6f));
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Sgd(List.of(), 0.1, 1)).hasMessageContaining("momentum 1");
        assertThatThrownBy(() -> new RmsProp(List.of(), 0.1, 0.9, 0)).hasMessageContaining("epsilon 0");
    }
}
