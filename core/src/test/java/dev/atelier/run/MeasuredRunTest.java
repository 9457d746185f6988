package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.data.HeldOut;
import dev.atelier.metrics.DomainExtractor;
import dev.atelier.metrics.ExtractorCard;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of features, best checkpoints and early stopping, on toy runs of 12 steps. */
class MeasuredRunTest {
    private static final String NAMES = "swd,fid,kid,is,precision,coverage";

    private final List<String> heard = new ArrayList<>();
    private final RunObserver observer = new RunObserver() {
        @Override
        public void notice(String line) {
            heard.add(line);
        }

        @Override
        public void measured(long step, Map<String, Double> values, boolean best) {
            heard.add("measured " + step + (best ? " best" : ""));
        }

        @Override
        public void ended(Ending ending) {
            heard.add("ended " + ending.text());
        }
    };

    @TempDir
    Path folder;

    private Path data;
    private Path extractor;

    @BeforeEach
    void prepare() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
        extractor = extractor(folder.resolve("toy.safetensors"), 1);
    }

    /** With weights as they are drawn: any fixed network does for these tests. */
    private static Path extractor(Path file, long seed) {
        ImageShape shape = new ImageShape(1, 28, 28);
        try (Classifier network = SmallResnet.classifier(shape, 2, 2)) {
            network.initialise(RandomStream.of(seed, "extractor"));
            DomainExtractor.write(
                    file,
                    network,
                    new ExtractorCard(
                            "toy",
                            1,
                            List.of("0", "1"),
                            shape,
                            2,
                            network.features(),
                            0.5,
                            "none",
                            "toy",
                            "0",
                            Map.of()));
        }
        return file;
    }

    private Recipe measured() {
        return ToyRuns.recipe(data)
                .with("metrics.everySteps", 2)
                .with("metrics.samples", 32)
                .with("metrics.names", NAMES)
                .with("metrics.extractor", extractor);
    }

    private Path train(Recipe recipe, String name, int stop) {
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve(name), observer)) {
            run.train(() -> run.step() == stop);
            return run.root();
        }
    }

    private boolean resume(Path root) {
        try (TrainingRun run = TrainingRun.resume(root, observer)) {
            return run.train(() -> false);
        }
    }

    @Test
    void allMetricsOfTheListAreInTheRowsInItsOrderAndAfterTheLastRound() {
        List<StatsRow> rows = new RunDirectory(train(measured().with("metrics.everySteps", 5), "run", 100)).rows();
        List<StatsRow> with =
                rows.stream().filter(row -> row.values().containsKey("fid")).toList();
        assertThat(with.stream().map(StatsRow::step)).containsExactly(5L, 10L, 12L);
        for (StatsRow row : with) {
            List<String> names = new ArrayList<>(row.values().keySet());
            assertThat(names.subList(names.size() - 6, names.size())).containsExactly(NAMES.split(","));
            assertThat(row.value("fid")).isPositive();
            assertThat(row.value("is")).isBetween(1.0, 2.0); // two classes
            assertThat(row.value("precision")).isBetween(0.0, 1.0);
        }
    }

    @Test
    void measuringChangesNoBitOfWhatIsLearned() throws IOException {
        Map<String, Object> with = learned(train(measured(), "with", 100));
        Map<String, Object> without = learned(train(ToyRuns.recipe(data), "without", 100));
        assertThat(with).isEqualTo(without).hasSizeGreaterThan(4);
    }

    private static Map<String, Object> learned(Path run) throws IOException {
        Map<String, Object> outcome = new LinkedHashMap<>(ToyRuns.outcome(run));
        outcome.keySet().removeIf(name -> name.startsWith("row ") || name.equals("state"));
        outcome.put(
                "streams", ToyRuns.state(run.resolve("checkpoints/0000000012")).get("streams"));
        return outcome;
    }

    @Test
    void stoppedAnywhereAndResumedItEndsTheSameWithTheSameBest() throws IOException {
        Recipe recipe = measured()
                .with("checkpoint.best", "fid")
                .with("stop.patience", 50)
                .with("stop.metric", "swd");
        Path straight = train(recipe, "straight", 100);
        for (int stop : new int[] {1, 4, 7}) {
            Path run = train(recipe, "stopped" + stop, stop);
            assertThat(resume(run)).isTrue();
            assertThat(ToyRuns.outcome(run)).isEqualTo(ToyRuns.outcome(straight));
            assertThat(new RunDirectory(run).bestStep())
                    .isEqualTo(new RunDirectory(straight).bestStep())
                    .isPresent();
            assertThat(values(run)).isEqualTo(values(straight)).hasSize(6);
        }
        assertThat(numbers(straight).toString()).contains("best.value", "best.step", "stop.value", "stop.misses");
    }

    private static Map<?, ?> numbers(Path run) throws IOException {
        return (Map<?, ?>) ToyRuns.state(run.resolve("checkpoints/0000000012")).get("numbers");
    }

    private static Map<String, Object> values(Path run) {
        Map<String, Object> values = new LinkedHashMap<>();
        ((Map<?, ?>) new RunDirectory(run).metrics().get("metrics"))
                .forEach((name, metric) -> values.put(String.valueOf(name), ((Map<?, ?>) metric).get("value")));
        return values;
    }

    @Test
    void theBestMeasuredRoundIsKeptAlthoughLaterOnesPushOutItsNeighbours() throws IOException {
        for (String name : List.of("swd", "is", "kid")) {
            Path run = train(
                    measured()
                            .with("metrics.names", NAMES)
                            .with("checkpoint.best", name)
                            .with("checkpoint.keep", 1)
                            .with("checkpoint.everySteps", 1),
                    name,
                    100);
            RunDirectory directory = new RunDirectory(run);
            StatsRow best = directory.rows().stream()
                    .filter(row -> row.values().containsKey(name))
                    .reduce((a, b) -> MetricName.of(name).better(b.value(name), a.value(name)) ? b : a)
                    .orElseThrow();
            assertThat(directory.bestStep()).hasValue(best.step());
            assertThat(directory.checkpointSteps())
                    .containsExactlyElementsOf(best.step() == 12 ? List.of(12L) : List.of(best.step(), 12L));
        }
    }

    @Test
    void aNewBestSavesACheckpointOfItsOwnRoundThatMeasuresTheSame() {
        Path run = train(measured().with("checkpoint.everySteps", 100), "run", 100);
        RunDirectory directory = new RunDirectory(run);
        long best = directory.bestStep().orElseThrow();
        assertThat(heard).contains("measured " + best + " best");
        double written = directory.rows().stream()
                .filter(row -> row.step() == best)
                .findFirst()
                .orElseThrow()
                .value("swd");
        try (Sampler sampler = Sampler.at(best, run, "cpu", line -> {})) {
            assertThat(ToyRuns.swd(sampler, 32)).isEqualTo(written);
        }
    }

    @Test
    void withBestOffNoCheckpointIsSavedForAMeasurement() {
        Path run = train(measured().with("checkpoint.best", "none").with("checkpoint.everySteps", 100), "run", 100);
        assertThat(new RunDirectory(run).checkpointSteps()).containsExactly(0L, 12L);
        assertThat(new RunDirectory(run).bestStep()).isEmpty();
    }

    @Test
    void patienceEndsTheRunAsDoneWithItsLastNetworksARowAndTheReason() throws IOException {
        Recipe recipe = impatient();
        Path run = train(recipe, "run", 100);
        RunDirectory directory = new RunDirectory(run);
        Ending ending = directory.ending().orElseThrow();
        assertThat(ending.early()).isTrue();
        assertThat(ending.step()).isEqualTo(3); // measured at 1, no better at 2 and 3
        assertThat(ending.text())
                .startsWith("stopped early after step 3 of 12: in 2 measurements precision was no better than")
                .endsWith("of step 1");
        assertThat(heard).contains("ended " + ending.text());
        assertThat(directory.isDone()).isTrue();
        assertThat(directory.rows()).extracting(StatsRow::step).containsExactly(1L, 2L, 3L);
        assertThat(directory.samples().resolve("000003.png")).exists(); // as after the last step
        assertThat(directory.checkpointSteps()).contains(3L).doesNotContain(4L);
        try (Sampler last = Sampler.open(run);
                Sampler third = Sampler.at(3, run, "cpu", line -> {})) {
            assertThat(last.step()).isEqualTo(3);
            assertThat(last.model().fingerprint()).isEqualTo(third.model().fingerprint());
        }
    }

    /** The share of real neighbours stays 0 while the generator makes noise, so that patience runs out. */
    private Recipe impatient() {
        return measured()
                .with("metrics.names", "precision,swd")
                .with("metrics.everySteps", 1)
                .with("generator.learningRate", "1e-9")
                .with("discriminator.learningRate", "1e-9")
                .with("stop.patience", 2);
    }

    @Test
    void aRunKilledBetweenEarlyStopAndFinalNetworksEndsAtTheSameRound() throws IOException {
        Path run = train(impatient(), "run", 100);
        Map<String, Object> outcome = ToyRuns.outcome(run);
        new RunDirectory(run.resolve("final")).delete();
        assertThat(resume(run)).isTrue();
        assertThat(ToyRuns.outcome(run)).isEqualTo(outcome);
        assertThat(new RunDirectory(run).ending().orElseThrow().step()).isEqualTo(3);
    }

    @Test
    void stoppedBeforePatienceRanOutItEndsAtTheSameRoundAfterResume() throws IOException {
        Path straight = train(impatient(), "straight", 100);
        Path run = train(impatient(), "stopped", 2);
        assertThat(new RunDirectory(run).isDone()).isFalse();
        resume(run);
        assertThat(ToyRuns.outcome(run)).isEqualTo(ToyRuns.outcome(straight));
        assertThat(new RunDirectory(run).ending()).isEqualTo(new RunDirectory(straight).ending());
    }

    @Test
    void aRunWithAllItsRoundsSaysSo() {
        Path run = train(measured().with("stop.patience", 50), "run", 100);
        assertThat(new RunDirectory(run).ending()).contains(new Ending(12, "rounds", "all 12 steps are done"));
    }

    @Test
    void everyMetricHasAPassportWithExtractorSampleAndGenerator() {
        Path run = train(measured(), "run", 100);
        Map<String, MetricPassport> passports = new RunDirectory(run).passports();
        assertThat(passports.keySet()).containsExactlyInAnyOrder(NAMES.split(","));
        MetricPassport fid = passports.get("fid");
        MetricPassport swd = passports.get("swd");
        assertThat(fid.extractor().name()).isEqualTo("toy-1");
        assertThat(fid.extractor().sha256()).matches("[0-9a-f]{64}");
        assertThat(fid.settings()).containsEntry("k", "5");
        assertThat(swd.extractor().name()).isEqualTo("pixels");
        assertThat(fid.real().split()).isEqualTo("train");
        assertThat(fid.real().count()).isEqualTo(32);
        assertThat(fid.fake().making().orElseThrow()).isEqualTo(new MetricPassport.Making(1, true, 1, 12));
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(fid.fake().sha256()).isEqualTo(sampler.model().fingerprint());
        }
    }

    /** A test split that is the train split over again proves nothing: it is measured, and said, in passports and to the user. */
    @Test
    void aTestSplitOfTrainingImagesIsNotTakenForUnseen() throws IOException {
        for (String part : List.of("images-idx3-ubyte", "labels-idx1-ubyte")) {
            Files.copy(data.resolve("train-" + part), data.resolve("t10k-" + part));
        }
        Path run = train(measured().with("doctor.action", "warn").with("log.everySteps", 1), "run", 100);
        new RunDirectory(run)
                .passports()
                .values()
                .forEach(passport -> assertThat(passport.real().learned()).contains(HeldOut.Learned.YES));
        assertThat(heard).anyMatch(line -> line.contains("the very images that it learned from"));
        assertThat(new RunDirectory(run).rows()).allMatch(row -> !row.values().containsKey("accuracyUnseen"));
    }

    @Test
    void imagesOfTheTestSplitThatWereLearnedFromAreNotMeasuredBy() throws IOException {
        Path noise = ToyRuns.noise(folder.resolve("noise"), 40, 40);
        byte[] train = Files.readAllBytes(noise.resolve("train-images-idx3-ubyte"));
        byte[] test = Files.readAllBytes(noise.resolve("t10k-images-idx3-ubyte"));
        System.arraycopy(train, 16, test, 16, 15 * 784);
        Files.write(noise.resolve("t10k-images-idx3-ubyte"), test);
        Path run = train(measured().with("data.source", noise).with("metrics.samples", 40), "run", 100);
        MetricPassport.Side real = new RunDirectory(run).passports().get("swd").real();
        assertThat(real.count()).isEqualTo(25);
        assertThat(real.learned()).contains(HeldOut.Learned.NO);
        assertThat(heard).anyMatch(line -> line.contains("15 of 40 images of the test split were learned from"));
    }

    @Test
    void anotherExtractorOfTheSameNameIsRefusedOnResume() {
        Path run = train(measured(), "run", 5);
        extractor(extractor, 2);
        assertBadInput(() -> resume(run))
                .hasMessageContaining("would not compare with what was measured before")
                .hasMessageContaining("weights of the extractor");
    }

    @Test
    void whatCannotBeMeasuredIsRefusedBeforeAnythingIsWritten() {
        refused(measured().with("metrics.extractor", "nonesuch"), "no extractor or file named 'nonesuch'");
        refused(measured().with("metrics.extractor", "auto"), "no extractor fits");
        refused(measured().with("metrics.samples", 4), "is, which needs at least 10 images");
        refused(
                measured().with("metrics.samples", 5).with("metrics.names", "swd,recall"),
                "recall, which needs at least 6 images");
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    private void refused(Recipe recipe, String reason) {
        assertBadInput(() -> train(recipe, "refused", 1)).hasMessageContaining(reason);
    }

    @Test
    void aPlateauOfAMetricWhereHigherIsBetterFallsOnlyWithoutImprovement() throws IOException {
        Recipe recipe = measured()
                .with("metrics.names", "is")
                .with("metrics.everySteps", 1)
                .with("schedule.name", "plateau")
                .with("schedule.patience", 0);
        Path run = train(recipe, "run", 100);
        double best = -1;
        double rate = 1;
        for (StatsRow row : new RunDirectory(run).rows()) {
            if (row.value("is") > best) {
                best = row.value("is");
            } else {
                rate *= 0.5;
            }
        }
        Map<?, ?> numbers = numbers(run);
        Object saved = numbers.get("plateau.rate");
        assertThat(saved instanceof Number n ? n.doubleValue() : 1).isCloseTo(rate, within(1e-15));
        assertThat(rate).isLessThan(1);
    }

    @Test
    void aLostBestIsForgottenAndFoundAgain() throws IOException {
        Path straight = train(measured(), "straight", 100);
        Path run = train(measured(), "run", 7);
        CheckpointStore store = new CheckpointStore(run.resolve("checkpoints"), 3);
        for (long step : store.steps()) {
            if (step >= 6) {
                Files.writeString(
                        run.resolve(String.format(Locale.ROOT, "checkpoints/%010d/state.json", step)), "torn");
            }
        }
        resume(run);
        assertThat(ToyRuns.outcome(run)).isEqualTo(ToyRuns.outcome(straight));
        assertThat(new RunDirectory(run).bestStep()).isEqualTo(new RunDirectory(straight).bestStep());
    }
}
