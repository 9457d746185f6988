package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
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
    void multipliesByTheGivenMaskForwardAndBackward() {
        List<Double> asked = new ArrayList<>();
        Masks given = (keep, like) -> {
            asked.add(keep);
            return Toys.of(0, 2.5, 2.5, 0);
        };
        Tensor x = Toys.of(1, 2, 3, 4).set_requires_grad(true);
        Tensor y = new Dropout(0.6).forward(x, Pass.training(Precision.FP32, given));
        assertThat(Tensors.toFloats(y)).containsExactly(0, 5, 7.5f, 0);
        assertThat(asked).as("probability of staying").containsExactly(0.4);
        assertThat(Tensors.toFloats(Toys.gradients(y, torch.ones(4), x).get(0))).containsExactly(0, 2.5f, 2.5f, 0);
    }

    @Test
    void evaluationAndAPassWithoutMasksLeaveValuesAlone() {
        Tensor x = Toys.of(1, 2, 3, 4);
        Masks unwanted = (keep, like) -> {
            throw new AssertionError("asked for a mask");
        };
        Pass noisy = Pass.training(Precision.FP32, unwanted);
        assertThat(Tensors.toFloats(new Dropout(0.6).forward(x, Toys.EVALUATION)))
                .containsExactly(1, 2, 3, 4);
        assertThat(Tensors.toFloats(new Dropout(0.6).forward(x, noisy.withoutDropout())))
                .containsExactly(1, 2, 3, 4);
        assertThat(noisy.withoutDropout().training()).isTrue();
        assertThat(Tensors.toFloats(new Dropout(0).forward(x, noisy))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void theUntouchedResultMayBeClosedWithoutHarmToTheInput() {
        Tensor x = Toys.of(1, 2);
        new Dropout(0.6).forward(x, Toys.EVALUATION).close();
        assertThat(Tensors.toFloats(x)).containsExactly(1, 2);
    }

    @Test
    void streamMasksKeepTheExpectationAndDifferEachTime() {
        Pass pass = Pass.training(Precision.FP32, Masks.from(RandomStream.of(1, "dropout")));
        Tensor ones = torch.ones(20_000);
        Tensor first = new Dropout(0.4).forward(ones, pass);
        Tensor second = new Dropout(0.4).forward(ones, pass);
        assertThat(first.mean().item_float()).isCloseTo(1, within(0.03f));
        assertThat(first.gt(Tensors.scalar(0)).to(ScalarType.Float).mean().item_float())
                .isCloseTo(0.6f, within(0.02f));
        assertThat(first.max().item_float()).isEqualTo((float) (1 / 0.6));
        assertThat(first.equal(second)).isFalse();
        Pass again = Pass.training(Precision.FP32, Masks.from(RandomStream.of(1, "dropout")));
        assertThat(new Dropout(0.4).forward(ones, again).equal(first))
                .as("the same stream, the same mask")
                .isTrue();
    }

    @Test
    void masksOfNoDropoutAreNotToBeAsked() {
        assertThatThrownBy(() -> Masks.NONE.mask(0.5, torch.ones(1))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
    void aRateThatLeavesNothingIsRefused(double rate) {
        assertThatThrownBy(() -> new Dropout(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout rate must be in [0, 1), got " + rate);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void afterALeakyReluItIsWhatBothGiveOneAfterTheOther(Precision precision) {
        Activation leaky = Activation.leakyRelu(0.2);
        Dropout dropout = new Dropout(0.3);
        Tensor x = precision
                .cast(Tensors.normal(RandomStream.of(1, "x"), new Device("cpu"), 4, 3, 5, 7))
                .set_requires_grad(true);
        Tensor slopes = precision.cast(Tensors.normal(RandomStream.of(1, "slopes"), new Device("cpu"), 4, 3, 5, 7));
        RandomStream apart = RandomStream.of(1, "dropout");
        RandomStream together = RandomStream.of(1, "dropout");
        Tensor expected =
                dropout.forward(leaky.forward(x, Toys.EVALUATION), Pass.training(precision, Masks.from(apart)));
        Tensor y;
        try (Sequential both = new Sequential("main", List.of(leaky, dropout))) {
            y = both.forward(x, Pass.training(precision, Masks.from(together)));
            assertThat(Tensors.toFloats(both.forward(x, Toys.EVALUATION).to(ScalarType.Float)))
                    .isEqualTo(
                            Tensors.toFloats(leaky.forward(x, Toys.EVALUATION).to(ScalarType.Float)));
        }
        double rounding = precision == Precision.FP32 ? 1e-6 : 0.01;
        Tolerance.relative(rounding).assertClose("values", y.to(ScalarType.Float), expected.to(ScalarType.Float));
        Tolerance.relative(rounding)
                .assertClose(
                        "gradients",
                        Toys.gradients(y, slopes, x).get(0).to(ScalarType.Float),
                        Toys.gradients(expected, slopes, x).get(0).to(ScalarType.Float));
        assertThat(together.nextLong()).as("numbers drawn").isEqualTo(apart.nextLong());
    }
}
