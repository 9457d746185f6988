package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long millis = 5_000;
    private int columns = 200;

    @Test
    void showsBarPercentStepEpochRateTimeLeftAndLosses() {
        ProgressLine line = line(true, 3000, 0);
        line.epoch(2);
        line.losses(0.611, 0.92);
        at(100_000);
        line.step(1260);
        // 12.6 steps a second; the 1740 left take 138.1 s
        assertThat(printed())
                .isEqualTo("\r"
                        + "[#####---------]  42 %  step 1260/3000  epoch 2  12.6 steps/s  ETA 2 min  D 0.61  G 0.92");
    }

    @Test
    void showsTheNewestMeasurementBehindTheLosses() {
        ProgressLine line = line(true, 100, 0);
        line.losses(0.611, 0.92);
        line.metric("fid", 47.123);
        line.metric("kid", 0.00123456);
        at(10_000);
        line.step(10);
        assertThat(printed()).endsWith("D 0.61  G 0.92  kid 0.00123").doesNotContain("fid");
    }

    @Test
    void showsImagesPerSecondAndSecondsPerStepOfASlowTraining() {
        ProgressLine line = line(true, 10, 0);
        line.imagesPerStep(128);
        at(8_000);
        line.step(2);
        assertThat(printed()).isEqualTo("\r[##------------]  20 %  step 2/10  4.0 s/step  32.0 images/s  ETA 32 s");
    }

    @Test
    void countsTheRateOfAResumedRunFromItsStart() {
        ProgressLine line = line(true, 2000, 1000);
        at(10_000);
        line.step(1100);
        assertThat(printed()).contains(" 55 %  step 1100/2000  10.0 steps/s  ETA 2 min");
    }

    @Test
    void takesRateAndTimeLeftFromTheLastHalfMinute() {
        ProgressLine line = line(true, 1000, 0);
        for (int second = 1; second <= 100; second++) {
            at(second * 1000);
            line.step(second); // one a second
        }
        for (int second = 101; second <= 130; second++) {
            at(second * 1000);
            line.step(100 + (second - 100) * 10L); // then ten
        }
        assertThat(lastDrawn()).contains("step 400/1000  10.0 steps/s  ETA 1 min");
    }

    @Test
    void redrawsATerminalAtMostFiveTimesASecond() {
        ProgressLine line = line(true, 100_000, 0);
        for (int i = 1; i <= 2000; i++) {
            at(i);
            line.step(i);
        }
        assertThat(printed().chars().filter(c -> c == '\r').count()).isEqualTo(10);
        assertThat(printed()).doesNotContain("\n");
    }

    @Test
    void printsPlainLinesEveryTenSecondsElsewhere() {
        ProgressLine line = line(false, 1000, 0);
        for (int second = 1; second <= 35; second++) {
            at(second * 1000);
            line.losses(second, 1);
            line.step(second);
        }
        assertThat(printed().lines()).hasSize(3).allMatch(l -> l.startsWith("["));
        assertThat(printed().lines()).element(1).asString().contains("step 20/1000", "D 20.00");
        assertThat(printed()).doesNotContain("\r", "\u001b");
        line.close();
        assertThat(printed().lines()).hasSize(4).last().asString().contains("step 35/1000");
    }

    @Test
    void doesNotPrintTheSameStepTwiceElsewhere() {
        ProgressLine line = line(false, 10, 0);
        at(10_000);
        line.step(10);
        line.close();
        assertThat(printed().lines()).containsExactly("[##############] 100 %  step 10/10  1.0 steps/s");
    }

    @Test
    void blanksWhatALongerLineLeftBehind() {
        ProgressLine line = line(true, 100, 0);
        at(1_000);
        line.step(1);
        String longer = lastDrawn();
        at(2_000);
        line.step(100);
        String shorter = lastDrawn();
        assertThat(longer).contains("ETA 2 min");
        assertThat(shorter).doesNotContain("ETA").hasSameSizeAs(longer).endsWith(" ");
    }

    @Test
    void printsANoteAboveTheBar() {
        ProgressLine line = line(true, 10, 0);
        line.note("before");
        at(1_000);
        line.step(1);
        String bar = lastDrawn();
        bytes.reset();
        line.note("checkpoint 1 is damaged");
        assertThat(printed().replace(System.lineSeparator(), "\n"))
                .isEqualTo("\r" + " ".repeat(bar.length()) + "\rcheckpoint 1 is damaged\n\r" + bar);
    }

    @Test
    void aNoteElsewhereIsALine() {
        ProgressLine line = line(false, 10, 0);
        line.note("a note");
        assertThat(printed()).isEqualTo("a note" + System.lineSeparator());
    }

    @Test
    void endsTheLineOnceWithTheLastStep() {
        ProgressLine line = line(true, 100, 0);
        at(1_000);
        line.step(50);
        at(1_001);
        line.step(51); // too early to be drawn
        assertThat(lastDrawn()).contains("step 50/100");
        line.close();
        line.close();
        assertThat(printed()).endsWith(System.lineSeparator());
        assertThat(printed().chars().filter(c -> c == '\n').count()).isEqualTo(1);
        assertThat(lastDrawn()).contains("step 51/100");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 1_000_000, 1_000_000_000_000L, 4_000_000_000_000_000_000L})
    void staysUnderAHundredColumns(long total) {
        ProgressLine line = line(true, total, total - 10);
        line.epoch(total / 10);
        line.imagesPerStep(4096);
        line.losses(-123.456, 1e30);
        at(987);
        line.step(total - 9);
        assertThat(lastDrawn()).hasSizeLessThan(100).contains("step " + (total - 9) + "/" + total);
    }

    @Test
    void followsATerminalThatIsMadeNarrowerAndWiderAgain() {
        ProgressLine line = line(true, 3000, 0);
        line.epoch(2);
        line.imagesPerStep(16);
        line.losses(0.611, 0.92);
        line.metric("fid", 47.123);
        at(10_000);
        line.step(1000);
        String wide = lastDrawn().strip();
        assertThat(wide).contains("epoch 2  100 steps/s  ETA 20 s  D 0.61  G 0.92  fid 47.1");
        int[] widths = {80, 60, 47, 40, 30, 20, 10, 4, 1};
        for (int i = 0; i < widths.length; i++) {
            columns = widths[i];
            at(10_000 + 200 * (i + 1));
            line.step(1000 + 20 * (i + 1));
            assertThat(lastDrawn()).hasSizeLessThanOrEqualTo(Math.max(1, columns - 1));
            if (columns > 20) {
                assertThat(lastDrawn()).contains("%  step ", "/3000");
            }
            if (columns > 40) {
                assertThat(lastDrawn()).contains("ETA ", "D 0.61");
            }
        }
        columns = 200;
        at(12_000);
        line.step(1200);
        assertThat(lastDrawn().strip()).startsWith("[##").hasSameSizeAs(wide);
    }

    @Test
    void wipesNoMoreThanTheTerminalHasBeforeANote() {
        ProgressLine line = line(true, 3000, 0);
        at(10_000);
        line.step(1000);
        bytes.reset();
        columns = 30;
        line.note("saved");
        assertThat(printed()).startsWith("\r" + " ".repeat(29) + "\rsaved");
    }

    @Test
    void givesUpTheImagesPerSecondBeforeTheBar() {
        ProgressLine line = line(true, 3_000_000, 1_260_000);
        line.epoch(100);
        line.imagesPerStep(4096);
        line.losses(0.61, 0.92);
        at(1_000);
        line.step(1_260_012);
        assertThat(lastDrawn())
                .startsWith("[")
                .contains("] ", "12.0 steps/s  ETA 40 h 17 min  D 0.61")
                .doesNotContain("images/s");
    }

    @Test
    void drawsNoMoreOnceClosed() {
        ProgressLine line = line(true, 10, 0);
        line.close();
        bytes.reset();
        at(1_000);
        line.step(1);
        assertThat(printed()).isEmpty();
    }

    @Test
    void saysWhereALossIsNotANumber() {
        ProgressLine line = line(true, 10, 0);
        line.losses(Double.NaN, Double.NEGATIVE_INFINITY);
        at(1_000);
        line.step(1);
        assertThat(printed()).endsWith("  D NaN  G -Infinity");
    }

    @Test
    void aTrainingWithNothingToDoIsDone() {
        ProgressLine line = line(true, 0, 0);
        line.close();
        assertThat(printed()).startsWith("\r[##############] 100 %  step 0/0");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 s",
        "59,59 s",
        "60,1 min",
        "89,1 min",
        "90,2 min",
        "3569,59 min",
        "3570,1 h 0 min",
        "7260,2 h 1 min"
    })
    @CsvSource({"172799,2 days", "180000,2 days"})
    void saysTimesAsPeopleDo(long seconds, String text) {
        assertThat(ProgressLine.duration(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"/dev/pts/0,true", "/dev/tty1,true", "/dev/console,true"})
    @CsvSource({"pipe:[4711],false", "/dev/null,false", "/home/a/log,false"})
    void knowsATerminalByItsDevice(String device, boolean terminal) {
        assertThat(ProgressLine.isTerminal(device)).isEqualTo(terminal);
    }

    private ProgressLine line(boolean terminal, long total, long start) {
        return ProgressLine.of(out, terminal, total, start, () -> millis * 1_000_000, () -> columns);
    }

    private void at(long sinceStart) {
        millis = 5_000 + sinceStart;
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String lastDrawn() {
        String text = printed();
        return text.substring(text.lastIndexOf('\r') + 1).replaceAll("[\\r\\n]+$", "");
    }
}
