package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeFileTest {
    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("photos"));
    }

    private void images(String... names) {
        for (String name : names) {
            ImageFiles.writePng(Image.filled(1, 2, 2, name.hashCode() & 127), folder.resolve(name), Map.of());
        }
    }

    private Path csv(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private OpenedSource open(Split split, Optional<Path> attributes) {
        return DataSources.open(
                new DataRequest(folder.toString(), ImageFormat.asStored(), split, attributes), LoadProgress.SILENT);
    }

    private ImageDataset open(Split split) {
        return open(split, Optional.empty()).dataset();
    }

    private static List<Float> values(ImageDataset dataset, int attribute) {
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            values.add(dataset.attribute(i, attribute));
        }
        return values;
    }

    private void refused(String message) {
        assertBadInput(() -> open(Split.TRAIN)).hasMessage(message);
    }

    @Test
    void aColumnOfNumbersIsContinuousAndOneOfWordsCategorical() throws IOException {
        images("a.png", "b.png", "c.png", "d.png");
        csv("attributes.csv", "file,age,colour\nb.png,4,red\na.png,2,Red\nd.png,4,red\nc.png,-2,\"dark, blue\"\n");
        OpenedSource opened = open(Split.TRAIN, Optional.empty());
        ImageDataset dataset = opened.dataset();
        assertThat(dataset.attributes())
                .isEqualTo(new Attributes(List.of(
                        new Attribute.Continuous("age", -2, 4, 2, Math.sqrt(24 / 4.0)),
                        new Attribute.Categorical("colour", List.of("Red", "dark, blue", "red")))));
        assertThat(values(dataset, 0)).containsExactly(2f, 4f, -2f, 4f);
        assertThat(values(dataset, 1)).containsExactly(0f, 2f, 1f, 2f);
        assertThat(opened.notices()).isEmpty();
        assertThat(dataset.description()).endsWith("4 images 1×2×2, attributes age, colour");
        assertThat(dataset.labelled()).isFalse();
    }

    @Test
    void theHeadMayFixTheKind() throws IOException {
        images("a.png", "b.png");
        csv("attributes.csv", "\uFEFFfile, smiles:categorical , age:continuous\r\na.png,-1,3\r\n\r\nb.png,1,3");
        assertThat(open(Split.TRAIN).attributes().list())
                .containsExactly(
                        new Attribute.Categorical("smiles", List.of("-1", "1")),
                        new Attribute.Continuous("age", 3, 3, 3, 0));
    }

    @Test
    void classFoldersGiveTheClassInAddition() throws IOException {
        images("cat/a.png", "dog/a.png", "dog/b.png");
        String without = open(Split.TRAIN).sha256();
        assertThat(open(Split.TRAIN).attributes().names()).containsExactly("class");
        csv("attributes.csv", "file,age\ncat/a.png,1\ndog/a.png,2\ndog/b.png,3\n");
        ImageDataset dataset = open(Split.TRAIN);
        assertThat(dataset.attributes().names()).containsExactly("class", "age");
        assertThat(values(dataset, 0)).containsExactly(0f, 1f, 1f);
        assertThat(values(dataset, 1)).containsExactly(1f, 2f, 3f);
        assertThat(dataset.classNames()).containsExactly("cat", "dog");
        assertThat(dataset.sha256()).isNotEqualTo(without);
        csv("attributes.csv", "file,class\ncat/a.png,1\ndog/a.png,2\ndog/b.png,3\n");
        refused(folder.resolve("attributes.csv")
                + ":1: a column 'class', but the sub-folders give the class; call it otherwise");
    }

    @Test
    void theHashIsOfTheValuesAndOfHowTheyAreEncoded() throws IOException {
        images("a.png", "b.png");
        String without = open(Split.TRAIN).sha256();
        csv("attributes.csv", "file,age\na.png,1\nb.png,2\n");
        String with = open(Split.TRAIN).sha256();
        csv("attributes.csv", "file,age\nb.png,2.0\na.png,1\n");
        assertThat(open(Split.TRAIN).sha256()).isEqualTo(with).isNotEqualTo(without);
        csv("attributes.csv", "file,age\na.png,2\nb.png,1\n");
        assertThat(open(Split.TRAIN).sha256()).isNotEqualTo(with);
        csv("attributes.csv", "file,years\na.png,1\nb.png,2\n");
        assertThat(open(Split.TRAIN).sha256()).isNotEqualTo(with);
    }

    @Test
    void splitsAreEncodedAlikeByOneFileForBoth() throws IOException {
        images("train/a.png", "train/b.png", "test/a.png");
        csv("attributes.csv", "file,age,mood\ntrain/a.png,1,sad\ntrain/b.png,3,glad\ntest/a.png,99,sad\n");
        Attributes wanted = new Attributes(List.of(
                new Attribute.Continuous("age", 1, 3, 2, 1),
                new Attribute.Categorical("mood", List.of("glad", "sad"))));
        assertThat(open(Split.TRAIN).attributes()).isEqualTo(wanted);
        assertThat(open(Split.TEST).attributes()).isEqualTo(wanted);
        assertThat(values(open(Split.TEST), 0)).containsExactly(99f);
        assertThat(values(open(Split.TEST), 1)).containsExactly(1f);
        Path csv = csv("attributes.csv", "file,age,mood\ntrain/a.png,1,sad\ntrain/b.png,3,glad\ntest/a.png,99,angry\n");
        refused(csv + ":4: column 'mood': value 'angry' is not in the train split; it has glad, sad");
    }

    @Test
    void rowsFindTheirFileHoweverItsAccentsAreWritten() throws IOException {
        images("caf\u00E9.png", "e\u0301.png");
        csv("attributes.csv", "file,age\ncafe\u0301.png,1\n\u00E9.png,2\n");
        assertThat(values(open(Split.TRAIN), 0)).containsExactly(1f, 2f);
        Path csv = csv("attributes.csv", "file,age\ncafe\u0301.png,1\n\u00E9.png,2\ncaf\u00E9.png,3\n");
        refused(csv + ":4: a second row for 'caf\u00E9.png', the first is at " + csv + ":2");
    }

    @Test
    void rowsAreBelowTheFolderOfTheFileAlsoInALoneFolder() throws IOException {
        images("archive/train/a.png", "archive/test/b.png", "archive/val/c.png");
        csv("archive/attributes.csv", "file,age\ntrain/a.png,1\ntest/b.png,2\nval/c.png,3\n");
        assertThat(values(open(Split.TEST), 0)).containsExactly(2f);
        Files.move(folder.resolve("archive/attributes.csv"), folder.resolve("attributes.csv"));
        assertThat(values(open(Split.TRAIN), 0)).containsExactly(1f);
        csv("attributes.csv", "file,age\narchive/train/a.png,1\narchive/test/b.png,2\n");
        assertThat(values(open(Split.TRAIN), 0)).containsExactly(1f);
    }

    @Test
    void splitsAreEncodedAlikeByAFileInEach() throws IOException {
        images("train/x/a.png", "train/y/b.png", "test/y/a.png");
        csv("train/attributes.csv", "file,age,size\nx/a.png,1,5\ny/b.png,3,5\n");
        assertBadInput(() -> open(Split.TRAIN))
                .hasMessage(folder.resolve("train/attributes.csv") + ": but no " + folder.resolve("test/attributes.csv")
                        + "; train and test have the same attributes");
        csv("test/attributes.csv", "file,size:categorical,age\ny/a.png,5,4\n");
        Attributes wanted = new Attributes(List.of(
                new Attribute.Categorical("class", List.of("x", "y")),
                new Attribute.Continuous("age", 1, 3, 2, 1),
                new Attribute.Categorical("size", List.of("5"))));
        OpenedSource test = open(Split.TEST, Optional.empty());
        assertThat(open(Split.TRAIN).attributes()).isEqualTo(wanted);
        assertThat(test.dataset().attributes()).isEqualTo(wanted);
        assertThat(values(test.dataset(), 0)).containsExactly(1f); // y, though it is the only class of its split
        assertThat(values(test.dataset(), 1)).containsExactly(4f);
        assertThat(values(test.dataset(), 2)).containsExactly(0f);
        assertThat(test.notices())
                .containsExactly(
                        folder.resolve("test") + ": no images of 1 of the train split's 2 classes: x",
                        folder.resolve("train/attributes.csv")
                                + ":2: column 'size' is the same for every image; nothing can be learned of it");
        csv("test/attributes.csv", "file,age\ny/a.png,7\n");
        refused(folder.resolve("test/attributes.csv") + ": columns age; " + folder.resolve("train/attributes.csv")
                + " has age, size");
        csv("attributes.csv", "file,age\n");
        refused(folder.resolve("attributes.csv") + ": both this and " + folder.resolve("train/attributes.csv")
                + "; one for the whole folder or one in each of train and test");
    }

    @Test
    void aFileElsewhereIsNamed() throws IOException {
        images("a.png");
        csv("attributes.csv", "not looked at");
        Path elsewhere = Files.writeString(temporary.resolve("mine.csv"), "file,age\na.png,7\n");
        assertThat(values(open(Split.TRAIN, Optional.of(elsewhere)).dataset(), 0))
                .containsExactly(7f);
        Path missing = temporary.resolve("none.csv");
        assertBadInput(() -> open(Split.TRAIN, Optional.of(missing)))
                .hasMessage(missing + ": cannot be read: no such file or folder");
        DataRequest fashion =
                new DataRequest("fashion-mnist", ImageFormat.asStored(), Split.TEST, Optional.of(elsewhere));
        assertBadInput(() -> DataSources.open(fashion, LoadProgress.SILENT))
                .hasMessageStartingWith("attributes " + elsewhere + ": only for a folder or a zip of images");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name,age/a.png,1                | :1: the head is 'name,age'; it begins with 'file', then come the "
                        + "attributes, with commas, semicolons or tabs between them",
                "file/a.png                      | :1: the head is 'file'; it begins with 'file', then come the "
                        + "attributes, with commas, semicolons or tabs between them",
                "file,age,age/a.png,1,2          | :1: two columns 'age'; each attribute once",
                "file,:continuous/a.png,1        | :1: a column has no name, or one of two lines; every attribute has a name",
                "file,age/a.png,1,2/b.png        | :2: 3 cells, the head has 2; 2 such rows",
                "file,age/a.png,/b.png,/c.png,1  | :2: no value in column 'age', or one of two lines; every cell has one;"
                        + " 2 such cells",
                "file,age/a.png,1/b.png,2/a.png,3/c.png,3 | :4: a second row for 'a.png', the first is at CSV:2",
                "file,age/a.png,1/b.png,2/d.png,3/e.png,3 | :4: no image 'd.png' in the folder; 2 such rows",
                "file,age/c.png,1                | : no row for the image 'a.png'; 2 such images",
                "file,age:continuous/a.png,1/b.png,old/c.png,NaN | :3: 'old' in column 'age'; a number, as in -1.5 or 2e3;"
                        + " 2 such cells"
            })
    void aFaultIsToldWithItsPlaceAndHowManyThereAre(String lines, String fault) throws IOException {
        images("a.png", "b.png", "c.png");
        Path csv = csv("attributes.csv", lines.strip().replace('/', '\n'));
        refused(csv + fault.replace("CSV", csv.toString()));
    }

    @Test
    void whatIsNoCsvIsRefused() throws IOException {
        images("a.png");
        Path csv = csv("attributes.csv", "");
        refused(csv + ": empty; its first line is the head: file, then the attributes");
        Files.write(csv, "file,age\na.png,é".getBytes(StandardCharsets.ISO_8859_1));
        refused(csv + ": cannot be read: not UTF-8 text");
        csv("attributes.csv", "file,age\n\"a.png,1\n");
        assertBadInput(() -> open(Split.TRAIN)).hasMessageStartingWith(csv + ": cannot be read: ");
    }

    @Test
    void theReportShowsHowTheValuesAreSpread() throws IOException {
        images("x/a.png", "x/b.png", "y/c.png");
        csv("attributes.csv", "file,age,mood\nx/a.png,1,sad\nx/b.png,4,glad\ny/c.png,2.5,sad\n");
        Inspection inspection = Inspection.of(folder.toString());
        assertThat(inspection.text())
                .contains("attribute   age: 1 to 4, mean 2.500, deviation 1.225\n")
                .contains("attribute   mood: glad (1), sad (2)\n")
                .doesNotContain("attribute   class");
        assertThat(inspection.json().get("splits"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(split -> assertThat(split.get("attributes"))
                        .isEqualTo(List.of(
                                Map.of("name", "class", "kind", "categorical", "counts", Map.of("x", 2, "y", 1)),
                                Map.of(
                                        "name",
                                        "age",
                                        "kind",
                                        "continuous",
                                        "least",
                                        1.0,
                                        "most",
                                        4.0,
                                        "mean",
                                        2.5,
                                        "deviation",
                                        Math.sqrt(1.5)),
                                Map.of("name", "mood", "kind", "categorical", "counts", Map.of("glad", 1, "sad", 2)))));
    }
}
