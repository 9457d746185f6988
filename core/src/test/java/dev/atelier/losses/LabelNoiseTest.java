package dev.atelier.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LabelNoiseTest {
    @Test
    void isUniformUpToItsAmount() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor noise =
                    LabelNoise.uniform(0.15, RandomStream.of(1, "labels")).draw(torch.zeros(20_000, 1));
            assertThat(Tensors.shape(noise)).containsExactly(20_000, 1);
            assertThat(noise.min().item_float()).isNotNegative().isLessThan(0.001f);
            assertThat(noise.max().item_float()).isLessThan(0.15f).isGreaterThan(0.149f);
            assertThat(noise.mean().item_float()).isCloseTo(0.075f, within(0.0015f));
        }
    }

    @Test
    void isTheStreamsNextNumbersTimesTheAmount() {
        try (TensorScope scope = TensorScope.open()) {
            LabelNoise noise = LabelNoise.uniform(0.5, RandomStream.of(1, "labels"));
            float[] expected = new float[6];
            RandomStream.of(1, "labels").fillUniform(expected, 0, 6);
            float[] first = Tensors.toFloats(noise.draw(torch.zeros(3, 1)));
            float[] second = Tensors.toFloats(noise.draw(torch.zeros(3, 1)));
            for (int i = 0; i < 3; i++) {
                assertThat(first[i]).isEqualTo(expected[i] * 0.5f);
                assertThat(second[i]).as("drawn anew").isEqualTo(expected[i + 3] * 0.5f);
            }
        }
    }

    @Test
    void ofNothingIsOffAndDrawsNothing() {
        RandomStream stream = RandomStream.of(1, "labels");
        assertThat(LabelNoise.uniform(0, stream)).isSameAs(LabelNoise.NONE);
        assertThatThrownBy(() -> LabelNoise.NONE.draw(torch.zeros(1))).isInstanceOf(IllegalStateException.class);
        assertThat(stream.counter()).isZero();
    }
}
