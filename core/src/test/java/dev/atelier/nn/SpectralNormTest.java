package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The parameters of a normalised dense layer are weight, bias and u. */
class SpectralNormTest {
    private static SpectralNorm dense(float... weight) {
        return Toys.filled(
                new SpectralNorm(new Dense(2, 2, Initializer.zeros())),
                Tensors.of(weight, 2, 2),
                Toys.of(0, 0),
                Toys.of(0.6, 0.8));
    }

    private static float[] forward(Layer layer, Pass pass, float... x) {
        return Tensors.toFloats(layer.forward(Tensors.of(x, 1, x.length), pass));
    }

    @Test
    void aTrainingPassTakesOnePowerIteration() {
        try (TensorScope scope = TensorScope.open()) {
            SpectralNorm layer = dense(3, 0, 0, 1);
            // Wᵀu = (1.8, 0.8), v = that / √3.88; Wv = (5.4, 0.8) / √3.88, u = that / √29.8; σ = √(29.8 / 3.88)
            double sigma = Math.sqrt(29.8 / 3.88);
            assertThat(forward(layer, Toys.TRAINING, 1, 1))
                    .containsExactly(new float[] {(float) (3 / sigma), (float) (1 / sigma)}, within(1e-6f));
            assertThat(Tensors.toFloats(layer.parameters().get(2).value()))
                    .containsExactly(
                            new float[] {(float) (5.4 / Math.sqrt(29.8)), (float) (0.8 / Math.sqrt(29.8))},
                            within(1e-6f));
        }
    }

    @Test
    void anEvaluationDividesByTheLengthOfTheTransposedProductAndLeavesU() {
        try (TensorScope scope = TensorScope.open()) {
            SpectralNorm layer = dense(3, 0, 0, 1);
            for (int pass = 0; pass < 2; pass++) {
                assertThat(forward(layer, Toys.EVALUATION, 1, 0)[0])
                        .isCloseTo((float) (3 / Math.sqrt(3.88)), within(1e-6f));
            }
            assertThat(Tensors.toFloats(layer.parameters().get(2).value())).containsExactly(0.6f, 0.8f);
        }
    }

    @Test
    void manyPassesFindTheLargestSingularValue() {
        try (TensorScope scope = TensorScope.open()) {
            SpectralNorm layer = dense(3, 0, 4, 5); // singular values √45 and √5
            for (int pass = 0; pass < 30; pass++) {
                forward(layer, Toys.TRAINING, 1, 0);
            }
            float sigma = (float) Math.sqrt(45);
            assertThat(forward(layer, Toys.TRAINING, 1, 0))
                    .containsExactly(new float[] {3 / sigma, 4 / sigma}, within(1e-6f));
        }
    }

    @Test
    void rowsOfATransposedConvolutionAreItsOutputChannels() {
        try (TensorScope scope = TensorScope.open()) {
            float[] weight = {1, 0, 0, 0, 0, 3, 0, 0}; // rows (1, 0, 0, 0) and (0, 3, 0, 0): largest singular value 3
            SpectralNorm layer = Toys.filled(
                    new SpectralNorm(new ConvTranspose2d(1, 2, 2, 2, Initializer.zeros())),
                    Tensors.of(weight, 1, 2, 2, 2),
                    Toys.of(0, 0),
                    Toys.of(0.6, 0.8));
            Tensor one = Tensors.of(new float[] {1}, 1, 1, 1, 1);
            for (int pass = 0; pass < 30; pass++) {
                layer.forward(one, Toys.TRAINING);
            }
            assertThat(Tensors.toFloats(layer.forward(one, Toys.TRAINING)))
                    .containsExactly(new float[] {1 / 3f, 0, 0, 0, 0, 1, 0, 0}, within(1e-6f));
        }
    }

    @Test
    void theGradientFlowsThroughTheNorm() {
        try (TensorScope scope = TensorScope.open()) {
            SpectralNorm layer = dense(2, 0, 0, 0); // rank one: W / σ does not change with W's length
            for (int pass = 0; pass < 3; pass++) {
                forward(layer, Toys.TRAINING, 1, 0);
            }
            Tensor y = layer.forward(Tensors.of(new float[] {1, 0}, 1, 2), Toys.TRAINING);
            Tensor gradient = Toys.gradients(
                            y,
                            Tensors.of(new float[] {1, 1}, 1, 2),
                            layer.parameters().get(0).value())
                    .get(0);
            assertThat(Tensors.toFloats(gradient)).containsExactly(new float[] {0, 0, 0.5f, 0}, within(1e-6f));
        }
    }
}
