package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Engine;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class TopKTest {
    static {
        Engine.threads(1);
    }

    @Test
    void keepsTheLogitsThatLookMostReal() {
        assertThat(kept(new TopK(0.5, 0), 0, 1, 3, -1, 2, 0)).containsExactly(3, 2);
        assertThat(kept(new TopK(0.25, 0), 0, 1, 3, -1, 2, 0)).containsExactly(3);
    }

    @Test
    void lowLogitsAreKeptWhereLowMeansReal() {
        assertThat(kept(new TopK(0.5, 0), 0, -1, 3, -1, 2, 0)).containsExactly(-1, 0);
    }

    @Test
    void theShareFallsInAStraightLineAndKeepsOneAtLeast() {
        TopK topK = new TopK(0.5, 10);
        assertThat(topK.count(64, 0)).isEqualTo(64);
        assertThat(topK.count(64, 5)).isEqualTo(48);
        assertThat(topK.count(64, 10)).isEqualTo(32);
        assertThat(topK.count(64, 1000)).isEqualTo(32);
        assertThat(new TopK(0.01, 0).count(4, 0)).isEqualTo(1);
    }

    @Test
    void allOfThemAreTheVerySameTensor() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor logits = Tensors.of(new float[] {3, -1}, 2, 1);
            assertThat(TopK.ALL.keep(logits, 7, 1)).isSameAs(logits);
        }
    }

    @Test
    void onlyTheKeptOnesGetAGradient() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor logits = Tensors.of(new float[] {3, -1, 2, 0}, 4, 1);
            logits.set_requires_grad(true);
            Tensor kept = new TopK(0.5, 0).keep(logits, 0, 1);
            assertThat(Tensors.shape(kept)).containsExactly(2, 1);
            Tensor gradient = Tensors.gradient(kept.sum(), logits);
            assertThat(Tensors.toFloats(gradient)).containsExactly(1, 0, 1, 0);
        }
    }

    private static float[] kept(TopK topK, long round, int realSign, float... logits) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensors.toFloats(topK.keep(Tensors.of(logits, logits.length, 1), round, realSign));
        }
    }
}
