package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ConvNormTest {
    private static ConvNorm drawn(Window window, double epsilon) {
        ConvNorm layer = Toys.drawn(new ConvNorm(3, 4, window, epsilon));
        layer.parameters().get(3).copyFrom(Toys.normal("mean", 4));
        layer.parameters().get(4).copyFrom(Toys.normal("variance", 4).abs().add(new Scalar(0.5)));
        return layer;
    }

    /** W = 2, γ = 3, β = 1, μ = 4, σ² = 3 with ε = 1: x = 5 gives (10 − 4) / 2 · 3 + 1 = 10, x = 1 gives −2, cut off. */
    @Test
    void anEvaluationByHand() {
        ConvNorm layer = new ConvNorm(1, 1, Window.square(1, 1, 0), 1);
        try (TensorScope scope = TensorScope.open()) {
            Toys.filled(layer, Tensors.of(new float[] {2}, 1, 1, 1, 1), Toys.of(3), Toys.of(1), Toys.of(4), Toys.of(3));
            Tensor x = Tensors.of(new float[] {5, 1}, 1, 1, 1, 2);
            assertThat(Tensors.toFloats(layer.forward(x, Toys.EVALUATION))).containsExactly(10, 0);
        } finally {
            layer.parameters().forEach(Parameter::close);
        }
    }

    /** The same three layers one after the other, training first, so that the running statistics are the training's. */
    @Test
    void isConvolutionBatchNormAndReluInTrainingAndInEvaluation() {
        ConvNorm layer = drawn(Window.square(3, 2, 1), 1e-5);
        Conv2d conv = new Conv2d(3, 4, 3, 2, Padding.of(1), Initializer.zeros());
        BatchNorm2d norm = new BatchNorm2d(4);
        try (TensorScope scope = TensorScope.open()) {
            List<Parameter> own = layer.parameters();
            conv.parameters().get(0).copyFrom(own.get(0).value());
            for (int i = 0; i < 4; i++) {
                norm.parameters().get(i).copyFrom(own.get(i + 1).value());
            }
            Tensor x = Toys.normal("x", 5, 3, 7, 6);
            for (Pass pass : List.of(Toys.EVALUATION, Toys.TRAINING, Toys.EVALUATION)) {
                Tensor expected = torch.relu(norm.forward(conv.forward(x, pass), pass));
                Tolerance.relative(1e-5).assertClose("y", layer.forward(x, pass), expected);
            }
            assertThat(layer.outputShape(new long[] {3, 7, 6})).containsExactly(4, 4, 3);
        } finally {
            layer.parameters().forEach(Parameter::close);
            conv.parameters().forEach(Parameter::close);
            norm.parameters().forEach(Parameter::close);
        }
    }

    @Test
    void anEvaluationLeavesTheRunningStatisticsAlone() {
        ConvNorm layer = drawn(Window.keeping(1, 3), 1e-3);
        try (TensorScope scope = TensorScope.open()) {
            float[] before = Tensors.toFloats(layer.parameters().get(3).value());
            layer.forward(Toys.normal("x", 2, 3, 4, 5), Toys.EVALUATION);
            assertThat(Tensors.toFloats(layer.parameters().get(3).value())).isEqualTo(before);
            layer.forward(Toys.normal("x", 2, 3, 4, 5), Toys.TRAINING);
            assertThat(Tensors.toFloats(layer.parameters().get(3).value())).isNotEqualTo(before);
        } finally {
            layer.parameters().forEach(Parameter::close);
        }
    }
}
