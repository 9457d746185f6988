package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.media.DrawnSheet;
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
        assertThat(Stream.of("😀", "～", "é", "z").sorted(FileNames.BY_BYTES)).containsExactly("z", "é", "～", "😀");
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
        assertThat(test.classNames()).containsExactly("a", "b");
    }

    @Test
    void passesOverWhatIsNoImageAndSaysSo() throws IOException {
        write("a/1.png", 1);
        write("b/1.png", 1);
        Files.writeString(folder.resolve("readme.txt"), "x");
        Files.writeString(folder.resolve("a/.hidden.png"), "x");
        Files.writeString(folder.resolve(".DS_Store"), "x");
        Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("__MACOSX/a"));
        Files.writeString(folder.resolve("__MACOSX/a/._1.png"), "x");
        OpenedSource opened = open(ImageFormat.asStored());
        assertThat(opened.dataset().classNames()).containsExactly("a", "b");
        assertThat(opened.notices())
                .containsExactly(
                        folder + ": 1 file that is not named as an image passed over (readme.txt)",
                        folder + ": 1 sub-folder without images passed over (empty)");
    }

    @Test
    void linksThatLeadNowhereAreToldAndOthersFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path data = Files.createDirectory(folder.resolve("data"));
        ImageFiles.writePng(Image.filled(1, 4, 4, 7), elsewhere.resolve("x.png"), Map.of());
        Files.createSymbolicLink(data.resolve("a.png"), elsewhere.resolve("x.png"));
        Files.createSymbolicLink(data.resolve("b.png"), elsewhere.resolve("gone.png"));
        Files.createSymbolicLink(data.resolve("c"), folder.resolve("gone"));
        OpenedSource opened = DataSources.open(data.toString(), ImageFormat.asStored(), Split.TRAIN);
        assertThat(firstPixels(opened.dataset())).containsExactly(7);
        assertThat(opened.notices())
                .containsExactly(data + ": 2 links to nowhere passed over (b.png → " + elsewhere.resolve("gone.png")
                        + ", c → " + folder.resolve("gone") + ")");
    }

    @Test
    void namesAreOrderedAndClassesCalledInComposedForm() throws IOException {
        String apart = "e\u0301"; // é in two characters
        write(apart + "/1.png", 1);
        write("f/1.png", 2);
        write("\u00FC/1.png", 3);
        ImageDataset dataset = open(ImageFormat.asStored()).dataset();
        assertThat(dataset.classNames()).containsExactly("f", "\u00E9", "\u00FC");
        assertThat(firstPixels(dataset)).containsExactly(2, 1, 3);
        write("\u00E9/1.png", 1);
        assertBadInput(() -> open(ImageFormat.asStored())).hasMessageStartingWith(folder + ": '\u00E9' is there twice");
    }

    @Test
    void namesThatWereNotUnderstoodAreRefused() {
        FileNames.requireReadable(folder, "caf\u00E9", "UTF-8");
        FileNames.requireReadable(folder, "cafe", "ANSI_X3.4-1968");
        assertBadInput(() -> FileNames.requireReadable(folder, "caf\u00C3\u00A9", "ISO-8859-1"))
                .hasMessageContaining("ISO-8859-1")
                .hasMessageContaining("LC_ALL=C.UTF-8");
        assertBadInput(() -> FileNames.requireReadable(folder, "caf\uFFFD", "UTF-8"))
                .hasMessageContaining("is not UTF-8");
    }

    @Test
    void controlCharactersInNamesAreWrittenOut() throws IOException {
        Files.writeString(folder.resolve("a\n\u001B[31m.png"), "text");
        write("b.png", 1);
        assertBadInput(() -> open(ImageFormat.asStored()))
                .hasMessageContaining("a\\n\\u001b[31m.png: ")
                .hasMessageEndingWith("'data inspect' lists them all");
        assertThat(Inspection.of(folder.toString()).text())
                .contains("a\\n\\u001b[31m.png: ")
                .doesNotContain("\u001B");
    }

    @Test
    void whatAtelierWroteIsNoData() throws IOException {
        write("cat/1.png", 1);
        write("dog/1.png", 2);
        String before = open(ImageFormat.asStored()).dataset().sha256();
        write("runs/quick-1/samples/1.png", 9);
        Files.writeString(folder.resolve("runs/quick-1/recipe.yaml"), "");
        Files.writeString(folder.resolve("runs/quick-1/receipt.json"), "{}");
        ImageFiles.writePng(Image.filled(1, 9, 9, 9), folder.resolve("page.png"), DrawnSheet.text(Map.of()));
        ImageFiles.writePng(Image.filled(1, 9, 9, 9), folder.resolve("cat/old.PNG"), Map.of("Software", "Atelier"));
        OpenedSource opened = open(ImageFormat.asStored());
        assertThat(opened.dataset().sha256()).isEqualTo(before);
        assertThat(opened.dataset().classNames()).containsExactly("cat", "dog");
        assertThat(opened.notices())
                .containsExactly(
                        folder + ": 1 sub-folder without images passed over (runs)",
                        folder + ": 1 folder that Atelier wrote passed over (runs/quick-1)",
                        folder + ": 2 sheets of pictures that Atelier drew passed over (cat/old.PNG, page.png)");
        assertBadInput(() -> DataSources.splits(folder.resolve("runs/quick-1").toString()))
                .hasMessageContaining("Atelier wrote this folder");
        write("more/1.png", 3); // one generated picture is no sheet
        assertThat(open(ImageFormat.asStored()).dataset().size()).isEqualTo(3);
    }

    @Test
    void imagesOfSeveralSizesAreACaution() {
        write("a.png", Image.filled(1, 4, 4, 1));
        write("b.png", Image.filled(1, 9, 8, 1));
        write("c.png", Image.filled(1, 9, 8, 1));
        assertThat(open(new ImageFormat(1, 4, 4)).notices())
                .containsExactly(
                        folder + ": images of 2 sizes, from 4×4 to 9×8, most often 9×8 (2 of 3); all are cut and"
                                + " resized to 4×4, as the first of them is, a.png; data.size chooses another");
        assertThat(open(new ImageFormat(1, 8, 8)).notices())
                .singleElement()
                .asString()
                .endsWith("resized to 8×8; data.size chooses another");
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
        assertThat(ImageFit.to(new ImageFormat(1, 2, 2), wide)).isEqualTo(new Image(1, 2, 2, new byte[] {2, 3, 2, 3}));
        assertThat(ImageFit.to(new ImageFormat(0, 0, 0), wide)).isSameAs(wide);
        Image tall = new Image(1, 6, 2, new byte[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5});
        assertThat(ImageFit.to(new ImageFormat(1, 2, 2), tall)).isEqualTo(new Image(1, 2, 2, new byte[] {2, 2, 3, 3}));
    }

    @Test
    void mixedShapesNeedAWish() {
        write("a.png", Image.filled(1, 4, 4, 1));
        write("b.png", Image.filled(3, 5, 4, 1));
        assertBadInput(() -> open(ImageFormat.asStored()))
                .hasMessage(folder
                        + ": images of several shapes, a.png is 1×4×4 but b.png is 3×5×4"
                        + " (channels×height×width); say which shape is wanted");
        assertThat(open(new ImageFormat(3, 4, 4)).dataset().size()).isEqualTo(2);
    }

    @Test
    void imagesInAndBelowAFolderAreRefused() {
        write("a.png", 1);
        write("sub/b.png", 1);
        assertBadInput(() -> open(ImageFormat.asStored()))
                .hasMessageContaining("(a.png)")
                .hasMessageContaining("(sub)");
    }

    @Test
    void anEmptyFolderIsRefused() {
        assertBadInput(() -> open(ImageFormat.asStored()))
                .hasMessageStartingWith(folder + ": no images in this folder");
    }

    @Test
    void whatOtherFilesAreIsSaid() throws IOException {
        Files.writeString(folder.resolve("IMG_1.heic"), "\0\0\0\u0018ftypheic");
        assertThatThrownBy(() -> open(ImageFormat.asStored()))
                .hasMessageEndingWith("; of the 1 file there the first is IMG_1.heic, a HEIC picture");
        for (String content :
                List.of("<!DOCTYPE html><html>", "version https://git-lfs.github.com/spec/v1\n", "%PDF-1.4")) {
            Path file = Files.writeString(folder.resolve("data.bin"), content);
            assertBadInput(() -> DataSources.splits(file.toString()))
                    .hasMessageStartingWith(file + ": a ")
                    .hasMessageContaining("; data are a folder or a zip of images");
        }
    }

    @Test
    void nothingIsWrittenAmongTheData() throws IOException {
        write("a.png", 1);
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
        for (Path out : List.of(folder, folder.resolve("runs/1"), link.resolve("new"), folder.resolve("x/../y"))) {
            assertBadInput(() -> DataSources.requireOutside(folder.toString(), "--out", out))
                    .hasMessageStartingWith("--out is " + out + ", inside of the data " + folder);
        }
        DataSources.requireOutside(folder.toString(), "--out", folder.resolveSibling("other/new"));
        DataSources.requireOutside("fashion-mnist", "--out", folder);
        DataSources.requireOutside("none", "--out", folder);
        Files.delete(link);
    }

    @Test
    void oneImageIsNoSource() {
        write("a.png", 1);
        assertBadInput(() -> DataSources.open(folder.resolve("a.png").toString(), ImageFormat.asStored(), Split.TRAIN))
                .hasMessage(folder.resolve("a.png") + ": one image; give the folder that holds the images");
    }

    @Test
    void brokenImagesAreRefusedWithTheirNumberAndTheFirst() throws IOException {
        Files.writeString(folder.resolve("a.png"), "text");
        write("b.png", 1);
        Files.write(folder.resolve("c.png"), new byte[0]);
        assertBadInput(() -> open(ImageFormat.asStored()))
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
        assertBadInput(() -> DataSources.storedFormat(folder.toString()))
                .hasMessage(folder + ": none of 1 image can be read; 'data inspect' says why");
        write("b.png", Image.filled(3, 5, 4, 1));
        write("c.png", Image.filled(1, 2, 2, 1));
        assertThat(DataSources.storedFormat(folder.toString())).isEqualTo(new ImageFormat(3, 5, 4));
    }
}
