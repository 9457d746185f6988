package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers or categories: never guessed in silence. And the many ways to write a table. */
class AttributeColumnTest {
    @TempDir
    Path folder;

    private Path csv = Path.of("");

    @BeforeEach
    void csv() {
        csv = folder.resolve("attributes.csv");
    }

    private OpenedSource open(String text) throws IOException {
        Files.writeString(csv, text);
        return DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TRAIN);
    }

    /** A column over as many images, one cell each. */
    private OpenedSource column(String head, String... cells) throws IOException {
        images(cells.length);
        return open("file," + head + "\n"
                + IntStream.range(0, cells.length)
                        .mapToObj(i -> i + ".png,\"" + cells[i] + "\"\n")
                        .collect(Collectors.joining()));
    }

    private void images(int count) {
        for (int i = 0; i < count; i++) {
            ImageFiles.writePng(Image.filled(1, 2, 2, i), folder.resolve(i + ".png"), Map.of());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NaN   | 'NaN'",
                "N/A   | 'N/A', no value,",
                "inf   | 'inf'",
                "2,5   | '2,5' has a decimal comma, not a point,",
                "1e400 | '1e400' is too large or too small for a 32-bit number,",
                "1e-400| '1e-400' is too large or too small for a 32-bit number,",
                "old   | 'old'"
            })
    void oneWordAmongNumbersIsRefusedAtItsLine(String cell, String told) {
        assertBadInput(() -> column("age", "1", "2", cell.strip(), "4"))
                .hasMessage(csv + ":4: " + told + " in column 'age', where 3 of 4 cells are numbers; write a number,"
                        + " or call the column age:categorical");
    }

    @Test
    void decimalCommasAllThroughAreRefusedToo() {
        assertBadInput(() -> column("age", "1,5", "2,5")).hasMessageStartingWith(csv + ":2: '1,5' has a decimal comma");
        assertBadInput(() -> column("age:continuous", "1,5", "2"))
                .hasMessage(csv
                        + ":2: '1,5' has a decimal comma, not a point, in column 'age'; a number, as in -1.5 or 2e3");
    }

    @Test
    void aNumberAmongWordsIsACategoryAndThatIsSaid() throws IOException {
        OpenedSource opened = column("car", "Beetle", "911", "Mini");
        assertThat(opened.dataset().attributes().list())
                .containsExactly(new Attribute.Categorical("car", List.of("911", "Beetle", "Mini")));
        assertThat(opened.notices())
                .containsExactly(csv + ":2: column 'car' is categorical because of 'Beetle', though others are numbers,"
                        + " as '911' at " + csv + ":3");
        assertThat(column("car:categorical", "Beetle", "911", "Mini").notices()).isEmpty();
    }

    @Test
    void aCategoryForNearlyEveryPictureIsTold() throws IOException {
        String[] names = "abcdefghij".split("");
        names[9] = "a";
        assertThat(column("who", names).notices())
                .containsExactly(csv + ":2: column 'who' has 9 different values for 10 images; of a category for"
                        + " nearly every picture nothing can be learned");
    }

    @Test
    void whatIsTheSameForAllIsTold() throws IOException {
        assertThat(column("age", "7", "7.0").notices())
                .containsExactly(csv
                        + ":2: column 'age' is the same number for every training image; nothing can be learned of it");
        assertThat(column("mood", "sad", "sad").notices())
                .containsExactly(csv + ":2: column 'mood' is the same for every image; nothing can be learned of it");
    }

    @Test
    void numbersThatWouldBecomeEachOtherAreRefused() throws IOException {
        assertBadInput(() -> column("day", "20250131", "20250130", "20250129"))
                .hasMessage(csv + ":2: 20250131 in column 'day' would become 20250132, which is much beside a range of"
                        + " 2.0; subtract what the numbers have in common; 2 such cells");
        assertThat(column("age", "0.1", "0.3", "100").notices()).isEmpty();
    }

    @Test
    void trueAndFalseAreTwoValues() throws IOException {
        assertThat(column("glasses", "True", "False", "True")
                        .dataset()
                        .attributes()
                        .list())
                .containsExactly(new Attribute.Categorical("glasses", List.of("False", "True")));
        OpenedSource mixed = column("glasses", "TRUE", "False", "true");
        assertThat(mixed.dataset().attributes().list())
                .containsExactly(new Attribute.Categorical("glasses", List.of("False", "True")));
        assertThat(mixed.dataset().attribute(2, 0)).isEqualTo(1);
        assertThat(mixed.notices()).singleElement().asString().contains("spells true and false in several ways");
        assertThat(column("glasses", "false", "true", "true").notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"';'", "'\t'", "','"})
    void theHeadSaysWhatStandsBetweenCells(String between) throws IOException {
        images(2);
        String text = "\uFEFF\"file\",age,mood\r\n./0.png,1.5,\"a,b;c\"\r\n\".\\1.png\",2,\"x\"\"y\"\r\n";
        String written = text.replace("a,b;c", "COMMAS").replace(",", between).replace("COMMAS", "a,b;c");
        assertThat(open(written).dataset().attributes().list())
                .containsExactly(
                        new Attribute.Continuous("age", 1.5, 2, 1.75, 0.25),
                        new Attribute.Categorical("mood", List.of("a,b;c", "x\"y")));
    }

    @Test
    void aPathMayBeWrittenInSeveralWays() throws IOException {
        Path sub = Files.createDirectories(folder.resolve("caf\u00e9"));
        ImageFiles.writePng(Image.filled(1, 2, 2, 1), sub.resolve("a.png"), Map.of());
        Files.createDirectories(folder.resolve("other"));
        ImageFiles.writePng(Image.filled(1, 2, 2, 1), folder.resolve("other/a.png"), Map.of());
        ImageDataset dataset =
                open("file,age\n./cafe\u0301/a.png,1\nother\\a.png,2\n").dataset();
        assertThat(dataset.attribute(0, 1)).isEqualTo(1);
        assertThat(dataset.attribute(1, 1)).isEqualTo(2);
        assertBadInput(() -> open("file,age\ncaf\u00e9/a.png,1\nother/a.png,2\n.\\other\\a.png,3\n"))
                .hasMessage(csv + ":4: a second row for 'other/a.png', the first is at " + csv + ":3");
    }

    @Test
    void anotherEncodingIsNamed() throws IOException {
        images(1);
        Files.write(csv, "file,age\n0.png,1\n".getBytes(StandardCharsets.UTF_16));
        assertBadInput(() -> DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TRAIN))
                .hasMessage(csv + ": cannot be read: not UTF-8 text");
    }
}
