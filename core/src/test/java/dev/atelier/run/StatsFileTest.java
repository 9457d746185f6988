package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatsFileTest {
    private static final String LINE_100 = "{\"step\":100,\"epoch\":0,\"imagesSeen\":6400,\"seconds\":12.5,"
            + "\"imagesPerSecond\":512.0,\"values\":{\"lossD\":0.5,\"lossG\":1.25}}";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("stats.jsonl");
    }

    @Test
    void writesOneJsonObjectALine() throws IOException {
        try (StatsFile stats = StatsFile.open(file, 0)) {
            stats.append(row(100));
            assertThat(file).as("before closing").hasContent(LINE_100 + "\n");
            stats.append(row(200));
        }
        assertThat(Files.readString(file)).isEqualTo(LINE_100 + "\n" + LINE_100.replace(":100,", ":200,") + "\n");
        assertThat(StatsFile.read(file)).containsExactly(row(100), row(200));
    }

    @Test
    void keepsNumbersThatAreNotFinite() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("lossD", Double.NaN);
        values.put("lossG", Double.POSITIVE_INFINITY);
        values.put("r1", Double.NEGATIVE_INFINITY);
        StatsRow row = new StatsRow(1, 0, 1, 0.5, Double.NaN, values);
        try (StatsFile stats = StatsFile.open(file, 0)) {
            stats.append(row);
        }
        assertThat(Files.readString(file))
                .contains(
                        "\"imagesPerSecond\":\"NaN\"",
                        "{\"lossD\":\"NaN\",\"lossG\":\"Infinity\",\"r1\":\"-Infinity\"}");
        assertThat(StatsFile.read(file)).containsExactly(row);
    }

    @Test
    void keepsEveryBitOfADoubleAndTheOrderOfTheValues() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("z", Math.PI);
        values.put("a", Double.MIN_VALUE);
        values.put("m", 0.1 + 0.2);
        try (StatsFile stats = StatsFile.open(file, 0)) {
            stats.append(new StatsRow(Long.MAX_VALUE, 1, 2, 1 / 3.0, 4, values));
        }
        StatsRow read = StatsFile.read(file).get(0);
        assertThat(read.step()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.seconds()).isEqualTo(1 / 3.0);
        assertThat(read.values()).containsExactlyEntriesOf(values);
    }

    @Test
    void dropsRowsBehindTheCheckpointOnAResumeAndGoesOn() throws IOException {
        write(100, 200, 300, 400);
        try (StatsFile stats = StatsFile.open(file, 200)) {
            assertThat(StatsFile.read(file)).extracting(StatsRow::step).containsExactly(100L, 200L);
            stats.append(row(300));
        }
        assertThat(StatsFile.read(file)).extracting(StatsRow::step).containsExactly(100L, 200L, 300L);
        assertThat(folder.toFile().list()).containsExactly("stats.jsonl");
    }

    @Test
    void keepsTheBytesOfKeptLines() throws IOException {
        String spaced = LINE_100.replace(":", ": ").replace("}}", ",\"kid\":3},\"note\":\"é\"}");
        Files.writeString(file, spaced + "\n" + LINE_100.replace(":100,", ":200,") + "\n");
        StatsFile.open(file, 100).close();
        assertThat(Files.readString(file)).isEqualTo(spaced + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 60, 114})
    void dropsATornLastLine(int length) throws IOException {
        write(100);
        Files.writeString(file, LINE_100 + "\n" + LINE_100.substring(0, length));
        assertThat(StatsFile.read(file)).containsExactly(row(100));
        try (StatsFile stats = StatsFile.open(file, 1000)) {
            stats.append(row(200));
        }
        assertThat(StatsFile.read(file)).containsExactly(row(100), row(200));
    }

    @Test
    void keepsALastLineThatLacksOnlyItsEnd() throws IOException {
        Files.writeString(file, LINE_100);
        try (StatsFile stats = StatsFile.open(file, 1000)) {
            stats.append(row(200));
        }
        assertThat(StatsFile.read(file)).containsExactly(row(100), row(200));
    }

    @Test
    void startsAnewWhereNothingIsKept() throws IOException {
        write(0, 100);
        StatsFile.open(file, -1).close();
        assertThat(file).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"step\":1}",
                "{\"step\":1,\"epoch\":0,\"imagesSeen\":1,\"seconds\":1,\"imagesPerSecond\":1,\"values\":{\"lossD\":null}}",
                "{\"step\":1.5,\"epoch\":0,\"imagesSeen\":1,\"seconds\":1,\"imagesPerSecond\":1,\"values\":{}}",
                "{\"step\":1,\"epoch\":0,\"imagesSeen\":1,\"seconds\":1,\"imagesPerSecond\":1,\"values\":{}} {}"
            })
    void refusesALineThatIsNoRowAndNamesIt(String line) throws IOException {
        String content = LINE_100 + "\n" + line + "\n" + LINE_100 + "\n";
        Files.writeString(file, content);
        assertBadInput(() -> StatsFile.read(file)).hasMessageContaining("stats.jsonl, line 2: ");
        assertBadInput(() -> StatsFile.open(file, 1000));
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    void readingAFileThatIsNotThereSaysSo() {
        assertBadInput(() -> StatsFile.read(file)).hasMessage(file + ": no such file");
    }

    private void write(long... steps) throws IOException {
        try (StatsFile stats = StatsFile.open(file, -1)) {
            for (long step : steps) {
                stats.append(row(step));
            }
        }
    }

    private static StatsRow row(long step) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("lossD", 0.5);
        values.put("lossG", 1.25);
        return new StatsRow(step, 0, 6400, 12.5, 512, values);
    }
}
