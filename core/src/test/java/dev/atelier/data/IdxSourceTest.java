package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
    @TempDir
    Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void names() {
        images = folder.resolve("train-images-idx3-ubyte");
        labels = folder.resolve("train-labels-idx1-ubyte");
    }

    private OpenedSource open(String source) {
        return DataSources.open(source, ImageFormat.asStored(), Split.TRAIN);
    }

    @Test
    void readsAFolderPlainAndPackedAlike() throws IOException {
        Files.write(images, IdxBytes.images(3, 2, 4));
        Files.write(labels, IdxBytes.labels(2, 0, 1));
        ImageDataset plain = open(folder.toString()).dataset();
        Files.write(folder.resolve("train-images-idx3-ubyte.gz"), IdxBytes.gzip(IdxBytes.images(3, 2, 4)));
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(2, 0, 1)));
        Files.delete(images);
        Files.delete(labels);
        ImageDataset packed = open(folder.toString()).dataset();
        assertThat(packed.sha256()).isEqualTo(plain.sha256());
        assertThat(List.of(packed.size(), packed.channels(), packed.height(), packed.width()))
                .containsExactly(3, 1, 2, 4);
        assertThat(packed.classNames()).containsExactly("0", "1", "2");
        assertThat(packed.label(0)).isEqualTo(2);
        byte[] out = new byte[10];
        packed.copyPixels(2, out, 1);
        assertThat(out).containsExactly(0, 2, 2, 2, 2, 2, 2, 2, 2, 0);
    }

    @Test
    void aFolderHasTheSplitsOfItsFiles() throws IOException {
        Files.write(folder.resolve("t10k-images.idx3-ubyte"), IdxBytes.images(2, 3, 3));
        assertThat(DataSources.splits(folder.toString())).containsExactly(Split.TEST);
        assertThat(DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TEST)
                        .dataset()
                        .size())
                .isEqualTo(2);
        refused(folder, folder + ": no train split, that is train-images-idx3-ubyte, plain or .gz");
    }

    @Test
    void imagesWithoutLabelsAreUnlabelledAndThatIsSaid() throws IOException {
        Files.write(images, IdxBytes.images(2, 3, 3));
        OpenedSource opened = open(images.toString());
        assertThat(opened.dataset().labelled()).isFalse();
        assertThat(opened.dataset().label(1)).isEqualTo(-1);
        assertThat(opened.notices()).containsExactly(images + ": no labels file beside it, read without labels");
    }

    @Test
    void oneFileFindsItsLabelsAndHasNoTestSplit() throws IOException {
        Files.write(images, IdxBytes.images(2, 3, 3));
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(1, 0)));
        assertThat(open(images.toString()).dataset().label(0)).isEqualTo(1);
        assertBadInput(() -> DataSources.open(images.toString(), ImageFormat.asStored(), Split.TEST))
                .hasMessageContaining("has no test split");
    }

    @Test
    void convertsToTheShapeWanted() throws IOException {
        Files.write(images, IdxBytes.images(2, 4, 8));
        ImageDataset dataset = DataSources.open(images.toString(), new ImageFormat(3, 2, 2), Split.TRAIN)
                .dataset();
        byte[] out = new byte[12];
        dataset.copyPixels(1, out, 0);
        assertThat(out).containsOnly(1);
        assertThat(dataset.channels()).isEqualTo(3);
    }

    @Test
    void refusesAWrongMagicNumber() throws IOException {
        Files.write(images, IdxBytes.labels(1, 2, 3));
        refused(
                images,
                images
                        + ": starts with 0x00000801 (labels); an IDX file of images (unsigned bytes, 3 dimensions)"
                        + " starts with 0x00000803");
        Files.write(images, IdxBytes.images(2, 3, 3));
        Files.write(labels, IdxBytes.images(2, 3, 3));
        refused(
                folder,
                labels
                        + ": starts with 0x00000803 (images); an IDX file of labels (unsigned bytes, 1 dimension)"
                        + " starts with 0x00000801");
        Files.delete(labels);
        Files.write(images, new byte[] {1, 2});
        refused(images, images + ": 2 bytes long, not an IDX file");
    }

    @Test
    void refusesAWrongLength() throws IOException {
        byte[] whole = IdxBytes.images(3, 2, 2);
        Files.write(images, Arrays.copyOf(whole, whole.length - 1));
        refused(images, images + ": ends in image 2; its head says 3 images of 2×2");
        Files.write(images, Arrays.copyOf(whole, whole.length + 1));
        refused(images, images + ": goes on after the 3 images that its head says");
        Files.write(images, Arrays.copyOf(whole, 10));
        refused(images, images + ": ends within its head");
        Files.write(images, whole);
        Files.write(labels, Arrays.copyOf(IdxBytes.labels(1, 2, 3), 10));
        refused(folder, labels + ": ends after 2 labels; its head says 3");
        Files.write(labels, Arrays.copyOf(IdxBytes.labels(1, 2, 3), 12));
        refused(folder, labels + ": goes on after the 3 labels that its head says");
    }

    @Test
    void refusesCountsThatDiffer() throws IOException {
        Files.write(images, IdxBytes.images(3, 2, 2));
        Files.write(labels, IdxBytes.labels(1, 0));
        refused(folder, images + " has 3 images but " + labels + " has 2 labels");
    }

    @Test
    void refusesAGzipFileCutShortOrDamaged() throws IOException {
        byte[] random = IdxBytes.images(200, 5, 5);
        byte[] packed = IdxBytes.gzip(random);
        Files.write(images, Arrays.copyOf(packed, packed.length / 2));
        refused(images, images + ": the gzip file is cut short");
        packed[packed.length - 6] ^= 1; // the checksum at the end
        Files.write(images, packed);
        assertBadInput(() -> open(images.toString())).hasMessageStartingWith(images + ": a damaged gzip file");
    }

    @Test
    void refusesAHeadThatCannotBe() throws IOException {
        Files.write(images, head(0, 28, 28));
        refused(images, images + ": its head says 0 images; 1 to 2147483631 are read");
        Files.write(images, head(5, 0, 28));
        refused(images, images + ": images of 0×28; sides are 1 to 16384");
        Files.write(images, head(-1, 28, 28));
        refused(images, images + ": its head says 4294967295 images; 1 to 2147483631 are read");
        Files.write(images, head(Integer.MAX_VALUE - 100, 1000, 1000));
        assertBadInput(() -> open(images.toString())).hasMessageContaining("give it more by -Xmx");
    }

    @Test
    void anUnknownSourceNamesTheKnown() {
        assertBadInput(() -> open("fasion-mnist"))
                .hasMessage(
                        "data 'fasion-mnist': no such file or folder; known names: fashion-mnist, mnist, gaussian-ring, gaussian-grid");
        assertBadInput(() -> open(""));
    }

    private static byte[] head(int count, int height, int width) {
        return ByteBuffer.allocate(16)
                .putInt(0x803)
                .putInt(count)
                .putInt(height)
                .putInt(width)
                .array();
    }

    private void refused(Path source, String message) {
        assertBadInput(() -> open(source.toString())).hasMessage(message);
    }

    @Test
    void theHeadTellsTheStoredFormatEvenOfAFileThatIsCutShort() throws IOException {
        byte[] whole = IdxBytes.images(3, 2, 4);
        Files.write(images, Arrays.copyOf(whole, 16));
        assertThat(DataSources.storedFormat(folder.toString())).isEqualTo(new ImageFormat(1, 2, 4));
        assertThat(DataSources.storedFormat(images.toString())).isEqualTo(new ImageFormat(1, 2, 4));
        assertThat(DataSources.storedFormat("fashion-mnist")).isEqualTo(new ImageFormat(1, 28, 28));
        Files.write(images, Arrays.copyOf(whole, 15));
        assertBadInput(() -> DataSources.storedFormat(folder.toString())).hasMessage(images + ": ends within its head");
    }
}
