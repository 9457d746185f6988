package dev.atelier.judge;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.data.LoadProgress;
import dev.atelier.data.Stripes;
import dev.atelier.metrics.DomainExtractor;
import dev.atelier.metrics.ExtractorCard;
import dev.atelier.metrics.Verdict;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunObserver;
import dev.atelier.run.TrainingRun;
import dev.atelier.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    static Path folder;

    private static Path data;
    private static Path extractor;
    private static Path other;
    private static Path run;

    @BeforeAll
    static void trainAToy() throws IOException {
        data = folder.resolve("data");
        Stripes.folder(data.resolve("train"), 120, 28, 28, 1);
        Stripes.folder(data.resolve("test"), 100, 28, 28, 2);
        extractor = extractor(folder.resolve("toy.safetensors"), 1);
        other = extractor(folder.resolve("other.safetensors"), 2);
        run = train("run", 1);
    }

    private static Path train(String name, int seed) {
        Path root = folder.resolve(name);
        Recipe recipe = Recipe.named("cgan")
                .with("network.width", "0.0625")
                .with("network.latent", "8")
                .with("data.source", data)
                .with("data.size", "28")
                .with("data.batch", "16")
                .with("train.steps", "12")
                .with("train.threads", "1")
                .with("train.seed", seed)
                .with("log.everySteps", "3")
                .with("checkpoint.everySteps", "6");
        try (TrainingRun training = TrainingRun.start(recipe, root, RunObserver.SILENT)) {
            training.train(() -> false);
        }
        return root;
    }

    private static Path extractor(Path file, long seed) {
        ImageShape shape = new ImageShape(1, 28, 28);
        try (Classifier network = SmallResnet.classifier(shape, 2, 4)) {
            network.initialise(RandomStream.of(seed, "extractor"));
            DomainExtractor.write(
                    file,
                    network,
                    new ExtractorCard(
                            "toy",
                            1,
                            Stripes.CLASSES,
                            shape,
                            4,
                            network.features(),
                            0.5,
                            "none",
                            "toy",
                            "0",
                            Map.of()));
        }
        return file;
    }

    private static EvaluationRequest request(int samples, Path extractor, String... metrics) {
        return new EvaluationRequest(
                samples, List.of(metrics), extractor.toString(), 1, OptionalLong.empty(), true, 20);
    }

    private static Evaluation evaluate(Path run, EvaluationRequest request) {
        Evaluation evaluation = Evaluation.ofRun(run, request, LoadProgress.SILENT, notice -> {});
        evaluation.write(run);
        return evaluation;
    }

    @Test
    void aRunGetsScoresWithPassportsVerdictsAndAPage() throws IOException {
        Evaluation evaluation = evaluate(run, request(80, extractor));
        assertThat(evaluation.scores())
                .extracting(Score::name)
                .contains(
                        "fid",
                        "kid",
                        "is",
                        "precision",
                        "recall",
                        "density",
                        "coverage",
                        "authpct",
                        "ms_ssim",
                        "swd",
                        "modes",
                        "class_js",
                        "ndb",
                        "ppl",
                        "cas",
                        "cas_both");
        EvaluationFile file = EvaluationFile.read(run);
        assertThat(file.passport("fid").extractor().name()).isEqualTo("toy-1");
        assertThat(file.passport("fid").fake().making().orElseThrow().step()).isEqualTo(12);
        assertThat(file.passport("fid").real().count()).isEqualTo(80);
        assertThat(file.passport("swd").extractor().name()).isEqualTo("pixels");
        assertThat(file.passport("cas").extractor().size())
                .as("samples of an image")
                .isEqualTo(28 * 28);
        assertThat(file.score("fid").interval().orElseThrow().low())
                .isLessThan(file.score("fid").interval().orElseThrow().high());
        assertThat(file.score("fid").real().orElseThrow())
                .isLessThan(file.score("fid").value());
        assertThat(evaluation.verdicts())
                .extracting(Verdict::topic)
                .contains(
                        "Likeness",
                        "Realism",
                        "Variety",
                        "Difference",
                        "Classes",
                        "Copies",
                        "Discriminator",
                        "Usefulness",
                        "Training");
        String page = Files.readString(run.resolve("report.html"))
                .replace("xmlns=\"http://www.w3.org/2000/svg\"", ""); // a name, no address
        assertThat(page)
                .contains(
                        "id=\"verdicts\"",
                        "id=\"classes\"",
                        "id=\"neighbours\"",
                        "id=\"curves\"",
                        "id=\"receipt\"",
                        "data:image/png;base64,",
                        "<svg ",
                        "role=\"img\" aria-label=\"losses\"",
                        "lying",
                        "standing",
                        "passport-features")
                .doesNotContain("{{", "http://", "https://", ">NaN");
    }

    @Test
    void theSameRunGetsTheSameNumbers() {
        EvaluationRequest some = request(60, extractor, "fid", "kid", "precision");
        Evaluation first = Evaluation.ofRun(run, some, LoadProgress.SILENT, notice -> {});
        Evaluation second = Evaluation.ofRun(run, some, LoadProgress.SILENT, notice -> {});
        assertThat(first.scores()).isEqualTo(second.scores());
        assertThat(first.scores()).extracting(Score::name).containsExactly("fid", "kid", "precision");
    }

    @Test
    void runsCompareOnlyUnderEqualPassports() {
        Path second = train("second", 2);
        evaluate(run, request(60, extractor, "fid", "kid"));
        evaluate(second, request(60, extractor, "fid", "kid"));
        Comparison comparison = Comparison.of(List.of(run, second));
        assertThat(comparison.names()).containsExactly("fid", "kid");
        evaluate(second, request(50, extractor, "fid", "kid"));
        assertBadInput(() -> Comparison.of(List.of(run, second)))
                .hasMessageContaining("fid, kid: number of real images: 60 and 50");
        evaluate(second, request(60, other, "fid", "kid"));
        assertThatThrownBy(() -> Comparison.of(List.of(run, second))).hasMessageContaining("weights of the extractor");
        assertThatThrownBy(() -> Comparison.of(List.of(run, folder.resolve("nowhere"))))
                .hasMessageContaining("no such run or evaluation");
    }

    /** Training images in the place of generated ones are copies, unseen ones are not. */
    @Test
    void imagesOfFoldersAreJudgedToo() throws IOException {
        EvaluationRequest request = request(1000, extractor);
        Evaluation copies = Evaluation.ofImages(
                data.toString(), data.resolve("train").toString(), request, LoadProgress.SILENT, notice -> {});
        assertThat(verdict(copies, "Copies")).isEqualTo(Verdict.Level.POOR);
        Path fresh = Stripes.folder(folder.resolve("fresh"), 120, 28, 28, 3);
        Evaluation honest =
                Evaluation.ofImages(data.toString(), fresh.toString(), request, LoadProgress.SILENT, notice -> {});
        assertThat(verdict(honest, "Copies")).isNotEqualTo(Verdict.Level.POOR);
        Score fid = honest.scores().stream()
                .filter(score -> score.name().equals("fid"))
                .findFirst()
                .orElseThrow();
        assertThat(fid.value()).isLessThan(5 * fid.real().orElseThrow());
        assertThat(verdict(honest, "Likeness")).isEqualTo(Verdict.Level.UNKNOWN); // 120 images tell too little
    }

    private static Verdict.Level verdict(Evaluation evaluation, String topic) {
        return evaluation.verdicts().stream()
                .filter(verdict -> verdict.topic().equals(topic))
                .findFirst()
                .orElseThrow()
                .level();
    }
}
