package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class SkipTest {
    /** Multiplies by a number; what is left of it when its input is closed would be garbage. */
    private record Times(float factor) implements Layer {
        @Override
        public String label() {
            return "times " + factor;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.mul(new Scalar(factor));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            return inputShape;
        }
    }

    @Test
    void skipsNestAndStandBesideWhatTheyLedRound() {
        try (TensorScope scope = TensorScope.open()) {
            Skip skip = new Skip(List.of(new Times(2), new Skip(List.of(new Times(10)))));
            Tensor x = Tensors.of(new float[] {1, 3}, 1, 2, 1, 1);
            assertThat(Tensors.toFloats(skip.forward(x, Toys.TRAINING))).containsExactly(1, 3, 2, 6, 20, 60);
            assertThat(skip.outputShape(new long[] {2, 1, 1})).containsExactly(6, 1, 1);
            assertThat(Tensors.toFloats(x)).containsExactly(1, 3); // the input is the caller's
        }
    }

    @Test
    void layersThatChangeTheSizeAreRefused() {
        Skip skip = new Skip(List.of(Pooling.global()));
        assertThatThrownBy(() -> skip.outputShape(new long[] {2, 4, 4})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersOfNestedTablesHaveNestedNames() {
        Skip skip = new Skip(
                List.of(new Dense(2, 2, Initializer.zeros()), new Skip(List.of(new Dense(2, 2, Initializer.zeros())))));
        assertThat(skip.parameters().stream().map(Parameter::name))
                .containsExactly("inner.0.weight", "inner.0.bias", "inner.1.inner.0.weight", "inner.1.inner.0.bias");
        skip.parameters().forEach(Parameter::close);
    }

    /** An empty table hands out a handle of its own, so that whoever closes the result leaves the input alone. */
    @Test
    void anEmptyTableIsTheIdentityUnderAHandleOfItsOwn() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {1, 2}, 2);
            Tensor y = new Sequential("main", List.of()).forward(x, Toys.TRAINING);
            y.close();
            assertThat(Tensors.toFloats(x)).containsExactly(1, 2);
        }
    }

    @Test
    void tapsHearEveryLayerAndTurnFusionOff() {
        try (TensorScope scope = TensorScope.open()) {
            Sequential rows = new Sequential(
                    "main", List.of(new Times(-1), Activation.leakyRelu(0.5), new Dropout(0.5), new Times(3)));
            List<String> heard = new ArrayList<>();
            Pass pass = Toys.TRAINING.heardBy((name, tensor) -> heard.add(name + " " + Tensors.toFloats(tensor)[0]));
            rows.forward(Tensors.of(new float[] {2, 2}, 2), pass);
            assertThat(heard).hasSize(4);
            assertThat(heard.subList(0, 2)).containsExactly("main.0 -2.0", "main.1 -1.0");
        }
    }
}
