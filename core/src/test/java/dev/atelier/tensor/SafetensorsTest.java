package dev.atelier.tensor;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    @TempDir
    private Path folder;

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"Double", "Float", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool"},
            value = ScalarType.class)
    void everyFormatComesBack(ScalarType type) throws IOException {
        Tensor values = Tensors.of(new float[] {0, 1, 2, 100, 0, 1}, 2, 3).to(type);
        Tensor back = roundTrip(Map.of("x", values)).get("x");
        assertThat(back.scalar_type().intern()).isEqualTo(type);
        assertThat(Tensors.shape(back)).containsExactly(2, 3);
        assertThat(back.equal(values)).isTrue();
    }

    @Test
    void bitsOfSpecialNumbersComeBack() throws IOException {
        float[] values = {Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.MAX_VALUE};
        Tensor back = roundTrip(Map.of("x", Tensors.of(values, 5))).get("x");
        assertThat(Tensors.toFloats(back)).containsExactly(values);
        assertThat(Float.floatToRawIntBits(Tensors.toFloats(back)[2])).isEqualTo(0x80000000);
    }

    @Test
    void emptyAndScalarTensorsComeBack() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("empty", torch.zeros(2, 0, 3));
        tensors.put("scalar", Tensors.of(new float[] {3.25f}));
        tensors.put("empty too", torch.zeros(0));
        Safetensors.Contents back = roundTrip(tensors);
        assertThat(back.tensors()).containsOnlyKeys("empty", "scalar", "empty too");
        assertThat(Tensors.shape(back.get("empty"))).containsExactly(2, 0, 3);
        assertThat(Tensors.shape(back.get("empty too"))).containsExactly(0);
        assertThat(Tensors.shape(back.get("scalar"))).isEmpty();
        assertThat(back.get("scalar").item_float()).isEqualTo(3.25f);
    }

    @Test
    void aFileOfNothingIsAFile() throws IOException {
        Safetensors.Contents back = roundTrip(Map.of());
        assertThat(back.tensors()).isEmpty();
        assertThat(back.metadata()).isEmpty();
    }

    @Test
    void viewsAndWeightsAreWrittenAsTheyRead() throws IOException {
        Tensor base = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor weight = Tensors.of(new float[] {7, 8}, 2).set_requires_grad(true);
        Safetensors.Contents back = roundTrip(Map.of("turned", base.transpose(0, 1), "weight", weight));
        assertThat(Tensors.toFloats(back.get("turned"))).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(Tensors.toFloats(back.get("weight"))).containsExactly(7, 8);
        assertThat(back.get("weight").requires_grad()).isFalse();
    }

    @Test
    void metadataComesBackWhateverItsLetters() throws IOException {
        Map<String, String> metadata = Map.of("größe ☃", "quote \" line\nend", "empty", "");
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, Map.of("a.größe", torch.ones(1)), metadata);
        Safetensors.Contents back = Safetensors.read(file);
        assertThat(back.metadata()).isEqualTo(metadata);
        assertThat(back.tensors()).containsOnlyKeys("a.größe");
    }

    /** The bytes of the format, written out by hand. */
    @Test
    void layoutIsTheFormats() throws IOException {
        Path file = folder.resolve("x.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensors.of(new long[] {-2}, 1));
        tensors.put("a", Tensors.of(new float[] {1}));
        Safetensors.write(file, tensors, Map.of("k", "v"));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        String header =
                "{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        int length = (int) bytes.getLong(0);
        assertThat(length % 8).as("header padded to eight").isZero();
        assertThat(new String(bytes.array(), 8, length, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo(header);
        assertThat(bytes.getLong(8 + length)).isEqualTo(-2);
        assertThat(bytes.getFloat(16 + length)).isEqualTo(1f);
        assertThat(bytes.capacity()).isEqualTo(20 + length);
    }

    @Test
    void aFileByPythonIsRead() {
        Safetensors.Contents sample = Safetensors.read(Golden.path("python_sample"));
        float[] ramp = {-1, -0.5f, 0, 0.5f, 1, 1.5f};
        for (String name : new String[] {"f32", "f16", "bf16"}) {
            assertThat(Tensors.shape(sample.get(name))).as(name).containsExactly(2, 3);
            assertThat(Tensors.toFloats(sample.get(name))).as(name).containsExactly(ramp);
        }
        assertThat(sample.get("f16").scalar_type().intern()).isEqualTo(ScalarType.Half);
        assertThat(sample.get("bf16").scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        assertThat(sample.get("f64").select(0, 0).select(0, 0).item_double()).isEqualTo(-1 + 0x1p-40);
        assertThat(Tensors.toLongs(sample.get("i64"))).containsExactly(Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE);
        assertThat(Tensors.toLongs(sample.get("u8"))).containsExactly(0, 1, 127, 128, 255);
        assertThat(Tensors.toLongs(sample.get("bool"))).containsExactly(1, 0, 0, 1);
        assertThat(Tensors.shape(sample.get("empty"))).containsExactly(2, 0, 3);
        assertThat(sample.get("scalar").item_float()).isEqualTo(3.25f);
        assertThat(Tensors.toFloats(sample.get("f32.special")))
                .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, -0f, Float.MIN_VALUE);
        assertThat(Tensors.toFloats(sample.get("größe ☃"))).containsExactly(1, 2);
        assertThat(sample.tensors()).hasSize(11);
        assertThat(sample.metadata())
                .containsEntry("format", "pt")
                .containsEntry("note", "quote \" backslash \\ tab \t newline \n snow ☃");
    }

    @Test
    void aFileByPythonComesBackFromUs() throws IOException {
        Safetensors.Contents sample = Safetensors.read(Golden.path("python_sample"));
        Safetensors.Contents back = roundTrip(sample.tensors());
        assertThat(back.tensors()).containsOnlyKeys(sample.tensors().keySet());
        sample.tensors().forEach((name, tensor) -> {
            assertThat(back.get(name).scalar_type().intern())
                    .isEqualTo(tensor.scalar_type().intern());
            assertThat(Tensors.shape(back.get(name))).isEqualTo(Tensors.shape(tensor));
            assertThat(Tensors.toFloats(back.get(name))).isEqualTo(Tensors.toFloats(tensor));
        });
    }

    @Test
    void aMissingTensorIsNamedWithWhatThereIs() throws IOException {
        Safetensors.Contents back = roundTrip(Map.of("a", torch.ones(1)));
        assertBadInput(() -> back.get("b")).hasMessage("no tensor named 'b'; the file holds: a");
    }

    @Test
    void aFormatWithoutANameLeavesTheOldFileAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("x.safetensors"), "old");
        Tensor complex = torch.zeros(2).to(ScalarType.ComplexFloat);
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("x", complex), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("safetensors cannot hold ComplexFloat");
        assertThat(file).hasContent("old");
    }

    @Test
    void aShorterFileReplacesALongerOne() throws IOException {
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, Map.of("x", torch.ones(1000)), Map.of());
        Safetensors.write(file, Map.of("x", torch.ones(10)), Map.of());
        assertThat(Safetensors.read(file).get("x").numel()).isEqualTo(10);
    }

    private Safetensors.Contents roundTrip(Map<String, Tensor> tensors) throws IOException {
        Path file = folder.resolve("round.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return Safetensors.read(file);
    }
}
