package dev.atelier.judge;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.data.Split;
import dev.atelier.data.Stripes;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.RandomFeatures;
import dev.atelier.metrics.Verdict;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunObserver;
import dev.atelier.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of two steps that make pictures of pictures, or images of noise without one discriminator, judged. */
class PictureEvaluationTest {
    private static final int SIDE = 16;
    private static final int TEST = 6;

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();

    private static void write(Path folder, String name, int channels, long seed) throws IOException {
        byte[] pixels = new byte[channels * SIDE * SIDE];
        new Random(seed).nextBytes(pixels);
        Files.createDirectories(folder);
        ImageFiles.writePng(new Image(channels, SIDE, SIDE, pixels), folder.resolve(name + ".png"), Map.of());
    }

    /** trainA, trainB, testA, testB; {@code other} is put before the names of B. */
    private Path pictures(int inputs, int outputs, String other) throws IOException {
        Path data = folder.resolve("data");
        for (int i = 0; i < 8; i++) {
            write(data.resolve("trainA"), "p" + i, inputs, i);
            write(data.resolve("trainB"), other + "p" + i, outputs, 100 + i);
        }
        for (int i = 0; i < TEST; i++) {
            write(data.resolve("testA"), "t" + i, inputs, 200 + i);
            write(data.resolve("testB"), other + "t" + i, outputs, 300 + i);
        }
        return data;
    }

    private Path run(String system, Path data, String... settings) {
        Recipe recipe = Recipe.named(system)
                .with("data.source", data)
                .with("data.size", Integer.toString(SIDE))
                .with("data.batch", "2")
                .with("network.width", "0.0625")
                .with("train.steps", "2")
                .with("train.device", "cpu")
                .with("train.threads", "1")
                .with("train.precision", "fp32")
                .with("checkpoint.everySteps", "1")
                .with("samples.everySteps", "1000");
        for (String setting : settings) {
            recipe = recipe.withSetting(setting);
        }
        Path run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(recipe, run, RunObserver.SILENT)) {
            training.train();
        }
        return run;
    }

    private Evaluation evaluation(Path run, String... metrics) {
        return Evaluation.ofRun(run, request(metrics), LoadProgress.SILENT, notices::add);
    }

    private static EvaluationRequest request(String... metrics) {
        return new EvaluationRequest(50, List.of(metrics), "auto", 1, OptionalLong.empty(), true, 10);
    }

    @Test
    void aTranslationOfPairsStandsBesideItsInputAndTheMeanTarget() throws IOException {
        Path run = run("pix2pix", pictures(1, 3, ""));
        Evaluation evaluation = evaluation(run);
        BaselineTable table = evaluation.tables().get(0);
        assertThat(table.rows())
                .extracting(BaselineTable.Row::name)
                .containsExactly(
                        "output", "input as it is", "mean target of training", "targets of training, as a set");
        assertThat(table.columns()).containsOnlyKeys("psnr", "ssim", "psnr_rgb", "ssim_rgb", "l1", "kid");
        assertThat(table.value("mean target of training", MetricName.L1).orElseThrow())
                .as("of random bytes the mean is nearer than other random bytes")
                .isLessThan(table.value("input as it is", MetricName.L1).orElseThrow());
        MetricPassport pairs = table.passports().get(BaselineTable.PAIRS);
        assertThat(pairs.real().count()).isEqualTo(TEST);
        assertThat(pairs.fake().source()).contains("recipe pix2pix, batch norm by running statistics");
        assertThat(table.passports().get("features").extractor().name()).isEqualTo(RandomFeatures.NAME);
        assertThat(evaluation.scores()).extracting(Score::name).contains("l1", "kid");
        assertThat(notices).anyMatch(line -> line.startsWith("left out: fid: no extractor that learned"));
        evaluation.write(run);
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("Beside its baselines", "worst 1: t", "best 1: t", "targets of training");
        assertThat(Comparison.of(List.of(run, run)).names()).contains("psnr", "kid");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("l1 over the run")
                .contains("checkpoints");
    }

    @Test
    void aTranslationBetweenKindsIsJudgedBothWays() throws IOException {
        Path run = run("cyclegan", pictures(3, 3, ""));
        Evaluation evaluation = evaluation(run);
        assertThat(evaluation.tables()).extracting(BaselineTable::name).containsExactly("AtoB", "BtoA");
        BaselineTable back = evaluation.tables().get(1);
        assertThat(back.rows())
                .extracting(BaselineTable.Row::name)
                .containsExactly("output", "B as it is", "A of training, as a set");
        assertThat(back.columns())
                .containsOnlyKeys(
                        "kid",
                        "cycle_l1",
                        "cycle_l1_noise",
                        "identity_l1",
                        "psnr",
                        "ssim",
                        "psnr_rgb",
                        "ssim_rgb",
                        "l1");
        assertThat(evaluation.scores()).extracting(Score::name).contains("kid/AtoB", "kid/BtoA", "l1/BtoA");
        assertThat(notices).anyMatch(line -> line.contains("6 of 6 pictures of A have the name of one of B"));
        evaluation.write(run);
        assertThat(Comparison.of(List.of(run, run)).names()).contains("cycle_l1/AtoB");
        assertThat(Comparison.of(List.of(run, run)).best("kid/AtoB")).isEmpty();
    }

    @Test
    void kindsWithoutEqualNamesOrChannelsHaveNoPartners() throws IOException {
        Path run = run("cyclegan", pictures(1, 3, "x"), "loss.identity=0");
        Evaluation evaluation = evaluation(run);
        assertThat(evaluation.tables().get(0).columns()).containsOnlyKeys("kid", "cycle_l1", "cycle_l1_noise");
        assertThat(notices)
                .anyMatch(line -> line.contains("l1, psnr, ssim") && line.contains("none has a partner"))
                .anyMatch(line -> line.contains("identity_l1: the two kinds have unlike channels"));
        assertBadInput(() -> evaluation(run, "l1"))
                .hasMessageContaining("--metrics l1: nothing can be told; pictures of");
    }

    @Test
    void whatASystemIsNotJudgedByIsSaid() throws IOException {
        Path run = run("pix2pix", pictures(3, 3, ""));
        Evaluation evaluation = evaluation(run, "l1", "coverage");
        assertThat(evaluation.scores()).extracting(Score::name).containsExactly("l1");
        assertThat(notices).anyMatch(line -> line.contains("coverage: runs of system pix2pix are not judged by it"));
        assertBadInput(() -> evaluation(run, "coverage")).hasMessageContaining("nothing can be told");
        assertThat(run.resolve("evaluation.json")).doesNotExist();
    }

    /** Each file once: what was learned from is known by its hash in one size, and judged in another. */
    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan"})
    void everyPictureIsDecodedOnce(String system) throws IOException {
        Path run = run(system, pictures(3, 3, ""));
        List<String> done = new ArrayList<>();
        Evaluation.ofRun(
                run,
                request("kid"),
                (what, i, of) -> {
                    if (what.startsWith("decoding") && i == of) {
                        done.add(of + " of " + what);
                    }
                },
                notices::add);
        assertThat(done)
                .containsExactlyInAnyOrder(
                        system.equals("pix2pix")
                                ? new String[] {"8 of decoding pairs", "6 of decoding pairs"}
                                : new String[] {
                                    "8 of decoding A", "8 of decoding B", "6 of decoding A", "6 of decoding B"
                                });
    }

    @Test
    void whatCannotBeToldIsRefusedBeforeAnythingIsRead() throws IOException {
        Path run = run("pix2pix", pictures(3, 3, ""));
        List<String> read = new ArrayList<>();
        assertBadInput(() -> Evaluation.ofRun(
                        run, request("coverage", "ppl"), (what, i, of) -> read.add(what), notices::add))
                .hasMessage("--metrics coverage,ppl: nothing can be told; runs of system pix2pix are not judged by it");
        assertBadInput(() -> Evaluation.ofImages(
                        "none",
                        "nothing",
                        request("l1", "class_accuracy"),
                        (what, i, of) -> read.add(what),
                        line -> {}))
                .hasMessageContaining("nothing can be told; they ask what each picture was made of");
        assertBadInput(() -> request("l2")).hasMessageContaining("no metric named 'l2'; known: ");
        assertThat(read).isEmpty();
    }

    /** Both kinds in folders of two classes: lying stripes stay lying. */
    private Path striped(String... kinds) throws IOException {
        Path data = folder.resolve("striped");
        for (String kind : kinds) {
            Stripes.folder(data.resolve("train" + kind), 40, SIDE, SIDE, kind.hashCode());
            Stripes.folder(data.resolve("test" + kind), 12, SIDE, SIDE, 7 + kind.hashCode());
        }
        return data;
    }

    @Test
    void classFoldersSayWhetherATranslationKeepsTheClass() throws IOException {
        Path run = run("pix2pix", striped("A", "B"));
        Evaluation evaluation = Evaluation.ofRun(
                run,
                new EvaluationRequest(50, List.of("class_accuracy"), "auto", 1, OptionalLong.empty(), true, 60),
                LoadProgress.SILENT,
                notices::add);
        BaselineTable table = evaluation.tables().get(0);
        assertThat(table.rows())
                .extracting(BaselineTable.Row::name)
                .containsExactly("output", "input as it is", "real targets");
        assertThat(table.value("real targets", MetricName.CLASS_ACCURACY).orElseThrow())
                .isGreaterThan(0.8);
        assertThat(table.value("input as it is", MetricName.CLASS_ACCURACY).orElseThrow())
                .as("stripes of A are stripes")
                .isGreaterThan(0.8);
        assertThat(evaluation.scores()).extracting(Score::name).containsExactly("class_accuracy");
        assertThat(evaluation.verdicts()).anyMatch(verdict -> verdict.topic().equals("Recognised, AtoB"));
        evaluation.write(run);
        assertThat(Files.readString(run.resolve("evaluation.json")))
                .contains("classifier of real pictures", "\"classifier pictures\"");
        assertThat(Comparison.of(List.of(run, run)).names()).contains("class_accuracy");
    }

    @Test
    void classesOfBothKindsAreJudgedBothWays() throws IOException {
        Path run = run("cyclegan", striped("A", "B"));
        Evaluation evaluation = evaluation(run, "class_accuracy");
        assertThat(evaluation.scores())
                .extracting(Score::name)
                .containsExactly("class_accuracy/AtoB", "class_accuracy/BtoA");
        assertThat(evaluation.tables().get(1).rows())
                .extracting(BaselineTable.Row::name)
                .containsExactly("output", "B as it is", "real A");
    }

    /** Garments and their edges: the shipped classifier knows the garments better than their edges. */
    @Test
    void derivedPicturesHaveTheClassOfWhatTheyWereMadeOf() throws IOException {
        ImageDataset garments = DataSources.open(
                        "fashion-mnist", new ImageFormat(1, 28, 28), Split.TEST, LoadProgress.SILENT)
                .dataset();
        Path data = folder.resolve("garments");
        for (int i = 0; i < 200; i++) {
            String name = garments.classNames().get(garments.label(i));
            if (List.of("Trouser", "Sneaker", "Bag").contains(name)) {
                Path of = Files.createDirectories(
                        data.resolve(i % 2 == 0 ? "train" : "test").resolve(name));
                ImageFiles.writePng(PackedImages.image(garments, i), of.resolve(i + ".png"), Map.of());
            }
        }
        Path run = run("pix2pix", data, "data.derive=edges", "data.size=28");
        Evaluation evaluation = Evaluation.ofRun(
                run,
                new EvaluationRequest(
                        50, List.of("class_accuracy"), "fashion-mnist", 1, OptionalLong.empty(), true, 10),
                LoadProgress.SILENT,
                notices::add);
        BaselineTable table = evaluation.tables().get(0);
        double real = table.value("real targets", MetricName.CLASS_ACCURACY).orElseThrow();
        assertThat(real).isGreaterThan(0.9);
        assertThat(table.value("input as it is", MetricName.CLASS_ACCURACY).orElseThrow())
                .isLessThan(real);
        assertThat(table.passports().get("classes").extractor().name()).isEqualTo("fashion-mnist-1");
    }

    @Test
    void picturesWithoutClassesAreSaidToHaveNone() throws IOException {
        Path run = run("pix2pix", pictures(3, 3, ""));
        assertBadInput(() -> evaluation(run, "class_accuracy"))
                .hasMessageStartingWith("--metrics class_accuracy: nothing can be told; the pictures have no classes");
    }

    @Test
    void picturesThatMovedAreFoundAndOthersAreNotTakenForThem() throws IOException {
        Path data = pictures(3, 3, "");
        Path run = run("pix2pix", data);
        Path moved = Files.move(data, folder.resolve("moved"));
        assertBadInput(() -> evaluation(run, "l1"));
        Evaluation there =
                Evaluation.ofRun(run, request("l1").withData(moved.toString()), LoadProgress.SILENT, notices::add);
        assertThat(there.tables().get(0).rows()).hasSize(3);
        write(moved.resolve("trainA"), "p0", 3, 77);
        Evaluation other =
                Evaluation.ofRun(run, request("l1").withData(moved.toString()), LoadProgress.SILENT, notices::add);
        assertThat(other.tables().get(0).rows()).as("no mean of training").hasSize(2);
        assertThat(notices).anyMatch(line -> line.contains("is not known"));
    }

    @ParameterizedTest
    @CsvSource({"4, 3, data.channelsA=4", "3, 4, data.channelsB=4"})
    void transparencyIsJudgedAsItIs(int inputs, int outputs, String setting) throws IOException {
        Path run = run("pix2pix", pictures(inputs, outputs, ""), setting);
        BaselineTable table = evaluation(run).tables().get(0);
        assertThat(table.columns()).containsKeys("psnr_rgb", "l1", "kid");
        assertThat(table.columns().containsKey("psnr")).isEqualTo(outputs == 3);
    }

    @Test
    void heldOutPairsThatLookLikeLearnedOnesAreACaution() throws IOException {
        Path data = pictures(3, 3, "");
        Image known = ImageFiles.read(data.resolve("trainB/p0.png"));
        byte[] changed = known.pixels().clone();
        changed[0] ^= 64;
        ImageFiles.writePng(new Image(3, SIDE, SIDE, changed), data.resolve("testB/t0.png"), Map.of());
        Path run = run("pix2pix", data);
        evaluation(run, "l1");
        assertThat(notices)
                .anyMatch(line -> line.contains(
                        "1 of 6 held-out pairs look almost like one that is learned from (t0 like" + " p0)"));
    }

    @Test
    void pairsThatWereLearnedFromAreLeftOut() throws IOException {
        Path data = pictures(3, 3, "");
        write(data.resolve("testA"), "seen", 3, 2);
        write(data.resolve("testB"), "seen", 3, 102);
        Path run = run("pix2pix", data);
        evaluation(run, "l1");
        assertThat(notices).anyMatch(line -> line.contains("1 of 7 pairs of the test split were learned from"));
    }

    @Test
    void aPyramidMakesImagesOfNoiseAndIsJudgedAsOthersAre() throws IOException {
        Path data = folder.resolve("images");
        for (int i = 0; i < 30; i++) {
            write(data.resolve("train/one"), "p" + i, 1, i);
            write(data.resolve("test/one"), "t" + i, 1, 100 + i);
        }
        Path run = run("lapgan", data, "data.channels=1");
        Evaluation evaluation = Evaluation.ofRun(
                run,
                new EvaluationRequest(
                        20, List.of("fid", "kid", "ppl"), "fashion-mnist", 1, OptionalLong.empty(), true, 10),
                LoadProgress.SILENT,
                notices::add);
        assertThat(evaluation.scores()).extracting(Score::name).containsExactly("fid", "kid");
        assertThat(evaluation.verdicts())
                .filteredOn(verdict -> verdict.topic().equals("Discriminator"))
                .extracting(Verdict::level)
                .containsExactly(Verdict.Level.UNKNOWN);
        assertThat(notices).anyMatch(line -> line.startsWith("left out: ppl: "));
        assertThat(evaluation.parts()).hasSize(1);
        assertThat(evaluation.parts().get(0).columns().keySet()).containsExactly("fid", "kid");
        assertThat(evaluation.parts().get(0).rows())
                .extracting(BaselineTable.Row::name)
                .containsExactly(
                        "8×8 of noise",
                        "8×8 of training, as a set",
                        "16×16 of real 8×8",
                        "16×16 of noise",
                        "16×16 of training, as a set");
        evaluation.write(run);
        assertThat(Files.readString(evaluation.reportFile())).contains("Level by level", "16×16 of real 8×8");
        assertThat(evaluation.json()).containsKey("parts");
    }
}
