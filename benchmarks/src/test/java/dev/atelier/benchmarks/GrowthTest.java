package dev.atelier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts that need no other process and no clock. */
final class GrowthTest {
    /** 64 images a round; 1 s with 1 thread, 0.6 s with 2; 1.1 s with 1 beside another; 1 GB of gradients over 1 GB/s. */
    private static final GrowthModel MODEL = new GrowthModel(64, 2, 1, 0.6, 1, 1.1, 1e9, 1e9, 5e8);

    @Test
    void threadsFollowAmdahl() {
        assertThat(MODEL.serialShare()).isCloseTo(0.2, within(1e-12));
        assertThat(MODEL.threads(1)).isCloseTo(1, within(1e-12));
        assertThat(MODEL.threads(2)).isCloseTo(0.6, within(1e-12));
        assertThat(MODEL.threads(8)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void serialShareIsAShare() {
        GrowthModel quick = new GrowthModel(64, 2, 1, 0.4, 1, 0.9, 1e9, 1e9, 5e8);
        assertThat(quick.serialShare()).isZero();
        assertThat(quick.contention()).isZero();
        GrowthModel slow = new GrowthModel(64, 4, 1, 1.5, 1, 1, 1e9, 1e9, 5e8);
        assertThat(slow.serialShare()).isEqualTo(1);
    }

    @Test
    void gradientsGoRoundARingTwice() {
        assertThat(MODEL.averaging(1)).isZero();
        assertThat(MODEL.averaging(2)).isCloseTo(1, within(1e-12));
        assertThat(MODEL.averaging(8)).isCloseTo(1.75, within(1e-12));
    }

    @Test
    void machinesWaitForTheirGradientsAndProcessesForEachOtherToo() {
        assertThat(MODEL.machines(8)).isCloseTo(0.6 + 1.75, within(1e-12));
        assertThat(MODEL.processes(8)).isCloseTo(1 + 0.1 * 7 + 1.75, within(1e-12));
        assertThat(MODEL.ways().get(2).growth(8)).isCloseTo(8 / 3.45, within(1e-12));
    }

    @Test
    void modelIsFittedToTheMeasuredPoints() {
        GrowthModel model = GrowthModel.of(results(), 1e9).orElseThrow();
        assertThat(model).isEqualTo(MODEL);
        assertThat(GrowthModel.of(results(GrowthPlace.base(1, 2)), 1e9)).isEmpty();
    }

    @Test
    void tablesAreMarkdown() {
        GrowthResults results = results().with(GrowthPlace.base(1, 2).with(GrowthAxis.BATCH, "128"), List.of(broken()));
        assertThat(GrowthTables.text(results, Optional.of(MODEL)).lines().map(String::strip))
                .contains(
                        "- recipe: dcgan in fp32 (train.precision=auto)",
                        "- base: batch 64, width 0.5, 32×32 pixels, 1000 images",
                        "### Growth with batch: images in a batch",
                        "| batch | rounds/s | images/s (least..most) | peak memory, GB | remarks |",
                        "|---|---|---|---|---|",
                        "| 64 | 1.67 | 107 (107..107) | 0.40 |  |",
                        "| 128 | - | - | - | not here: too little memory |",
                        "| 1 process of 1 thread | 1 | 64.0 (64.0..64.0) | 0.40 |  |",
                        "| 2 processes of 1 thread | 1.82 | 116 (116..116) | 1.00 | DISTURBED: others took 0.50 cores |",
                        "2 processes of 1 thread make 1.09 times the images/s of 1 process of 2 threads in 2.50 times"
                                + " the memory. Each trains for itself: no gradients are averaged.",
                        "### 8 and 64: computed, not measured",
                        "| 8, computed, DISTURBED | 213 (×3.33) | 218 (×2.04) | 148 (×2.32) | 1.75 s | 4.00 |",
                        "DISTURBED: a measured number in the formulas is no result.");
    }

    @Test
    void resultsAreReadAsTheyWereWritten(@TempDir Path folder) throws IOException {
        GrowthResults results = results();
        Path file = folder.resolve("growth.json");
        ResultFile.write(file, results.json());
        assertThat(GrowthTables.text(GrowthResults.of(ResultFile.read(file)), Optional.of(MODEL)))
                .isEqualTo(GrowthTables.text(results, Optional.of(MODEL)));
        Files.writeString(file, "{");
        assertThatThrownBy(() -> ResultFile.read(file)).isInstanceOf(BadInput.class);
        Files.writeString(file, "{\"date\": 1}");
        assertThatThrownBy(() -> GrowthResults.of(ResultFile.read(file))).isInstanceOf(BadInput.class);
    }

    @Test
    void picturesAreDrawn(@TempDir Path folder) throws IOException {
        if (GrowthPlot.write(folder, results(), Optional.of(MODEL))) {
            assertThat(folder.resolve("growth.png")).isNotEmptyFile();
            assertThat(folder.resolve("scale.png")).isNotEmptyFile();
        }
    }

    @Test
    void numbersAreWrittenInThreeDigits() {
        assertThat(Stream.of(60000.0, 0.25, 0.1, 1234.5).map(GrowthTables::number))
                .containsExactly("60000", "0.25", "0.1", "1230");
    }

    @Test
    void everyPlaceIsMeasuredOnce() {
        GrowthOptions all = GrowthOptions.parse(List.of("--threads", "2"));
        assertThat(all.places()).hasSize(13 + 2);
        GrowthOptions some = GrowthOptions.parse(List.of("batch", "--batch", "16,64,16", "--threads", "1"));
        assertThat(some.places())
                .containsExactly(GrowthPlace.base(1, 1).with(GrowthAxis.BATCH, "16"), GrowthPlace.base(1, 1));
    }

    @Test
    void wrongUseIsToldInOneSentence() {
        refused("nothing named 'depth' to measure; known: batch, width, size, data, processes", "depth");
        refused("unknown option '--fast'", "--fast");
        refused("--batch x: a whole number of at least 1", "--batch", "x");
        refused("--width 0: a number above 0", "--width", "0");
        refused("--data 70000: Fashion-MNIST has 60000 images to learn", "--data", "70000");
        refused("--size is given, but size is not to be measured", "batch", "--size", "16");
        refused("--recipe dogs: known are", "--recipe", "dogs");
        refused("processes share the threads and need 2 of them, but --threads is 1", "--threads", "1");
        refused("--table shows results that were measured", "--table");
        refused(
                "--json /no/such/file.json: a file in a folder that is there",
                "--json",
                "/no/such/file.json",
                "--threads",
                "2");
    }

    private static void refused(String message, String... arguments) {
        assertThatThrownBy(() -> GrowthOptions.parse(List.of(arguments)))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(message);
    }

    /** The points that give {@link #MODEL}. */
    private static GrowthResults results() {
        return results(GrowthPlace.base(1, 1), GrowthPlace.base(1, 2), GrowthPlace.base(2, 1));
    }

    private static GrowthResults results(GrowthPlace... places) {
        Map<String, Object> machine = Map.of("date", "today");
        GrowthResults results =
                new GrowthResults(machine, "dcgan", Map.of(GrowthAxis.BATCH, List.of("64", "128")), 2, List.of());
        for (GrowthPlace place : places) {
            results = results.with(
                    place,
                    place.processes() == 2
                            ? List.of(result(1.1, 5e8, 0.5), result(1.1, 5e8, 0.5))
                            : List.of(result(place.threads() == 1 ? 1 : 0.6, 4e8, 0)));
        }
        return results;
    }

    private static Child.Result result(double seconds, double bytes, double others) {
        Map<String, Object> said = Map.of(
                "seconds",
                List.of(seconds),
                "images",
                64,
                "gradient_bytes",
                1e9,
                "precision",
                "fp32",
                "training_rss_bytes",
                bytes);
        return new Child.Result(said, Optional.empty(), 9, 0, others);
    }

    private static Child.Result broken() {
        return new Child.Result(Map.of(), Optional.of("too little memory"), 1, 0, 0);
    }
}
