package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.NpyBytes;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of features may hold; all else is refused in a line that names the file. */
class FeatureFileTest {
    private static final FeatureScores.Settings SETTINGS =
            FeatureScores.Settings.defaults().withK(1).withSplits(1);

    @TempDir
    Path folder;

    private Path good;

    @BeforeEach
    void writeGood() throws IOException {
        good = npy("good.npy", "<f4", "(3, 1)", NpyBytes.floats(0, 1, 2));
    }

    private Path npy(String name, String descr, String shape, byte[] numbers) throws IOException {
        return Files.write(folder.resolve(name), NpyBytes.npy(1, NpyBytes.header(descr, "False", shape), numbers));
    }

    /** Reals 0, 1, 2 and fakes 1, 2, 3, with changes. */
    private Path safetensors(Consumer<Map<String, Tensor>> change) throws IOException {
        Path file = folder.resolve("some.safetensors");
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> tensors = new HashMap<>();
            tensors.put("real", Tensors.of(new float[] {0, 1, 2}, 3, 1));
            tensors.put("fake", Tensors.of(new float[] {1, 2, 3}, 3, 1));
            change.accept(tensors);
            Safetensors.write(file, tensors, Map.of());
        }
        return file;
    }

    private static void refused(ThrowingCallable reading, Path file, String words) {
        assertBadInput(reading).hasMessageStartingWith(file.toString()).hasMessageContaining(words);
    }

    private void npyRefused(String descr, String shape, byte[] numbers, String words) throws IOException {
        Path bad = npy("bad.npy", descr, shape, numbers);
        refused(() -> FeatureFile.read(bad, good, Optional.empty()), bad, words);
        refused(() -> FeatureFile.read(good, good, Optional.of(bad)), bad, words);
    }

    private void safetensorsRefused(Consumer<Map<String, Tensor>> change, String words) throws IOException {
        Path bad = safetensors(change);
        refused(() -> FeatureFile.read(bad), bad, words);
    }

    @Test
    void numbersOfEveryWidthGiveTheSameScores() throws IOException {
        byte[] doubles =
                NpyBytes.numbers(24, bytes -> bytes.putDouble(1).putDouble(2).putDouble(3));
        byte[] longs = NpyBytes.numbers(24, bytes -> bytes.putLong(1).putLong(2).putLong(3));
        Map<String, Double> expected = scores(npy("f4.npy", "<f4", "(3, 1)", NpyBytes.floats(1, 2, 3)));
        assertThat(expected.get("fid")).isEqualTo(1.0);
        assertThat(scores(npy("f8.npy", "<f8", "(3, 1)", doubles))).isEqualTo(expected);
        assertThat(scores(npy("i8.npy", "<i8", "(3, 1)", longs))).isEqualTo(expected);
    }

    private Map<String, Double> scores(Path fake) {
        try (FeatureFile file = FeatureFile.read(good, fake, Optional.empty())) {
            return file.scores(SETTINGS);
        }
    }

    /** As networks leave features that they have pooled, as other machines and np.asfortranarray write them. */
    @Test
    void otherLayoutsOfTheSameNumbersGiveTheSameScores() throws IOException {
        Map<String, Double> expected = scores(npy("plain.npy", "<f4", "(3, 1)", NpyBytes.floats(1, 2, 3)));
        byte[] big = java.nio.ByteBuffer.allocate(12)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3)
                .array();
        assertThat(scores(npy("pooled.npy", "<f4", "(3, 1, 1, 1)", NpyBytes.floats(1, 2, 3))))
                .isEqualTo(expected);
        assertThat(scores(npy("big.npy", ">f4", "(3, 1)", big))).isEqualTo(expected);
        Path npz = folder.resolve("both.npz");
        try (java.util.zip.ZipOutputStream zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(npz))) {
            for (String name : new String[] {"real", "fake"}) {
                zip.putNextEntry(new java.util.zip.ZipEntry(name + ".npy"));
                zip.write(Files.readAllBytes(name.equals("real") ? good : folder.resolve("plain.npy")));
            }
        }
        try (FeatureFile file = FeatureFile.read(npz)) {
            assertThat(file.scores(SETTINGS)).isEqualTo(expected);
        }
    }

    /** Their squares are infinite, or their cubes: no decomposition may see them. */
    @Test
    void numbersTooLargeForSquaresAreRefused() throws IOException {
        for (double large : new double[] {1e200, -1e200, 1e51}) {
            byte[] numbers = NpyBytes.numbers(
                    24, bytes -> bytes.putDouble(1).putDouble(large).putDouble(3));
            npyRefused(
                    "<f8", "(3, 1)", numbers, "row 1, column 0 is " + large + "; allowed: finite numbers up to 1.0E50");
        }
        byte[] numbers = NpyBytes.numbers(
                24, bytes -> bytes.putDouble(1e50).putDouble(-1e50).putDouble(3));
        Map<String, Double> scores = scores(npy("large.npy", "<f8", "(3, 1)", numbers));
        assertThat(scores.values()).allMatch(Double::isFinite);
    }

    /** Sets without any spread, and with one so small that squares vanish. */
    @Test
    void setsWithoutSpreadHaveFiniteScores() throws IOException {
        Path one = npy("one.npy", "<f4", "(3, 2)", NpyBytes.floats(1, 2, 1, 2, 1, 2));
        Path other = npy("other.npy", "<f4", "(3, 2)", NpyBytes.floats(1, 5, 1, 5, 1, 5));
        byte[] tiny = NpyBytes.numbers(48, bytes -> {
            for (int i = 1; i <= 6; i++) {
                bytes.putDouble(i * 1e-200);
            }
        });
        Path small = npy("tiny.npy", "<f8", "(3, 2)", tiny);
        for (Path fake : new Path[] {one, other, small}) {
            try (FeatureFile file = FeatureFile.read(one, fake, Optional.empty())) {
                Map<String, Double> scores = file.scores(SETTINGS);
                assertThat(scores.values()).as(fake.toString()).allMatch(Double::isFinite);
                assertThat(scores.get("fid")).isEqualTo(fake == one ? 0.0 : fake == other ? 9.0 : 5.0);
            }
        }
        try (FeatureFile file = FeatureFile.read(small, small, Optional.empty())) {
            assertThat(file.scores(SETTINGS).values()).allMatch(Double::isFinite);
        }
    }

    @Test
    void whatANumberCannotSayIsSaidBeforeIt() throws IOException {
        Path wide = npy("wide.npy", "<f4", "(2, 3)", NpyBytes.floats(1, 2, 3, 4, 5, 6));
        try (FeatureFile file = FeatureFile.read(wide, wide, Optional.empty())) {
            assertThat(file.cautions())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("fid of 2 samples of 3 numbers"))
                    .anyMatch(line -> line.equals("real and judged rows are the same 2"));
        }
        Path some = npy("some.npy", "<f4", "(3, 1)", NpyBytes.floats(7, 2, 9));
        Path others = npy("others.npy", "<f4", "(3, 1)", NpyBytes.floats(1, 2, 3));
        try (FeatureFile file = FeatureFile.read(others, some, Optional.empty())) {
            assertThat(file.cautions()).containsExactly("1 of 3 judged rows are among the real ones");
        }
        Path apart = npy("apart.npy", "<f4", "(3, 1)", NpyBytes.floats(11, 12, 13));
        try (FeatureFile file = FeatureFile.read(others, apart, Optional.empty())) {
            assertThat(file.cautions()).isEmpty();
        }
    }

    @Test
    void whatIsNoMatrixOfNumbersIsRefused() throws IOException {
        npyRefused("<f4", "(3,)", NpyBytes.floats(1, 2, 3), "shape [3]; allowed: [rows, columns]");
        npyRefused("<f4", "(1, 1, 3)", NpyBytes.floats(1, 2, 3), "shape [1, 1, 3]; allowed: [rows, columns]");
        npyRefused("<f4", "()", NpyBytes.floats(1), "shape []; allowed: [rows, columns]");
        npyRefused("<f4", "(3, 0)", NpyBytes.floats(), "3 rows of 0; allowed");
        npyRefused(
                "<f4",
                "(3, 1)",
                NpyBytes.floats(1, 2, Float.NaN),
                "row 2, column 0 is NaN or infinite; allowed: finite");
        npyRefused("<f4", "(1, 2)", NpyBytes.floats(1, Float.POSITIVE_INFINITY), "row 0, column 1 is NaN or infinite");
        npyRefused("|O", "(3, 1)", NpyBytes.floats(1, 2, 3), "not a valid .npy file");
    }

    @Test
    void tooFewRowsAndOtherWidthsAreRefused() throws IOException {
        Path one = npy("one.npy", "<f4", "(1, 1)", NpyBytes.floats(1));
        refused(() -> FeatureFile.read(one, good, Optional.empty()), one, "real has 1 rows, fake has 3; allowed");
        refused(() -> FeatureFile.read(good, one, Optional.empty()), good, "real has 3 rows, fake has 1; allowed");
        Path none = npy("none.npy", "<f4", "(0, 1)", NpyBytes.floats());
        refused(() -> FeatureFile.read(good, none, Optional.empty()), good, "real has 3 rows, fake has 0; allowed");
        Path wide = npy("wide.npy", "<f4", "(2, 2)", NpyBytes.floats(1, 2, 3, 4));
        refused(() -> FeatureFile.read(good, wide, Optional.empty()), good, "real has 1 columns, fake has 2; allowed");
    }

    @Test
    void theRowsOfTheSubsetAreTheFirstOfTheirTable() throws IOException {
        Path file = safetensors(tensors -> {
            tensors.put("kid_idx_real", Tensors.of(new long[] {0, 1, 2, 2}, 2, 2));
            tensors.put("kid_idx_fake", Tensors.of(new long[] {1, 0, 0, 0}, 2, 2));
        });
        try (FeatureFile read = FeatureFile.read(file)) {
            // {0, 1} and {2, 1}: 1 + 27 − 2·37/4
            assertThat(read.scores(SETTINGS).get("kid_subset")).isEqualTo(9.5);
            assertThat(read.passport(SETTINGS).settings())
                    .containsEntry("kid_subset", "the first rows of kid_idx_real and kid_idx_fake, 2");
        }
    }

    @Test
    void subsetsThatDoNotFitAreRefused() throws IOException {
        safetensorsRefused(
                tensors -> tensors.put("kid_idx_real", Tensors.of(new long[] {0, 1}, 1, 2)),
                "kid_idx_real and kid_idx_fake go together");
        subsetRefused(new long[] {0, 3}, new long[] {0, 1}, "kid_idx_real names row 3; allowed: 0 to 2");
        subsetRefused(new long[] {0, 1}, new long[] {-1, 1}, "kid_idx_fake names row -1; allowed: 0 to 2");
        subsetRefused(new long[] {0, 1, 2}, new long[] {0, 1}, "kid_idx_real names 3 rows, kid_idx_fake 2");
        subsetRefused(new long[] {0}, new long[] {0}, "allowed: equally many, at least 2");
        safetensorsRefused(
                tensors -> {
                    tensors.put("kid_idx_real", Tensors.of(new float[] {0, 1}, 1, 2));
                    tensors.put("kid_idx_fake", Tensors.of(new long[] {0, 1}, 1, 2));
                },
                "of floating point; allowed: whole numbers");
    }

    private void subsetRefused(long[] real, long[] fake, String words) throws IOException {
        safetensorsRefused(
                tensors -> {
                    tensors.put("kid_idx_real", Tensors.of(real, 1, real.length));
                    tensors.put("kid_idx_fake", Tensors.of(fake, 1, fake.length));
                },
                words);
    }

    @Test
    void missingAndAmbiguousTensorsAreRefused() throws IOException {
        safetensorsRefused(tensors -> tensors.remove("real"), "no tensor named 'real'; the file holds: fake");
        Path two = safetensors(tensors -> {
            tensors.put("a", Tensors.of(new float[] {1, 2}, 2, 1));
            tensors.put("b", Tensors.of(new float[] {1, 2}, 2, 1));
            tensors.remove("real");
            tensors.remove("fake");
        });
        refused(() -> FeatureFile.read(two, good, Optional.empty()), two, "allowed: one tensor, or one named real");
        Path csv = Files.writeString(folder.resolve("some.csv"), "1,2");
        refused(() -> FeatureFile.read(csv, good, Optional.empty()), csv, "ends in .npy, .npz or .safetensors");
    }

    /** No bytes at all, but sides that no tensor can have. */
    @ParameterizedTest
    @ValueSource(strings = {"(0, 4294967296)", "(0, 9223372036854775807, 3)", "(9223372036854775807, 0)"})
    void monstrousEmptyShapesAreRefused(String shape) throws IOException {
        npyRefused("<f4", shape, NpyBytes.floats(), "");
    }
}
