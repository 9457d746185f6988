package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds the other tests to their goldens must itself see a difference, and say where it is. */
class GoldenTest {
    private static final Tolerance FINE = Tolerance.relative(1e-5);
    private static final String WEIGHT = "conv_k3_s1_p1.weight"; // 4×3×3×3

    private TensorScope scope;
    private Golden golden;

    @BeforeEach
    void read() {
        scope = TensorScope.open();
        golden = Golden.read("layers");
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** The golden's own tensor, with one value moved by so many times the largest. */
    private Tensor planted(double share) {
        Tensor copy = golden.get(WEIGHT).clone();
        double largest = copy.abs().max().item_double();
        one(copy).add_(new Scalar(share * largest));
        return copy;
    }

    private static Tensor one(Tensor weight) {
        return weight.select(0, 2).select(0, 1).select(0, 0).narrow(0, 2, 1);
    }

    @Test
    void whatIsEqualOrWithinTheTolerancePasses() {
        golden.assertClose(WEIGHT, golden.get(WEIGHT), FINE);
        golden.assertClose(WEIGHT, planted(0.9e-5), FINE);
        golden.assertClose(WEIGHT, planted(-0.9e-5), FINE);
    }

    @Test
    void aPlantedDifferenceIsReportedWithItsPlaceAndBothValues() {
        Tensor planted = planted(0.5);
        planted.select(0, 0).add_(new Scalar(3e-4)); // smaller ones elsewhere: the worst is told
        assertThatThrownBy(() -> golden.assertClose(WEIGHT, planted, FINE))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "layers: " + WEIGHT + "[2, 1, 0, 2] is " + one(planted).item_double() + ", expected "
                                + one(golden.get(WEIGHT)).item_double() + ": ");
        assertThatThrownBy(() -> golden.assertClose(WEIGHT, planted(1.1e-5), FINE))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void noNumberIsNoMatch() {
        Tensor planted = golden.get(WEIGHT).clone();
        one(planted).fill_(new Scalar(Double.NaN));
        assertThatThrownBy(() -> golden.assertClose(WEIGHT, planted, Tolerance.relative(1e9)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[2, 1, 0, 2] is NaN");
        assertThatThrownBy(() -> FINE.assertClose("loss", Double.NaN, 1)).isInstanceOf(AssertionError.class);
        assertThat(Tolerance.between(planted, golden.get(WEIGHT))).isNaN();
    }

    @Test
    void anotherShapeAndAnotherNameAreDifferences() {
        Tensor flat = golden.get(WEIGHT).flatten();
        assertThatThrownBy(() -> golden.assertClose(WEIGHT, flat, FINE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("shape of layers: " + WEIGHT);
        Map<String, Tensor> group = new LinkedHashMap<>(golden.group("conv_k3_s1_p1."));
        golden.assertGroup("conv_k3_s1_p1.", group, FINE);
        Tensor bias = group.remove("bias");
        assertThatThrownBy(() -> golden.assertGroup("conv_k3_s1_p1.", group, FINE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bias");
        group.put("bias", bias.add(new Scalar(1)));
        assertThatThrownBy(() -> golden.assertGroup("conv_k3_s1_p1.", group, FINE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("layers: conv_k3_s1_p1.bias[");
        assertThatThrownBy(() -> golden.group("nonesuch.")).isInstanceOf(AssertionError.class);
    }

    @Test
    void numbersHaveTheAbsolutePartBesideTheRelativeOne() {
        Tolerance both = FINE.orAbsolute(0.5);
        both.assertClose("loss", 10.50009, 10);
        assertThatThrownBy(() -> both.assertClose("loss", 10.50011, 10))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("loss is 10.50011, expected 10.0: ");
        both.assertClose("tensor", Tensors.of(new float[] {0.25f, 0}, 2), torch.zeros(new long[] {2}));
    }

    /** A file of zeros would be like whatever is small enough. */
    @Test
    void zerosAloneShowNothing() {
        Tensor zeros = torch.zeros(new long[] {2});
        assertThatThrownBy(() -> FINE.assertClose("bias", zeros, zeros))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("bias: nothing but zeros is expected");
        assertThatCode(() -> FINE.orAbsolute(1e-9).assertClose("bias", zeros, zeros))
                .doesNotThrowAnyException();
    }
}
