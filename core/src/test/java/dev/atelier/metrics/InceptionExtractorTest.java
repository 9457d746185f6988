package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.networks.InceptionV3;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against torch-fidelity's network with the same weights, which both sides compute by one formula: benchmarks/peers/inception_golden.py. */
class InceptionExtractorTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-4);
    private static final int STRIDE = 13;

    private static InceptionExtractor extractor;

    @BeforeAll
    static void open() {
        Engine.threads(1);
        try (TensorScope scope = TensorScope.open()) {
            extractor = InceptionExtractor.of("weights", weights(), "hash");
        }
    }

    @AfterAll
    static void close() {
        extractor.close();
    }

    private static Safetensors.Contents weights() {
        Map<String, Tensor> tensors = new HashMap<>();
        try (InceptionV3 network = new InceptionV3()) {
            for (Parameter parameter : network.parameters()) {
                long[] shape = Tensors.shape(parameter.value());
                tensors.put(parameter.name(), Tensors.of(weights(parameter.name(), shape), shape));
            }
        }
        return new Safetensors.Contents(tensors, Map.of());
    }

    private static float[] weights(String name, long[] shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        float[] values = new float[(int) count];
        float factor = 0.25f;
        float shift = 0;
        if (name.endsWith("conv.weight")) {
            factor = (float) Math.sqrt(6.0 / (count / shape[0]));
        } else if (name.equals("fc.weight")) {
            factor = (float) Math.sqrt(3.0 / shape[1]);
        } else if (name.endsWith("bn.weight") || name.endsWith("running_var")) {
            shift = 1;
        }
        long key = key(name);
        for (int i = 0; i < values.length; i++) {
            values[i] = shift + ((mixed(key, i) >>> 40) * 0x1p-23f - 1) * factor;
        }
        return values;
    }

    /** FNV-1a of 64 bits. */
    private static long key(String name) {
        long key = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            key = (key ^ b) * 0x100000001B3L;
        }
        return key;
    }

    private static long mixed(long key, long i) {
        long z = key + i * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** One row of the script's table. */
    private record Case(String name, int images, int channels, int height, int width) {
        List<Image> make() {
            List<Image> made = new ArrayList<>();
            int at = 0;
            for (int n = 0; n < images; n++) {
                byte[] pixels = new byte[channels * height * width];
                for (int k = 0; k < pixels.length; k++, at++) {
                    int c = k / (height * width);
                    int y = k / width % height;
                    int x = k % width;
                    pixels[k] = (byte) ((mixed(key(name), at) & 63) + (x * (c + 2) + y * 3 + n * 50) % 192);
                }
                made.add(new Image(channels, height, width, pixels));
            }
            return made;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("small", 2, 3, 32, 32),
                new Case("native", 1, 3, 299, 299),
                new Case("wide", 1, 3, 40, 57),
                new Case("large", 1, 3, 450, 320),
                new Case("grey", 1, 1, 28, 28));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void featuresAndLogitsAreThoseOfTorchFidelity(Case one) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("inception");
            FeatureExtractor.Extraction said = extractor.extract(one.make());
            golden.assertClose(one.name + ".features", said.features(), TOLERANCE);
            golden.assertClose(one.name + ".unbiased", said.logits(), TOLERANCE);
            assertThat(said.features().requires_grad()).isFalse();
        }
    }

    @Test
    void logitsWithBiasAreThoseOfTorchFidelity() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor images = Planes.of(cases().findFirst().orElseThrow().make());
            Tensor said = extractor.read(images).logits();
            Golden.read("inception").assertClose("small.logits", said, TOLERANCE);
        }
    }

    /** To the last bit of float32's 24, at most: values to 255, so 2⁻¹⁵ is one. */
    @ParameterizedTest
    @MethodSource("cases")
    void theResizeIsThatOfTensorflow(Case one) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor resized = TensorflowBilinear.resize(Planes.channels(Planes.of(one.make()), 3), 299, 299);
            Tensor some = resized.index_select(2, every()).index_select(3, every());
            Golden.read("inception").assertClose(one.name + ".resized", some, Tolerance.relative(1e-7));
        }
    }

    private static Tensor every() {
        long[] at = new long[(298 + STRIDE) / STRIDE];
        for (int i = 0; i < at.length; i++) {
            at[i] = (long) i * STRIDE;
        }
        return Tensors.of(at, at.length);
    }

    /** Output i reads at i · 2 / 4: 0, ½, 1 and, where nothing follows, the last value again. */
    @Test
    void aResizeByHand() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {0, 8, 16, 32}, 1, 1, 2, 2);
            assertThat(Tensors.toFloats(TensorflowBilinear.resize(x, 4, 4)))
                    .containsExactly(0, 4, 8, 8, 8, 14, 20, 20, 16, 24, 32, 32, 16, 24, 32, 32);
        }
    }

    @Test
    void tensorsGiveWhatImagesGive() {
        List<Image> images = new Case("grey", 9, 1, 28, 28).make(); // more than one chunk
        try (TensorScope scope = TensorScope.open()) {
            Tensor expected = extractor.extract(images).features();
            Tensor found = extractor.features(Planes.of(images));
            Tolerance.relative(1e-6).assertClose("features", found, expected);
            Tensor alone = extractor.extract(images.subList(8, 9)).features();
            Tolerance.relative(1e-5).assertClose("the last", alone, expected.narrow(0, 8, 1));
        }
    }

    @Test
    void refusesWeightsThatMissATensorOrHaveAnother() {
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> tensors = new HashMap<>(weights().tensors());
            Tensor fc = tensors.get("fc.weight");
            tensors.put("fc.weight", fc.narrow(0, 0, 1000)); // torchvision's
            assertRefused(tensors, "w.safetensors: tensor 'fc.weight' is [1000, 2048]; it must be [1008, 2048]");
            tensors.put(
                    "fc.weight",
                    torch.cat(
                            new TensorVector(
                                    fc.narrow(0, 0, 1007),
                                    fc.narrow(0, 0, 1).log().sqrt()),
                            0));
            assertRefused(tensors, "w.safetensors: tensor 'fc.weight' holds NaN or infinite values");
            tensors.remove("fc.weight");
            tensors.remove("Mixed_7c.branch_pool.conv.weight");
            assertRefused(
                    tensors,
                    "w.safetensors: 2 of 472 tensors are missing, the first is 'Mixed_7c.branch_pool.conv.weight'");
        }
    }

    private static void assertRefused(Map<String, Tensor> tensors, String message) {
        assertBadInput(() ->
                        InceptionExtractor.of("w.safetensors", new Safetensors.Contents(tensors, Map.of()), "hash"))
                .hasMessage(message);
    }
}
