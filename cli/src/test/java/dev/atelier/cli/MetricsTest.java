package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MetricsTest {
    private static final float[] REAL = {0, 0, 1, 0, 0, 1, 1, 1, 2, 2, 5, 1, 3, 3};
    private static final float[] FAKE = {0, 0, 1, 2, 0, 1, 4, 1, 2, 2, 5, 5, 3, 0};

    @TempDir
    Path folder;

    /** One dimension at a time can be worked by hand: means 0 and 1, deviations 1 and 1 in x; y is constant. */
    @Test
    void scoresStandAtTheTopOfTheJson() throws IOException {
        Path file = write("f.safetensors", new float[] {-1, 7, 0, 7, 1, 7}, new float[] {0, 7, 1, 7, 2, 7});
        JsonNode json = json("metrics", "--features", file.toString(), "--k", "1", "--json");
        assertThat(json.get("fid").doubleValue()).isCloseTo(1.0, withinPercentage(1e-9));
        assertThat(json.get("is").isNull()).isTrue();
        // balls of radius 1 around −1, 0, 1: the fakes 0 and 1 are inside, 2 on the rim
        assertThat(json.get("precision").doubleValue()).isEqualTo(1.0);
        assertThat(json.get("density").doubleValue()).isEqualTo(2.0 / 3);
        assertThat(json.get("coverage").doubleValue()).isEqualTo(2.0 / 3);
        assertThat(json.get("passport").get("settings").get("k").stringValue()).isEqualTo("1");
        assertThat(json.get("passport").get("real").get("count").intValue()).isEqualTo(3);
        assertThat(json.propertyNames())
                .containsExactly(
                        "fid",
                        "fid_ddof0",
                        "kid",
                        "kid_biased",
                        "kid_subset",
                        "is",
                        "is_std",
                        "precision",
                        "recall",
                        "density",
                        "coverage",
                        "authpct",
                        "passport",
                        "cautions");
    }

    @Test
    void filesOfOtherKindsGiveTheSameNumbers() throws IOException {
        JsonNode whole =
                json("metrics", "--features", write("f.safetensors", REAL, FAKE).toString(), "--json");
        Path real = npy("real.npy", REAL, 7);
        Path fake = npy("fake.npy", FAKE, 7);
        JsonNode two = json("metrics", "--real", real.toString(), "--fake", fake.toString(), "--json");
        Path alone = folder.resolve("alone.safetensors");
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.write(alone, Map.of("x", Tensors.of(FAKE, 7, 2)), Map.of());
        }
        JsonNode mixed = json("metrics", "--real", real.toString(), "--fake", alone.toString(), "--json");
        for (String name : new String[] {"fid", "kid", "precision", "recall", "density", "coverage", "authpct"}) {
            assertThat(two.get(name)).as(name).isEqualTo(whole.get(name));
            assertThat(mixed.get(name)).as(name).isEqualTo(whole.get(name));
        }
    }

    @Test
    void aTableForAPersonSaysWhatEachScoreMeans() throws IOException {
        Cli.Result result = Cli.run(
                "metrics", "--features", write("f.safetensors", REAL, FAKE).toString());
        assertThat(result.done().out())
                .contains("fid ", "lower", "precision", "7 real and 7 judged samples of 2 numbers");
    }

    @Test
    void badFilesAreRefusedInOneLine() throws IOException {
        Path good = npy("good.npy", REAL, 7);
        refused("metrics takes --features FILE, or --real FILE and --fake FILE", "metrics");
        refused("metrics takes --features FILE", "metrics", "--real", good.toString());
        refused(
                "no such file",
                "metrics",
                "--features",
                folder.resolve("no.safetensors").toString());
        refused("allowed: a file that ends in .npz or .safetensors", "metrics", "--features", good.toString());
        refused(
                "at least 2",
                "metrics",
                "--real",
                npy("one.npy", new float[] {1, 2}, 1).toString(),
                "--fake",
                good.toString());
        refused(
                "row 1, column 0 is NaN or infinite",
                "metrics",
                "--real",
                npy("nan.npy", new float[] {1, 2, Float.NaN, 4}, 2).toString(),
                "--fake",
                good.toString());
        refused(
                "real has 1 columns, fake has 2",
                "metrics",
                "--real",
                npy("thin.npy", new float[] {1, 2, 3}, 3).toString(),
                "--fake",
                good.toString());
        refused("k is 7, with 7 real", "metrics", "--real", good.toString(), "--fake", good.toString(), "--k", "7");
        Path text = Files.writeString(folder.resolve("text.npy"), "no numbers here at all");
        refused("not a valid .npy file", "metrics", "--real", text.toString(), "--fake", good.toString());
        Path noFake = folder.resolve("nofake.safetensors");
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.write(noFake, Map.of("real", Tensors.of(REAL, 7, 2)), Map.of());
        }
        refused("no tensor named 'fake'; the file holds: real", "metrics", "--features", noFake.toString());
    }

    private void refused(String words, String... arguments) throws IOException {
        assertRefused(folder, List.of(arguments), words);
    }

    private static JsonNode json(String... arguments) {
        Cli.Result result = Cli.run((Object[]) arguments).done();
        return JsonMapper.builder().build().readTree(result.out());
    }

    private Path write(String name, float[] real, float[] fake) throws IOException {
        Path file = folder.resolve(name);
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.write(
                    file,
                    Map.of("real", Tensors.of(real, real.length / 2, 2), "fake", Tensors.of(fake, fake.length / 2, 2)),
                    Map.of());
        }
        return file;
    }

    /** A file of NumPy's format, version 1. */
    private Path npy(String name, float[] values, int rows) throws IOException {
        String head =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + values.length / rows + "), }";
        String padded = head + " ".repeat(127 - 10 - head.length()) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + padded.length() + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Files.write(folder.resolve(name), bytes.array());
    }
}
