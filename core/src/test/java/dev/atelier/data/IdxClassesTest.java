package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classes are what occurs, under their right names. */
class IdxClassesTest {
    @TempDir
    Path folder;

    private void put(String prefix, String split, int... labels) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(prefix + split + "-images-idx3-ubyte"), IdxBytes.images(labels.length, 2, 3));
        Files.write(folder.resolve(prefix + split + "-labels-idx1-ubyte"), IdxBytes.labels(labels));
    }

    private OpenedSource open(Path source, Split split) {
        return DataSources.open(source.toString(), ImageFormat.asStored(), split);
    }

    @Test
    void labelsWithGapsAreAsManyClassesAsOccur() throws IOException {
        put("", "train", 9, 0, 5, 0);
        ImageDataset dataset = open(folder, Split.TRAIN).dataset();
        assertThat(dataset.classNames()).containsExactly("0", "5", "9");
        assertThat(List.of(dataset.label(0), dataset.label(1), dataset.label(2)))
                .containsExactly(2, 0, 1);
        assertThat(dataset.attributes().list())
                .containsExactly(new Attribute.Categorical("class", List.of("0", "5", "9")));
        assertBadInput(() -> dataset.attributes().raw("class", "1"))
                .hasMessage("attribute 'class': unknown value '1'; known: 0, 5, 9");
        assertThat(LabelledSubset.choose(dataset, 1, 1)).hasSize(3);
        put("", "train", 255, 255);
        assertThat(open(folder, Split.TRAIN).dataset().classNames()).containsExactly("255");
    }

    @Test
    void theTestSplitIsNumberedByTheTrainSplitsClasses() throws IOException {
        put("", "train", 9, 0, 5);
        put("", "t10k", 9, 5);
        OpenedSource test = open(folder, Split.TEST);
        assertThat(test.dataset().classNames()).containsExactly("0", "5", "9");
        assertThat(test.dataset().label(0)).isEqualTo(2);
        assertThat(test.notices())
                .containsExactly(
                        folder.resolve("t10k-labels-idx1-ubyte") + ": no image of 0, which the train split has");
        put("", "t10k", 9, 4);
        for (Split split : Split.values()) { // whoever trains is told before the run begins
            assertBadInput(() -> open(folder, split))
                    .hasMessage(folder.resolve("t10k-labels-idx1-ubyte")
                            + ": label 4 of image 1 is none of the train split's classes: 0, 5, 9");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "balanced,36,a",
        "balanced,46,t",
        "bymerge,10,A",
        "byclass,61,z",
        "letters,1,A",
        "letters,26,Z",
        "digits,3,3",
        "mnist,9,9"
    })
    void emnistsLabelsHaveTheirNames(String set, int label, String name) throws IOException {
        put("emnist-" + set + "-", "train", label);
        assertThat(open(folder, Split.TRAIN).dataset().classNames()).containsExactly(name);
    }

    @Test
    void emnistsImagesAreTurnedUpright() throws IOException {
        byte[] image = ByteBuffer.allocate(22)
                .putInt(0x803)
                .putInt(1)
                .putInt(2)
                .putInt(3)
                .put(new byte[] {1, 2, 3, 4, 5, 6})
                .array();
        put("emnist-letters-", "train", 1);
        Files.write(folder.resolve("emnist-letters-train-images-idx3-ubyte"), image);
        OpenedSource opened = open(folder, Split.TRAIN);
        byte[] out = new byte[6];
        opened.dataset().copyPixels(0, out, 0);
        assertThat(out).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(List.of(opened.dataset().height(), opened.dataset().width())).containsExactly(3, 2);
        assertThat(DataSources.storedFormat(folder.toString())).isEqualTo(new ImageFormat(1, 3, 2));
        assertThat(opened.notices())
                .containsExactly(
                        folder.resolve("emnist-letters") + ": by its name EMNIST letters, its classes are called"
                                + " A, B, C, …; its images lie on their side in the file and are turned upright");
    }

    @Test
    void emnistsOwnTableNamesTheLabels() throws IOException {
        put("emnist-mine-", "train", 2, 1);
        Files.writeString(folder.resolve("emnist-mine-mapping.txt"), "1 65 97\r\n2 66 98\r\n");
        assertThat(open(folder, Split.TRAIN).dataset().classNames()).containsExactly("A", "B");
        Files.writeString(folder.resolve("emnist-mine-mapping.txt"), "1 65\n2 =\n");
        assertBadInput(() -> open(folder, Split.TRAIN))
                .hasMessage(folder.resolve("emnist-mine-mapping.txt")
                        + ":2: '2 ='; a label and the code of its character, as in '1 65 97'");
    }

    @Test
    void oneOfSeveralSetsInAFolderIsGivenByItsBeginning() throws IOException {
        put("emnist-letters-", "train", 1, 26);
        put("emnist-letters-", "test", 26);
        put("emnist-digits-", "train", 3);
        assertBadInput(() -> open(folder, Split.TRAIN))
                .hasMessage(folder + ": several sets of IDX files; give one, as in " + folder.resolve("emnist-digits")
                        + ", " + folder.resolve("emnist-letters"));
        Path letters = folder.resolve("emnist-letters");
        assertThat(DataSources.splits(letters.toString())).containsExactly(Split.TRAIN, Split.TEST);
        assertThat(open(letters, Split.TEST).dataset().classNames()).containsExactly("A", "Z");
        Path file = folder.resolve("emnist-letters-train-images-idx3-ubyte");
        assertThat(open(file, Split.TRAIN).dataset().classNames()).containsExactly("A", "Z");
    }

    @Test
    void aFoldersNameNamesTheClassesAndThatIsSaid() throws IOException {
        folder = folder.resolve("KMNIST/raw");
        put("", "train", 9, 0);
        OpenedSource opened = open(folder, Split.TRAIN);
        assertThat(opened.dataset().classNames()).containsExactly("o", "wo");
        assertThat(opened.notices())
                .containsExactly(folder + ": by its name KMNIST, its classes are called o, ki, su, …");
        put("", "train", 9, 10);
        opened = open(folder, Split.TRAIN);
        assertThat(opened.dataset().classNames()).containsExactly("9", "10");
        assertThat(opened.notices())
                .containsExactly(folder + ": labels that KMNIST does not have, its classes are numbers");
    }
}
