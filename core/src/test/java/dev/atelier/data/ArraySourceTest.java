package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.NpyBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NumPy's files as data, written byte by byte. */
class ArraySourceTest {
    @TempDir
    Path folder;

    private final Map<String, byte[]> arrays = new LinkedHashMap<>();

    private static byte[] bytes(String shape, int... values) {
        return NpyBytes.npy(1, NpyBytes.header("|u1", "False", shape), NpyBytes.numbers(values.length, out -> {
            for (int value : values) {
                out.put((byte) value);
            }
        }));
    }

    private static byte[] shorts(String shape, int... values) {
        return NpyBytes.npy(1, NpyBytes.header("<u2", "False", shape), NpyBytes.numbers(2 * values.length, out -> {
            for (int value : values) {
                out.putShort((short) value);
            }
        }));
    }

    private static byte[] floats(String shape, float... values) {
        return NpyBytes.npy(1, NpyBytes.header("<f4", "False", shape), NpyBytes.floats(values));
    }

    private static byte[] longs(String shape, long... values) {
        return NpyBytes.npy(1, NpyBytes.header("<i8", "False", shape), NpyBytes.numbers(8 * values.length, out -> {
            for (long value : values) {
                out.putLong(value);
            }
        }));
    }

    private Path npy(byte[] array) throws IOException {
        return Files.write(folder.resolve("some.npy"), array);
    }

    private Path npz() throws IOException {
        Path file = folder.resolve("some.npz");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private static OpenedSource open(Path file, Split split) {
        return DataSources.open(file.toString(), ImageFormat.asStored(), split);
    }

    private static byte[] pixels(OpenedSource opened, int image) {
        byte[] out = new byte[opened.dataset().samples()];
        opened.dataset().copyPixels(image, out, 0);
        return out;
    }

    private void refused(Path file, Split split, String message) {
        assertBadInput(() -> open(file, split)).hasMessage(message);
    }

    @Test
    void bytesAreReadAsTheyAre() throws IOException {
        Path file = npy(bytes("(2, 1, 3)", 1, 2, 3, 4, 5, 255));
        OpenedSource opened = open(file, Split.TRAIN);
        assertThat(pixels(opened, 1)).containsExactly(4, 5, -1);
        assertThat(DataSources.storedFormat(file.toString())).isEqualTo(new ImageFormat(1, 1, 3));
        assertThat(DataSources.splits(file.toString())).containsExactly(Split.TRAIN);
        assertThat(opened.notices())
                .containsExactly(file + ": images: read without labels; they come with images in a .npz");
    }

    @Test
    void channelsStandLast() throws IOException {
        OpenedSource opened = open(npy(bytes("(1, 1, 2, 3)", 1, 2, 3, 4, 5, 6)), Split.TRAIN);
        assertThat(pixels(opened, 0)).containsExactly(1, 4, 2, 5, 3, 6);
        Path first = npy(bytes("(1, 3, 1, 5)", new int[15]));
        refused(
                first,
                Split.TRAIN,
                first
                        + ": images is [1, 3, 1, 5]; images are [n, height, width] or [n, height, width, channels] with 1 to 4"
                        + " channels");
    }

    @Test
    void aNpzHasSplitsAndLabelsByTheirNames() throws IOException {
        arrays.put("x_train", bytes("(3, 1, 1)", 10, 20, 30));
        arrays.put("y_train", longs("(3, 1)", 7, 2, 7));
        arrays.put("x_test", bytes("(2, 1, 1)", 40, 50));
        arrays.put("y_test", bytes("(2,)", 7, 7));
        arrays.put("x_val", bytes("(1, 1, 1)", 1));
        Path file = npz();
        assertThat(DataSources.splits(file.toString())).containsExactly(Split.TRAIN, Split.TEST);
        OpenedSource train = open(file, Split.TRAIN);
        assertThat(train.dataset().classNames()).containsExactly("2", "7");
        assertThat(train.dataset().label(1)).isZero();
        assertThat(train.notices()).containsExactly(file + ": array 'x_val' passed over");
        OpenedSource test = open(file, Split.TEST);
        assertThat(test.dataset().label(0)).isEqualTo(1);
        assertThat(pixels(test, 1)).containsExactly(50);
        assertThat(test.notices()).contains(file + ": y_test: no image of 2, which the train split has");
        arrays.put("y_test", bytes("(2,)", 7, 8));
        refused(npz(), Split.TEST, file + ": y_test: label 8 of image 1 is none of the train split's classes: 2, 7");
        arrays.put("y_test", bytes("(1, 2)", 7, 7));
        refused(npz(), Split.TEST, file + ": y_test is [1, 2]; one label for each of the 2 images, [2]");
    }

    @Test
    void whatTheNamesDoNotSayIsAsked() throws IOException {
        arrays.put("a", bytes("(1, 1, 1)", 10));
        OpenedSource alone = open(npz(), Split.TRAIN);
        assertThat(pixels(alone, 0)).containsExactly(10);
        arrays.put("b", bytes("(1,)", 1));
        Path file = npz();
        refused(
                file,
                Split.TRAIN,
                file + ": which of its arrays are the images? It has a [1, 1, 1], b [1]; known names: x_train, y_train,"
                        + " x_test, y_test, or train_images, train_labels, test_images, test_labels, or images, labels,"
                        + " or x, y");
    }

    @Test
    void fractionsAndDeepLevelsAreReadAndTold() throws IOException {
        OpenedSource fractions = open(npy(floats("(1, 1, 3)", 0, 0.5f, 1)), Split.TRAIN);
        assertThat(pixels(fractions, 0)).containsExactly(0, (byte) 128, (byte) 255);
        assertThat(fractions.notices().get(0)).endsWith("numbers from 0.0 to 1.0 are read as 0 to 1, 1 being white");
        OpenedSource deep = open(npy(shorts("(1, 1, 3)", 0, 257, 65_535)), Split.TRAIN);
        assertThat(pixels(deep, 0)).containsExactly(0, 1, (byte) 255);
        assertThat(deep.notices().get(0)).endsWith("0.0 to 65535.0 are read as 16-bit levels, 65535 being white");
        OpenedSource whole = open(npy(longs("(1, 1, 2)", 3, 200)), Split.TRAIN);
        assertThat(pixels(whole, 0)).containsExactly(3, (byte) 200);
        assertThat(whole.notices().get(0)).contains("8-bit levels");
    }

    @Test
    void otherRangesAreRefused() throws IOException {
        Path signed = npy(floats("(1, 1, 2)", -1, 1));
        refused(
                signed,
                Split.TRAIN,
                signed
                        + ": images: numbers from -1.0 to 1.0; images are bytes, fractions from 0 to 1, or whole numbers from"
                        + " 0 to 255 or to 65535");
        Path none = npy(floats("(1, 1, 2)", 0, Float.NaN));
        refused(none, Split.TRAIN, none + ": images: numbers that are infinite or none; images are finite");
        Path broken = npy(floats("(1, 1, 2)", 0.5f, 80));
        assertThatThrownBy(() -> open(broken, Split.TRAIN)).hasMessageContaining("numbers from 0.5 to 80.0");
    }

    @Test
    void bothSplitsAreReadAlike() throws IOException {
        arrays.put("x_train", shorts("(1, 1, 1)", 65_535));
        arrays.put("x_test", shorts("(1, 1, 1)", 255));
        assertThat(pixels(open(npz(), Split.TEST), 0)).containsExactly(1);
    }
}
