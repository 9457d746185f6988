package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    @TempDir
    Path folder;

    private void images(String... names) {
        for (String name : names) {
            ImageFiles.writePng(Image.filled(1, 4, 4, name.hashCode() & 127), folder.resolve(name), Map.of());
        }
    }

    private OpenedSource open(Split split) {
        return DataSources.open(folder.toString(), ImageFormat.asStored(), split);
    }

    private void refused(String... parts) {
        assertBadInput(() -> open(Split.TRAIN))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static List<Integer> labels(OpenedSource opened) {
        ImageDataset dataset = opened.dataset();
        return IntStream.range(0, dataset.size()).mapToObj(dataset::label).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "train,test", "Train,Test", "TRAINING,tst", "trn,testing", "training_set,test_set", "train2017,test2017",
        "01-train,02-test", "train_images,eval", "train-data,Evaluation", "train,valid", "train,val", "Train,DEV",
        "train,validation", "train,holdout"
    })
    void namesOfSplitsAreSplits(String train, String test) throws IOException {
        images(train + "/a/1.png", train + "/b/1.png", train + "/b/2.png", test + "/a/3.png", test + "/b/3.png");
        Files.createDirectories(folder.resolve("__MACOSX/train"));
        Files.writeString(Files.createDirectories(folder.resolve("notes")).resolve("read.me"), "");
        assertThat(DataSources.splits(folder.toString())).containsExactly(Split.TRAIN, Split.TEST);
        assertThat(open(Split.TRAIN).dataset().size()).isEqualTo(3);
        assertThat(open(Split.TEST).dataset().size()).isEqualTo(2);
        assertThat(open(Split.TRAIN).dataset().classNames()).containsExactly("a", "b");
        assertThat(open(Split.TRAIN).notices()).contains(folder + ": 1 sub-folder without images passed over (notes)");
    }

    @Test
    void aValidationSplitBesideATestSplitIsHeldOutAndTold() {
        images("train/1.png", "train/2.png", "val/3.png", "test/4.png");
        assertThat(open(Split.TRAIN).dataset().size()).isEqualTo(2);
        assertThat(open(Split.TEST).dataset().size()).isEqualTo(1);
        assertThat(open(Split.TRAIN).notices())
                .containsExactly(folder.resolve("val")
                        + ": 1 image held out: neither trained on nor judged by, for there is a test split");
    }

    @Test
    void aValidationSplitAloneIsTheTestSplitAndTold() {
        images("train/1.png", "Valid/3.png");
        assertThat(open(Split.TRAIN).notices())
                .containsExactly(folder.resolve("Valid") + ": taken for the test split, which is not there otherwise");
    }

    @Test
    void aSplitAloneIsOneToo() {
        images("train/a/1.png", "train/b/2.png");
        OpenedSource opened = open(Split.TRAIN);
        assertThat(opened.dataset().classNames()).containsExactly("a", "b");
        assertThat(opened.notices())
                .containsExactly(
                        folder.resolve("train") + ": by its name the train split, and the only one with images");
        assertBadInput(() -> open(Split.TEST)).hasMessageContaining("no test split");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cat", "trains", "tests", "devices", "valley", "evaluator", "testudo", "set", "validity", "1"})
    void otherNamesAreClasses(String name) {
        images(name + "/1.png", "zebra/2.png");
        assertThat(open(Split.TRAIN).dataset().classNames()).containsExactly(name, "zebra");
    }

    @Test
    void splitsBesideClassesOrImagesAreRefused() {
        images("train/1.png", "car/2.png");
        refused(folder + ": 'train' is the name of a split, but 'car' beside it is none", "give it another name");
    }

    @Test
    void splitsBesideImagesAreRefused() {
        images("test/1.png", "2.png");
        refused("'test' is the name of a split, but '2.png' beside it is an image");
    }

    @Test
    void twoNamesOfOneSplitAreRefused() {
        images("train/1.png", "training/2.png");
        refused("both 'train' and 'training' are names of the same split");
    }

    @Test
    void twoKindsOfPicturesAreRefused() {
        images("trainA/1.png", "trainB/2.png", "testA/3.png", "testB/4.png");
        refused("'testA' is called as one of two kinds of pictures", "pix2pix", "cyclegan");
    }

    @Test
    void splitsWithinClassesAreRefused() {
        images("cat/train/1.png", "cat/test/2.png", "dog/train/3.png");
        refused(folder.resolve("cat/test") + ": 'test' is called as a split, but splits come first");
    }

    @Test
    void aLoneFolderIsGoneIntoAndTold() {
        images("archive/pictures/train/a/1.png", "archive/pictures/train/b/2.png", "archive/pictures/test/a/3.png");
        OpenedSource opened = open(Split.TRAIN);
        assertThat(opened.dataset().classNames()).containsExactly("a", "b");
        assertThat(opened.notices())
                .containsExactly(
                        folder
                                + ": all images are in its sub-folder archive/pictures/, which is taken for the data; one"
                                + " folder alone is no class",
                        folder.resolve("archive/pictures/test") + ": no images of 1 of the train split's 2 classes: b");
    }

    @Test
    void aLoneFolderInEverySplitIsGoneIntoAndTold() {
        images("train/images/1.png", "train/images/2.png", "test/images/3.png");
        OpenedSource opened = open(Split.TRAIN);
        assertThat(opened.dataset().labelled()).isFalse();
        assertThat(opened.notices())
                .containsExactly(
                        folder + ": all images of every split are in its sub-folder images/, which is taken for"
                                + " the split; one folder alone is no class");
    }

    @Test
    void labelsOfTheTestSplitAreTheTrainSplits() {
        images("train/a/1.png", "train/b/1.png", "train/c/1.png", "test/b/2.png", "test/c/2.png");
        OpenedSource test = open(Split.TEST);
        assertThat(test.dataset().classNames()).containsExactly("a", "b", "c");
        assertThat(labels(test)).containsExactly(1, 2);
        assertThat(test.dataset().attributes())
                .isEqualTo(open(Split.TRAIN).dataset().attributes());
        assertThat(test.dataset().attribute(0, 0)).isEqualTo(1f);
        String told = folder.resolve("test") + ": no images of 1 of the train split's 3 classes: a";
        assertThat(test.notices()).containsExactly(told);
        assertThat(open(Split.TRAIN).notices()).containsExactly(told);
    }

    @Test
    void aClassThatTheTrainSplitLacksIsRefusedButReported() {
        images("train/a/1.png", "train/c/1.png", "test/b/2.png", "test/c/2.png");
        String message = folder.resolve("test") + ": class 'b' is not in the train split; it has a, c";
        for (Split split : Split.values()) {
            assertBadInput(() -> open(split)).hasMessage(message);
        }
        assertThat(Inspection.of(folder.toString()).text())
                .contains("test: 1 class not in the train split (b); training refuses this");
    }

    @Test
    void aTestSplitWithoutClassesIsTold() {
        images("train/a/1.png", "train/c/1.png", "test/2.png");
        assertThat(open(Split.TEST).dataset().labelled()).isFalse();
        assertThat(open(Split.TRAIN).notices())
                .singleElement()
                .asString()
                .contains("no sub-folders for classes, as the train split has them");
    }

    @Test
    void aFolderOfArchivesSaysWhatToDo() throws IOException {
        Files.writeString(folder.resolve("pictures.zip"), "");
        refused("no images in this folder", "; unpack pictures.zip, or give it itself");
    }
}
