package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class BranchesTest {
    private static final Named POOL = new Named("", Pooling.max(Window.keeping(3, 3)));

    @Test
    void putsTheWaysBehindOneAnotherInTheirOrder() {
        Branches layer =
                new Branches("two", List.of(List.of(new Named("", Activation.relu())), List.of(POOL), List.of()));
        try (TensorScope scope = TensorScope.open()) {
            float[] y = Tensors.toFloats(
                    layer.forward(Tensors.of(new float[] {-1, 2, -3, -4}, 1, 1, 2, 2), Toys.EVALUATION));
            assertThat(y).containsExactly(0, 2, 0, 0, 2, 2, 2, 2, -1, 2, -3, -4);
        }
        assertThat(layer.outputShape(new long[] {1, 2, 2})).containsExactly(3, 2, 2);
    }

    @Test
    void namesAreThoseOfTheRows() {
        ConvNorm inner = new ConvNorm(2, 3, Window.square(1, 1, 0), 1e-3);
        Branches split = new Branches("split", List.of(List.of(new Named("deep", inner))));
        try (Sequential network = new Sequential(List.of(
                new Named("first", new Branches("one", List.of(List.of(POOL, new Named("", split))))),
                new Named("fc", new Dense(3, 2, Initializer.zeros()))))) {
            assertThat(network.parameters())
                    .extracting(Parameter::name)
                    .containsExactly(
                            "first.deep.conv.weight",
                            "first.deep.bn.weight",
                            "first.deep.bn.bias",
                            "first.deep.bn.running_mean",
                            "first.deep.bn.running_var",
                            "fc.weight",
                            "fc.bias");
        }
    }

    @Test
    void refusesWaysOfDifferentSizes() {
        Branches layer = new Branches(
                "two", List.of(List.of(POOL), List.of(new Named("", Pooling.max(Window.square(3, 2, 0))))));
        assertThatThrownBy(() -> layer.outputShape(new long[] {1, 9, 9})).hasMessageContaining("[1, 9, 9]");
    }
}
