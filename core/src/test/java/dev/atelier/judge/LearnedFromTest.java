package dev.atelier.judge;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.HeldOut;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.Stripes;
import dev.atelier.metrics.DomainExtractor;
import dev.atelier.metrics.ExtractorCard;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.RunObserver;
import dev.atelier.run.TrainingRun;
import dev.atelier.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of four steps, and what becomes of their data afterwards. */
class LearnedFromTest {
    private static final int SIDE = 28;
    private static final int TRAIN = 64;

    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();
    private Path data;
    private Path extractor;

    @BeforeEach
    void prepare() throws IOException {
        data = folder.resolve("data");
        Stripes.folder(data.resolve("train"), TRAIN, SIDE, SIDE, 1);
        Stripes.folder(data.resolve("test"), 60, SIDE, SIDE, 2);
        extractor = folder.resolve("toy.safetensors");
        ImageShape shape = new ImageShape(1, SIDE, SIDE);
        try (Classifier network = SmallResnet.classifier(shape, 2, 4)) {
            network.initialise(RandomStream.of(1, "extractor"));
            ExtractorCard card = new ExtractorCard(
                    "toy", 1, Stripes.CLASSES, shape, 4, network.features(), 0.5, "none", "toy", "0", Map.of());
            DomainExtractor.write(extractor, network, card);
        }
    }

    private Path train(Path source, String name) {
        Recipe recipe = Recipe.named("quick")
                .with("network.width", "0.0625")
                .with("network.latent", "8")
                .with("data.source", source)
                .with("data.size", SIDE + "")
                .with("data.batch", "16")
                .with("train.steps", "4")
                .with("train.threads", "1")
                .with("checkpoint.everySteps", "4");
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve(name), RunObserver.SILENT)) {
            run.train(() -> false);
            return run.root();
        }
    }

    private EvaluationRequest request(String... metrics) {
        return new EvaluationRequest(1000, List.of(metrics), extractor.toString(), 1, OptionalLong.empty(), false, 20);
    }

    private Evaluation evaluate(Path run, EvaluationRequest request) {
        heard.clear();
        Evaluation evaluation = Evaluation.ofRun(run, request, LoadProgress.SILENT, heard::add);
        evaluation.write(run);
        return evaluation;
    }

    private static MetricPassport.Side real(Path run) {
        return EvaluationFile.read(run).passport("fid").real();
    }

    private static String verdict(Evaluation evaluation, String topic) {
        return evaluation.verdicts().stream()
                .filter(verdict -> verdict.topic().equals(topic))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static String hash(Path run) {
        return String.valueOf(((Map<?, ?>) new RunDirectory(run).receipt().get("data")).get("sha256"));
    }

    private static final String[] SOME = {"fid", "coverage", "authpct"};

    @Test
    void theUsualCaseHasNothingToSay() {
        Path run = train(data, "run");
        Evaluation evaluation = evaluate(run, request(SOME));
        assertThat(real(run).learned()).contains(HeldOut.Learned.NO);
        assertThat(real(run).count()).isEqualTo(60);
        assertThat(evaluation.verdicts()).noneMatch(verdict -> verdict.text().contains("Caution"));
        assertThat(verdict(evaluation, "Copies")).doesNotContain("there are no images");
    }

    /** As a run on the images inside the program, evaluated once the full set was installed. */
    @Test
    void theSameSetUnderAnotherNameIsNotUnseen() throws IOException {
        Path alone = data.resolve("test");
        Path run = train(alone, "run");
        Evaluation evaluation = evaluate(run, request(SOME).withData(data.toString()));
        assertThat(real(run).sha256()).isNotEqualTo(hash(run));
        assertThat(real(run).split()).isEqualTo("train");
        assertThat(real(run).count()).isEqualTo(TRAIN);
        assertThat(real(run).learned()).contains(HeldOut.Learned.NO);
        // copies are looked for among the 60 that it learned from
        assertThat(evaluation.json().get("pairsNote").toString()).contains("of 60 training images");
    }

    @Test
    void whatOverlapsIsLeftOutAndSaid() throws IOException {
        for (int i = 0; i < 30; i++) {
            Path of = Path.of(Stripes.CLASSES.get(i % 2));
            Files.copy(
                    data.resolve("train").resolve(of).resolve(i + ".png"),
                    data.resolve("test").resolve(of).resolve("x" + i + ".png"));
        }
        Path run = train(data, "run");
        Evaluation evaluation = evaluate(run, request(SOME));
        assertThat(real(run).count()).isEqualTo(60);
        assertThat(real(run).source()).contains("without 30 that were learned from");
        assertThat(evaluation.json().get("cautions").toString()).contains("30 of 90 images of the test split");
        assertThat(heard).anyMatch(line -> line.contains("30 of 90 images of the test split"));
    }

    @Test
    void whereAllWasLearnedEveryVerdictAndThePassportSaySo() throws IOException {
        Path run = train(data.resolve("train"), "run");
        Evaluation evaluation = evaluate(run, request());
        assertThat(real(run).learned()).contains(HeldOut.Learned.YES);
        assertThat(evaluation.verdicts())
                .filteredOn(verdict -> !verdict.topic().equals("Training"))
                .isNotEmpty()
                .allMatch(verdict -> verdict.text().contains("the very images that it learned from"));
        assertThat(verdict(evaluation, "Copies")).startsWith("Not decidable");
        assertThat(verdict(evaluation, "Discriminator")).startsWith("Not decidable");
        assertThat(Files.readString(run.resolve("report.html"))).contains("the very images that it learned from");
        // and is not held against one that was judged by others
        Path other = train(data, "other");
        evaluate(other, request().withData(data.toString()));
        assertBadInput(() -> Comparison.of(List.of(run, other)))
                .hasMessageContaining("learned from the real images: yes and no");
        assertThat(Comparison.of(List.of(run, run)).caution().orElseThrow()).contains(run.toString());
    }

    @Test
    void aMovedFolderIsAskedForAndKnownByItsHash() throws IOException {
        Path run = train(data, "run");
        List<Score> before = evaluate(run, request(SOME)).scores();
        Path moved = Files.move(data, folder.resolve("moved"));
        assertBadInput(() -> evaluate(run, request(SOME))).hasMessageContaining("--data SOURCE");
        assertThat(evaluate(run, request(SOME).withData(moved.toString())).scores())
                .isEqualTo(before);
    }

    @Test
    void imagesThatAreNoMoreAreNotReplacedByOthers() throws IOException {
        Path run = train(data, "run");
        Files.delete(data.resolve("train/lying/0.png"));
        Evaluation evaluation = evaluate(run, request());
        assertThat(real(run).learned()).contains(HeldOut.Learned.UNKNOWN);
        assertThat(verdict(evaluation, "Copies"))
                .startsWith("Not decidable")
                .contains(hash(run).substring(0, 12), "--data SOURCE");
        assertThat(verdict(evaluation, "Discriminator")).startsWith("Not decidable");
        assertThat(verdict(evaluation, "Variety")).contains("is not known");
        assertThat(evaluation.json()).doesNotContainKeys("memorisation", "discriminator", "pairsNote");
        assertThat(evaluation.scores())
                .allMatch(score -> score.real().isEmpty() || score.name().equals("ms_ssim"));
    }

    /** Evaluations of before did not say it, but the receipt beside them does. */
    @Test
    void anOldEvaluationByLearnedImagesIsFoundOut() throws IOException {
        Path run = train(data.resolve("train"), "run");
        evaluate(run, request(SOME));
        Path file = run.resolve("evaluation.json");
        Files.writeString(file, Files.readString(file).replaceAll("\"learnedFrom\" : \"yes\",?", ""));
        Files.writeString(file, Files.readString(file).replaceAll(",(\\s*})", "$1"));
        assertThat(real(run).learned()).contains(HeldOut.Learned.YES);
    }

    /** Names that are others, and labels that it does not know, are not this extractor's classes. */
    @Test
    void aForeignExtractorTellsNothingOfClasses() throws IOException {
        ImageShape shape = new ImageShape(1, SIDE, SIDE);
        try (Classifier network = SmallResnet.classifier(shape, 3, 4)) {
            network.initialise(RandomStream.of(1, "extractor"));
            ExtractorCard card = new ExtractorCard(
                    "hats",
                    1,
                    List.of("cap", "beret", "bowler"),
                    shape,
                    4,
                    network.features(),
                    0.5,
                    "none",
                    "hats",
                    "0",
                    Map.of());
            DomainExtractor.write(extractor, network, card);
        }
        Path run = train(data, "run");
        Evaluation evaluation = evaluate(run, request());
        assertThat(evaluation.scores())
                .extracting(Score::name)
                .contains("fid", "coverage")
                .doesNotContain("is", "is_std", "modes", "class_kl", "class_js");
        assertThat(verdict(evaluation, "Classes")).startsWith("Not told").contains("cap, beret, bowler", "lying");
        assertThat(evaluation.json().get("leftOut").toString()).contains("is, is_std", "modes, class_kl, class_js");
        assertBadInput(() -> evaluate(run, request("is", "modes"))).hasMessageContaining("nothing can be told");
    }

    @Test
    void oneSetAgainstItselfIsSaid() {
        Evaluation evaluation = Evaluation.ofImages(
                data.resolve("test").toString(),
                data.resolve("test").toString(),
                request("fid"),
                LoadProgress.SILENT,
                heard::add);
        assertThat(evaluation.json().get("cautions").toString())
                .contains("real and judged images are the same 60")
                .doesNotContain("no more samples than numbers"); // 60 of 16 numbers
        assertThat(heard).anyMatch(line -> line.contains("the same 60"));
    }
}
