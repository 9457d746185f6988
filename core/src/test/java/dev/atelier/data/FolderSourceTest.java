package dev.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    @TempDir
    Path folder;

    private void write(String name, Image image) {
        ImageFiles.writePng(image, folder.resolve(name), Map.of());
    }

    private void write(String name, int value) {
        write(name, Image.filled(1, 4, 4, value));
    }

    private OpenedSource open(ImageFormat wanted) {
        return DataSources.open(folder.toString(), wanted, Split.TRAIN);
    }

    private static List<Integer> firstPixels(ImageDataset dataset) {
        List<Integer> values = new ArrayList<>();
        byte[] out = new byte[dataset.channels() * dataset.height() * dataset.width()];
        for (int i = 0; i < dataset.size(); i++) {
            dataset.copyPixels(i, out, 0);
            values.add(out[0] & 0xFF);
        }
        return values;
    }

    @Test
    void aFlatFolderIsUnlabelledInTheOrderOfItsNamesBytes() throws IOException {
        write("b.png", 2);
        write("B.png", 1);
        write("b10.png", 3);
        write("b9.png", 4);
        OpenedSource opened = open(ImageFormat.asStored());
        assertThat(firstPixels(opened.dataset())).containsExactly(1, 2, 3, 4);
        assertThat(opened.dataset().labelled()).isFalse();
        assertThat(opened.dataset().classNames()).isEmpty();
        assertThat(opened.notices()).isEmpty();
    }

    @Test
    void orderIsThatOfUtf8BytesNotOfJavasCharacters() {
        assertThat(Stream.of("😀", "～", "é", "z").sorted(FolderListing.BY_BYTES))
                .containsExactly("z", "é", "～", "😀");
    }

    @Test
    void aSubFolderIsAClassNumberedByName() {
        write("cat/x.png", 1);
        write("ant/deep/er.png", 2);
        write("ant-b/z.png", 3);
        write("cat/a.png", 4);
        ImageDataset dataset = open(ImageFormat.asStored()).dataset();
        assertThat(dataset.classNames()).containsExactly("ant", "ant-b", "cat");
        assertThat(firstPixels(dataset)).containsExactly(3, 2, 4, 1); // ant-b/z, ant/deep/er, cat/a, cat/x
        assertThat(List.of(dataset.label(0), dataset.label(1), dataset.label(2), dataset.label(3)))
                .containsExactly(1, 0, 2, 2);
    }

    @Test
    void foldersTrainAndTestAreTheSplits() {
        write("train/a/1.png", 1);
        write("train/b/2.png", 2);
        write("test/a/3.png", 3);
        assertThat(DataSources.splits(folder.toString())).containsExactly(Split.TRAIN, Split.TEST);
        assertThat(firstPixels(open(ImageFormat.asStored()).dataset())).containsExactly(1, 2);
        ImageDataset test = DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TEST)
                .dataset();
        assertThat(firstPixels(test)).containsExactly(3);
    }

    @Test
    void trainBesideOtherClassesIsAClass() {
        write("train/1.png", 1);
        write("car/2.png", 2);
        assertThat(open(ImageFormat.asStored()).dataset().classNames()).containsExactly("car", "train");
        assertThatThrownBy(() -> DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TEST))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no test split");
    }

    @Test
    void passesOverWhatIsNoImageAndSaysSo() throws IOException {
        write("a/1.png", 1);
        Files.writeString(folder.resolve("readme.txt"), "x");
        Files.writeString(folder.resolve("a/.hidden.png"), "x");
        Files.writeString(folder.resolve(".DS_Store"), "x");
        Files.createDirectories(folder.resolve("empty"));
        OpenedSource opened = open(ImageFormat.asStored());
        assertThat(opened.dataset().size()).isEqualTo(1);
        assertThat(opened.notices())
                .containsExactly(
                        folder + ": 1 file that is not named as images passed over",
                        folder + ": 1 sub-folder without images passed over (empty)");
    }

    @Test
    void convertsColourAlphaAndSize() {
        write("a.png", new Image(4, 1, 1, new byte[] {9, 9, 9, 0}));
        write("b.png", Image.filled(3, 10, 30, 100));
        ImageDataset dataset = open(new ImageFormat(1, 4, 4)).dataset();
        assertThat(firstPixels(dataset)).containsExactly(255, 100);
    }

    @Test
    void cutsTheMiddleOutAtTheShapeWanted() {
        byte[] pixels = new byte[2 * 6];
        for (int i = 0; i < 12; i++) {
            pixels[i] = (byte) (i % 6);
        }
        Image wide = new Image(1, 2, 6, pixels);
        assertThat(Fit.to(new ImageFormat(1, 2, 2), wide)).isEqualTo(new Image(1, 2, 2, new byte[] {2, 3, 2, 3}));
        assertThat(Fit.to(new ImageFormat(0, 0, 0), wide)).isSameAs(wide);
        Image tall = new Image(1, 6, 2, new byte[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5});
        assertThat(Fit.to(new ImageFormat(1, 2, 2), tall)).isEqualTo(new Image(1, 2, 2, new byte[] {2, 2, 3, 3}));
    }

    @Test
    void mixedShapesNeedAWish() {
        write("a.png", Image.filled(1, 4, 4, 1));
        write("b.png", Image.filled(3, 5, 4, 1));
        assertThatThrownBy(() -> open(ImageFormat.asStored()))
                .isInstanceOf(BadInput.class)
                .hasMessage(folder
                        + ": images of several shapes, a.png is 1×4×4 but b.png is 3×5×4"
                        + " (channels×height×width); say which shape is wanted");
        assertThat(open(new ImageFormat(3, 4, 4)).dataset().size()).isEqualTo(2);
    }

    @Test
    void imagesInAndBelowAFolderAreRefused() {
        write("a.png", 1);
        write("sub/b.png", 1);
        assertThatThrownBy(() -> open(ImageFormat.asStored()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("(a.png)")
                .hasMessageContaining("(sub)");
    }

    @Test
    void anEmptyFolderIsRefused() {
        assertThatThrownBy(() -> open(ImageFormat.asStored()))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(folder + ": no images in this folder");
    }

    @Test
    void oneImageIsNoSource() {
        write("a.png", 1);
        assertThatThrownBy(
                        () -> DataSources.open(folder.resolve("a.png").toString(), ImageFormat.asStored(), Split.TRAIN))
                .isInstanceOf(BadInput.class)
                .hasMessage(folder.resolve("a.png") + ": one image; give the folder that holds the images");
    }

    @Test
    void brokenImagesAreRefusedWithTheirNumberAndTheFirst() throws IOException {
        Files.writeString(folder.resolve("a.png"), "text");
        write("b.png", 1);
        Files.write(folder.resolve("c.png"), new byte[0]);
        assertThatThrownBy(() -> open(ImageFormat.asStored()))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        folder
                                + ": 2 of 3 images cannot be read, the first: " + folder.resolve("a.png")
                                + ": text; images that can be read are PNG, JPEG, BMP, GIF, TIFF, WebP; 'data inspect' lists them all");
    }

    @Test
    void tellsItsProgressToTheEnd() {
        for (int i = 0; i < 7; i++) {
            write(i + ".png", i);
        }
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TRAIN, (what, done, total) -> {
            assertThat(total).isEqualTo(7);
            heard.add(done);
        });
        assertThat(heard).isSorted().endsWith(7L);
    }

    @Test
    void theFirstReadableImageTellsTheStoredFormat() throws IOException {
        Files.writeString(folder.resolve("a.png"), "text");
        assertThatThrownBy(() -> DataSources.storedFormat(folder.toString()))
                .isInstanceOf(BadInput.class)
                .hasMessage(folder + ": none of 1 images can be read; 'data inspect' says why");
        write("b.png", Image.filled(3, 5, 4, 1));
        write("c.png", Image.filled(1, 2, 2, 1));
        assertThat(DataSources.storedFormat(folder.toString())).isEqualTo(new ImageFormat(3, 5, 4));
    }
}
