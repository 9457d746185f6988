package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.ImagePairs;
import dev.atelier.data.Jitter;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.data.PairRows;
import dev.atelier.data.PairTreatment;
import dev.atelier.judge.Evaluation;
import dev.atelier.judge.EvaluationRequest;
import dev.atelier.judge.Score;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.RandomFeatures;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured while a run learns to make pictures of pictures, on runs of six steps. */
class MeasuredTranslationTest {
    private static final int SIDE = 16;

    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();
    private final RunObserver observer = new RunObserver() {
        @Override
        public void notice(String line) {
            heard.add(line);
        }
    };

    private static void write(Path folder, String name, int side, long seed) throws IOException {
        byte[] pixels = new byte[3 * side * side];
        new Random(seed).nextBytes(pixels);
        Files.createDirectories(folder);
        ImageFiles.writePng(new Image(3, side, side, pixels), folder.resolve(name + ".png"), Map.of());
    }

    private Path data(String system) throws IOException {
        Path data = folder.resolve("data-" + system);
        for (int i = 0; i < 8; i++) {
            if (system.equals("srgan")) {
                write(data.resolve("train"), "p" + i, 40, i);
                write(data.resolve("test"), "t" + i, 40, 100 + i);
            } else {
                write(data.resolve("trainA"), "p" + i, SIDE, i);
                write(data.resolve("trainB"), "p" + i, SIDE, 100 + i);
                write(data.resolve("testA"), "t" + i, SIDE, 200 + i);
                write(data.resolve("testB"), "t" + i, SIDE, 300 + i);
            }
        }
        return data;
    }

    private Recipe plain(String system) throws IOException {
        Recipe recipe = Recipe.named(system)
                .with("data.source", data(system))
                .with("data.batch", "2")
                .with("network.width", "0.0625")
                .with("train.steps", "6")
                .with("train.device", "cpu")
                .with("train.threads", "1")
                .with("train.precision", "fp32")
                .with("log.everySteps", "6")
                .with("samples.everySteps", "1000")
                .with("checkpoint.everySteps", "3");
        return system.equals("srgan")
                ? recipe.with("data.crop", "32").with("network.blocks", "1")
                : recipe.with("data.size", SIDE);
    }

    private Recipe measured(String system, String names) throws IOException {
        return plain(system)
                .with("metrics.everySteps", 2)
                .with("metrics.samples", 50)
                .with("metrics.names", names);
    }

    private Path train(Recipe recipe, String name, int stop) {
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve(name), observer)) {
            run.train(() -> run.step() == stop);
            return run.root();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pix2pix, 'l1,ssim,kid', l1 ssim kid",
        "cyclegan, 'kid,cycle_l1,l1', kid/AtoB kid/BtoA cycle_l1/AtoB cycle_l1/BtoA l1/AtoB l1/BtoA",
        "srgan, 'psnr,kid', psnr kid"
    })
    void whatIsMeasuredIsWhatTheRunIsJudgedByAndChangesNoBit(String system, String names, String scores)
            throws IOException {
        Path with = train(measured(system, names), "with", 100);
        assertThat(learned(with)).isEqualTo(learned(train(plain(system), "without", 100)));
        assertThat(heard).anyMatch(line -> line.startsWith(names.replace(",", ", ") + ": ") && line.contains("test"));
        RunDirectory run = new RunDirectory(with);
        List<StatsRow> rows = run.rows();
        assertThat(rows).extracting(StatsRow::step).containsExactly(2L, 4L, 6L);
        String[] list = names.split(",");
        rows.forEach(row -> assertThat(row.values().keySet()).containsAll(List.of(list)));
        assertThat(run.bestStep()).isPresent();
        assertThat(run.passports().keySet()).containsExactlyInAnyOrder(list);
        Evaluation judged = Evaluation.ofRun(
                with,
                new EvaluationRequest(50, List.of(list), "auto", 1, OptionalLong.empty(), false, 10),
                LoadProgress.SILENT,
                line -> {});
        Map<String, Double> byName = new LinkedHashMap<>();
        for (Score score : judged.scores()) {
            byName.merge(score.name().split("/")[0], score.value() / (scores.contains("/") ? 2 : 1), Double::sum);
        }
        assertThat(judged.scores()).extracting(Score::name).containsExactlyInAnyOrder(scores.split(" "));
        for (String name : list) {
            assertThat(rows.get(2).value(name)).as(name).isEqualTo(byName.get(name));
        }
    }

    private static Map<String, Object> learned(Path run) throws IOException {
        Map<String, Object> outcome = new LinkedHashMap<>(ToyRuns.outcome(run));
        outcome.keySet().removeIf(name -> name.startsWith("row ") || name.equals("state"));
        outcome.put(
                "streams", ToyRuns.state(run.resolve("checkpoints/0000000006")).get("streams"));
        return outcome;
    }

    @ParameterizedTest
    @CsvSource({"pix2pix, 'l1,kid', 3", "cyclegan, 'kid,identity_l1', 3", "srgan, 'kid,psnr', 4"})
    void stoppedAndResumedItMeasuresTheSame(String system, String names, int stop) throws IOException {
        Recipe recipe = measured(system, names).with("stop.patience", 50);
        Path straight = train(recipe, "straight", 100);
        Path stopped = train(recipe, "stopped", stop);
        try (TrainingRun run = TrainingRun.resume(stopped, observer)) {
            assertThat(run.train(() -> false)).isTrue();
        }
        assertThat(ToyRuns.outcome(stopped)).isEqualTo(ToyRuns.outcome(straight));
        assertThat(new RunDirectory(stopped).bestStep()).isEqualTo(new RunDirectory(straight).bestStep());
        assertThat(new RunDirectory(stopped).metrics()).isEqualTo(new RunDirectory(straight).metrics());
    }

    @Test
    void passportsNameWhatIsJudgedAndWhoLooks() throws IOException {
        Path run = train(measured("pix2pix", "kid,l1"), "run", 100);
        Map<String, MetricPassport> passports = new RunDirectory(run).passports();
        MetricPassport kid = passports.get("kid");
        assertThat(kid.extractor().name()).isEqualTo(RandomFeatures.NAME);
        assertThat(kid.real().split()).isEqualTo("test");
        assertThat(kid.real().count()).isEqualTo(8);
        assertThat(kid.fake().making().orElseThrow().step()).isEqualTo(6);
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(kid.fake().sha256()).isEqualTo(sampler.model().fingerprint());
            assertThat(String.valueOf(sampler.recipe().values().get("metrics.extractor")))
                    .as("written out, so that a resume measures by the same")
                    .isEqualTo(RandomFeatures.NAME);
        }
    }

    @Test
    void otherPicturesOfTheTestSplitAreRefusedOnResume() throws IOException {
        Path run = train(measured("pix2pix", "l1"), "run", 4);
        write(folder.resolve("data-pix2pix/testB"), "t0", SIDE, 77);
        assertBadInput(() -> TrainingRun.resume(run, observer))
                .hasMessageContaining("l1 would not compare with what was measured before");
    }

    @Test
    void whatMeansNothingIsRefusedBeforeAnythingIsWritten() throws IOException {
        refused(
                measured("pix2pix", "l1,fid"),
                "metrics.names has fid, which means nothing here: no extractor that learned from such pictures");
        Path data = data("cyclegan");
        for (int i = 0; i < 8; i++) {
            Files.move(data.resolve("testB/t" + i + ".png"), data.resolve("testB/u" + i + ".png"));
        }
        Recipe unpaired = plain("cyclegan").with("metrics.everySteps", 2).with("metrics.names", "kid,ssim");
        for (int i = 0; i < 8; i++) {
            Files.delete(data.resolve("testB/t" + i + ".png")); // plain wrote them again
        }
        refused(unpaired, "metrics.names has ssim, which means nothing here: pictures of the two kinds have no equal");
        assertBadInput(() -> measured("pix2pix", "swd,l1"))
                .hasMessageContaining("a list with commas, of l1, psnr, ssim, psnr_rgb, ssim_rgb, kid, fid");
        assertBadInput(() -> plain("pix2pix").with("metrics.names", "kid").applicable())
                .hasMessageContaining("nothing is measured; set metrics.everySteps");
    }

    @Test
    void picturesOfAProgramHaveNoOthersToMeasureBy() {
        PackedImages pictures =
                PackedImages.of("two", List.of(Image.filled(1, SIDE, SIDE, 0), Image.filled(1, SIDE, SIDE, 9)));
        PairRows pairs = new PairRows(
                ImagePairs.of("pairs", pictures, pictures, List.of("a", "b")),
                PairTreatment.of(Jitter.full(SIDE, SIDE).still(), 1));
        Recipe recipe = Recipe.named("pix2pix")
                .with("data.size", SIDE)
                .with("data.batch", 2)
                .with("data.jitter", false)
                .with("network.width", "0.0625")
                .with("train.steps", 1)
                .with("train.precision", "fp32")
                .with("metrics.everySteps", 5);
        assertBadInput(() -> TrainingRun.start(GanSystem.of(recipe), recipe, pairs, folder.resolve("given"), observer))
                .hasMessageContaining("metrics.everySteps is 5, but the program gave the pictures");
    }

    private void refused(Recipe recipe, String message) {
        assertBadInput(() -> TrainingRun.start(recipe, folder.resolve("refused"), observer))
                .hasMessageContaining(message);
        assertThat(folder.resolve("refused")).doesNotExist();
    }
}
