package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorsTest {
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
    void floatsComeBackRowMajor() {
        Tensor x = Tensors.of(new float[] {1, -2, 3.5f, Float.MIN_VALUE, Float.POSITIVE_INFINITY, -0f}, 2, 3);
        assertThat(Tensors.shape(x)).containsExactly(2, 3);
        assertThat(Tensors.toFloats(x)).containsExactly(1, -2, 3.5f, Float.MIN_VALUE, Float.POSITIVE_INFINITY, -0f);
        assertThat(x.select(0, 1).select(0, 0).item_float()).isEqualTo(Float.MIN_VALUE);
    }

    @Test
    void longsComeBackExactly() {
        long[] values = {Long.MIN_VALUE, -1, 0, (1L << 53) + 1, Long.MAX_VALUE};
        assertThat(Tensors.toLongs(Tensors.of(values, 5))).containsExactly(values);
        assertThat(Tensors.toLongs(Tensors.of(new float[] {2, -3}, 2))).containsExactly(2, -3);
    }

    @Test
    void theTensorHasACopyOfTheArray() {
        float[] floats = {1, 2};
        Tensor x = Tensors.of(floats, 2);
        floats[0] = 9;
        assertThat(Tensors.toFloats(x)).containsExactly(1, 2);
        Tensors.toFloats(x)[1] = 9;
        assertThat(Tensors.toFloats(x)).containsExactly(1, 2);
    }

    @Test
    void readsAViewInItsOwnOrder() {
        Tensor x = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertThat(Tensors.toFloats(x.transpose(0, 1))).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(Tensors.toFloats(x.narrow(1, 1, 2))).containsExactly(2, 3, 5, 6);
    }

    @Test
    void readsOtherFormatsAndGradientHolders() {
        Tensor x = Tensors.of(new float[] {1, 0.5f, 257}, 3);
        assertThat(Tensors.toFloats(x.to(ScalarType.BFloat16))).containsExactly(1, 0.5f, 256); // eight bits of mantissa
        assertThat(Tensors.toFloats(x.to(ScalarType.Double))).containsExactly(1, 0.5f, 257);
        assertThat(Tensors.toFloats(x.set_requires_grad(true))).containsExactly(1, 0.5f, 257);
    }

    @Test
    void scalarsAndEmptyTensorsGoThrough() {
        assertThat(Tensors.shape(Tensors.of(new float[] {7}))).isEmpty();
        assertThat(Tensors.toFloats(Tensors.of(new float[] {7}))).containsExactly(7);
        Tensor none = Tensors.of(new float[0], 2, 0, 3);
        assertThat(Tensors.shape(none)).containsExactly(2, 0, 3);
        assertThat(Tensors.toFloats(none)).isEmpty();
        assertThat(Tensors.toLongs(Tensors.of(new long[0], 0))).isEmpty();
        assertThat(Tensors.bytes(none).remaining()).isZero();
    }

    @Test
    void valuesThatDoNotFillTheShapeAreRefused() {
        assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 values do not fill the shape [2, 3]");
        assertThatThrownBy(() -> Tensors.of(new long[7], 2, 3)).hasMessage("7 values do not fill the shape [2, 3]");
    }

    @Test
    void bytesAreTheTensorsOwnMemory() {
        Tensor x = Tensors.of(new float[] {1, 2}, 2);
        ByteBuffer bytes = Tensors.bytes(x);
        assertThat(bytes.remaining()).isEqualTo(8);
        assertThat(bytes.get(3)).as("little-endian sign and exponent of 1").isEqualTo((byte) 0x3F);
        bytes.putFloat(4, 5);
        assertThat(Tensors.toFloats(x)).containsExactly(1, 5);
    }

    @Test
    void randomTensorsFollowTheirStream() {
        Device cpu = new Device("cpu");
        float[] expected = new float[6];
        RandomStream.of(1, "z").fillNormal(expected, 0, 6);
        assertThat(Tensors.toFloats(Tensors.normal(RandomStream.of(1, "z"), cpu, 2, 3)))
                .containsExactly(expected);
        RandomStream.of(1, "z").fillUniform(expected, 0, 6);
        Tensor uniform = Tensors.uniform(RandomStream.of(1, "z"), cpu, 3, 2);
        assertThat(Tensors.shape(uniform)).containsExactly(3, 2);
        assertThat(Tensors.toFloats(uniform)).containsExactly(expected);
    }

    @Test
    void bernoulliHasItsShareAndScale() {
        Tensor mask = Tensors.bernoulli(RandomStream.of(1, "mask"), 0.6, (float) (1 / 0.6), torch.zeros(200, 400));
        assertThat(Tensors.shape(mask)).containsExactly(200, 400);
        assertThat(Tensors.toFloats(mask)).containsOnly(0, (float) (1 / 0.6));
        assertThat(mask.mean().item_float())
                .as("the scale makes up for the zeros")
                .isCloseTo(1, within(0.01f));
    }

    @Test
    void bernoulliIsTheSameInOnePieceAndInChunks() {
        int count = 8 * RandomStream.chunk() + 7;
        float[] expected = new float[count];
        RandomStream stream = RandomStream.of(1, "chunks");
        long bits = 0;
        for (int i = 0; i < count; i++, bits >>>= 16) {
            bits = i % 4 == 0 ? stream.nextLong() : bits;
            expected[i] = (bits & 0xFFFF) < 19661 ? 2 : 0; // 0.3 · 2¹⁶
        }
        RandomStream again = RandomStream.of(1, "chunks");
        assertThat(Tensors.toFloats(Tensors.bernoulli(again, 0.3, 2, torch.zeros(count))))
                .isEqualTo(expected);
        assertThat(again.counter()).isEqualTo(stream.counter());
        Tensor half = torch.zeros(count).to(ScalarType.BFloat16);
        assertThat(Tensors.toFloats(Tensors.bernoulli(RandomStream.of(1, "chunks"), 0.3, 2, half)))
                .as("bf16")
                .isEqualTo(expected);
    }

    @Test
    void bernoulliGoesByTheMemoryAndNotByTheIndex() {
        Tensor plain = Tensors.bernoulli(RandomStream.of(2, "memory"), 0.5, 3, torch.zeros(4, 5, 6, 7));
        Tensor last = torch.zeros(4, 6, 7, 5).permute(0, 3, 1, 2);
        Tensor mask = Tensors.bernoulli(RandomStream.of(2, "memory"), 0.5, 3, last);
        assertThat(mask.stride(1)).as("channels stay last").isEqualTo(1);
        assertThat(Tensors.toFloats(mask.permute(0, 2, 3, 1))).isEqualTo(Tensors.toFloats(plain));
    }

    @Test
    void bernoulliTakesTheFormatOfItsLike() {
        Tensor half = torch.zeros(64).to(ScalarType.BFloat16);
        Tensor mask = Tensors.bernoulli(RandomStream.of(1, "half"), 0.5, 2, half);
        assertThat(mask.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        assertThat(Tensors.toFloats(mask)).containsOnly(0, 2).contains(0, 2);
    }

    @Test
    void finiteMeansEveryValue() {
        assertThat(Tensors.allFinite(Tensors.of(new float[] {1, Float.MAX_VALUE}, 2)))
                .isTrue();
        assertThat(Tensors.allFinite(Tensors.of(new float[] {1, Float.NaN}, 2))).isFalse();
        assertThat(Tensors.allFinite(Tensors.of(new float[] {Float.NEGATIVE_INFINITY, 1}, 2)))
                .isFalse();
    }

    @Test
    void aVectorKeepsTheOrder() {
        var vector = Tensors.vector(List.of(torch.zeros(1), torch.zeros(2), torch.zeros(3)));
        assertThat(vector.size()).isEqualTo(3);
        assertThat(vector.get(2).numel()).isEqualTo(3);
    }
}
