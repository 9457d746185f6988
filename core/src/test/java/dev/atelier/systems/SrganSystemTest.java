package dev.atelier.systems;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.PhotoRows;
import dev.atelier.data.PhotoTreatment;
import dev.atelier.data.Photograph;
import dev.atelier.data.Photographs;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.networks.SrResnet;
import dev.atelier.networks.Tiles;
import dev.atelier.nn.Pass;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.RunObserver;
import dev.atelier.run.Sampler;
import dev.atelier.run.StatsRow;
import dev.atelier.run.ToyRuns;
import dev.atelier.run.TrainingRun;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.training.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Super-resolution as a run: its stages, what is kept of them, what it is compared by. */
class SrganSystemTest {
    private static final int STEPS = 10;
    private static final Srgan SYSTEM = new Srgan();

    @TempDir
    Path folder;

    /** A picture of waves, so that there is something to enlarge. */
    private static Image picture(int channels, int height, int width, int number) {
        byte[] pixels = new byte[channels * height * width];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int c = i / width / height;
            pixels[i] = (byte) (128 + 100 * Math.sin(x * (0.2 + 0.05 * number) + y * 0.3 + c) - y);
        }
        return new Image(channels, height, width, pixels);
    }

    private static PhotoRows photographs(int channels) {
        List<Photograph> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(Photograph.of("photo" + i, picture(channels, 40 + 4 * i, 64 - 4 * i, i), 4));
        }
        return new PhotoRows(
                new Photographs("waves", all, 4, 16), PhotoTreatment.of(1).turned());
    }

    private static Recipe recipe() {
        return Recipe.of(SYSTEM)
                .with("network.width", 1 / 32.0)
                .with("network.blocks", 2)
                .with("data.crop", 16)
                .with("data.batch", 4)
                .with("train.steps", STEPS)
                .with("train.threads", 1)
                .with("train.device", "cpu")
                .with("train.precision", "fp32")
                .with("log.everySteps", 1)
                .with("samples.everySteps", 5)
                .with("samples.count", 2)
                .with("checkpoint.everySteps", 1)
                .with("checkpoint.keep", 100);
    }

    private Path trained(String name, Recipe recipe, PhotoRows data) {
        Path run = folder.resolve(name);
        try (TrainingRun training = TrainingRun.start(SYSTEM, recipe, data, run)) {
            training.train();
        }
        return run;
    }

    @Test
    void firstSquaresThenQuarterTurnsThenTheGame() throws IOException {
        Path run = trained("run", recipe(), photographs(3));
        List<StatsRow> rows = new RunDirectory(run).rows();
        assertThat(rows).hasSize(STEPS);
        for (StatsRow row : rows) {
            Set<String> names = row.values().keySet();
            if (row.step() <= 6) {
                assertThat(names).contains("squares").doesNotContain("lossD", "lossT", "content");
            } else if (row.step() == 7) {
                assertThat(names).contains("lossT", "accuracyTurns").doesNotContain("squares", "lossD");
            } else {
                assertThat(names).contains("content", "pixel", "lossG", "lossD").doesNotContain("squares");
            }
        }
        Recipe kept = new RunDirectory(run).recipe();
        assertThat(kept.get(SrganKeys.FEATURES)).isEqualTo("rotation");
        assertThat(kept.get(SrganKeys.SQUARES)).isEqualTo(6);
        assertThat(kept.get(SrganKeys.TURNS)).isEqualTo(1);
        try (Sampler border = Sampler.at(6, run, "cpu", line -> {});
                Sampler end = Sampler.open(run)) {
            String ofFirst = border.networks().network("generator").sha256();
            assertThat(border.networks().network("srresnet").sha256()).isEqualTo(ofFirst);
            assertThat(end.networks().network("srresnet").sha256()).isEqualTo(ofFirst);
            assertThat(end.networks().network("generator").sha256()).isNotEqualTo(ofFirst);
            assertThat(end.models().keySet()).containsExactly("srgan", "srresnet");
        }
    }

    /** In each stage, and on both borders. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6, 7, 8})
    void stoppedAndResumedItIsTheSameToTheBit(int stop) throws IOException {
        Path whole = trained("whole", recipe(), photographs(3));
        Path stopped = folder.resolve("stopped");
        try (TrainingRun run = TrainingRun.start(SYSTEM, recipe(), photographs(3), stopped)) {
            run.train(() -> run.step() == stop);
        }
        try (TrainingRun run = TrainingRun.resume(SYSTEM, photographs(3), stopped)) {
            assertThat(run.step()).isEqualTo(stop);
            run.train();
        }
        Map<String, Object> expected = ToyRuns.outcome(whole);
        Map<String, Object> outcome = ToyRuns.outcome(stopped);
        assertThat(outcome.keySet()).isEqualTo(expected.keySet());
        expected.forEach((what, value) -> assertThat(outcome.get(what)).as(what).isEqualTo(value));
    }

    private static PictureModel blend(Sampler run, double share) {
        return ((PictureModel) run.model())
                .with(new PictureOptions(false, Optional.empty(), OptionalDouble.of(share), 1));
    }

    @Test
    void aBlendLeadsFromTheFirstStageToTheLast() {
        Path run = trained("run", recipe().with("generator.learningRate", 0.01), photographs(3));
        try (Sampler sampler = Sampler.open(run)) {
            PictureModel last = (PictureModel) sampler.model();
            PictureModel first = (PictureModel) sampler.models().get("srresnet");
            Image input = picture(3, 9, 11, 3);
            assertThat(blend(sampler, 0).make(input).values())
                    .isEqualTo(first.make(input).values());
            assertThat(blend(sampler, 1).make(input).values())
                    .isEqualTo(last.make(input).values());
            assertThat(first.make(input).values()).isNotEqualTo(last.make(input).values());
            assertThat(blend(sampler, 0.5).make(input).values())
                    .isNotEqualTo(first.make(input).values())
                    .isNotEqualTo(last.make(input).values());
            assertBadInput(() -> ((PictureModel) sampler.models().get("srresnet"))
                            .with(new PictureOptions(false, Optional.empty(), OptionalDouble.of(0.5), 1)))
                    .hasMessageContaining("--blend has no effect here");
        }
    }

    @Test
    void tilesAreTheWholePicture() {
        Path run = trained("run", recipe().with("train.steps", 3), photographs(3));
        try (Sampler sampler = Sampler.open(run)) {
            PictureModel model = (PictureModel) sampler.model();
            assertThat(model.scale()).isEqualTo(4);
            assertThat(model.halo().getAsInt()).isLessThanOrEqualTo(40);
            assertThat(model.trainedSide()).isEmpty();
            Image input = picture(3, 33, 50, 1);
            float[] whole = model.make(input).values();
            assertThat(new Tiles(model, 12).make(input).values()).containsExactly(whole, Offset.offset(2e-3f));
        }
    }

    /** Levels are 0 to 255: a thousandth is less than 1e-5 of the range that the network works in. */
    @Test
    void contentIsBroughtToTheSizeOfPixels() throws IOException {
        Path run = trained("run", recipe(), photographs(3));
        double pixels = 0;
        double content = 0;
        try (Sampler before = Sampler.at(7, run, "cpu", line -> {});
                TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                BatchLoader batches = new BatchLoader(photographs(3), FeedKeys.plan(before.recipe()), Cursor.start())) {
            SrResnet generator = (SrResnet) before.networks().network("generator");
            Classifier turns = (Classifier) before.networks().network("turns");
            Pass pass = Pass.evaluation(Precision.FP32);
            for (int i = 0; i < 7 + 16; i++) {
                try (Fields batch = batches.next()) {
                    if (i >= 7) { // 16 batches of 4 behind the seven that were learned from
                        Tensor made = generator.forward(batch.get("input"), pass);
                        Tensor real = batch.get(Fields.REAL);
                        pixels += made.sub(real).square().mean().item_double() / 16;
                        content += turns.map(made, pass)
                                        .sub(turns.map(real, pass))
                                        .square()
                                        .mean()
                                        .item_double()
                                / 16;
                    }
                }
            }
        }
        TrainingState state = new TrainingState(1);
        state.load(ToyRuns.state(run.resolve("checkpoints/0000000008")));
        assertThat(ContentScale.factor(state).toDouble()).isCloseTo(pixels / content, within(1e-5 * pixels / content));
    }

    @Test
    void theMapOfAClassifierIsAtStrideFourAndHasNegativeValues() {
        Path run = trained("run", recipe().with("train.steps", 3), photographs(3));
        try (Sampler sampler = Sampler.open(run);
                TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Classifier turns = (Classifier) sampler.networks().network("turns");
            Tensor map = turns.map(Tensors.of(new float[3 * 24 * 20], 1, 3, 24, 20), Pass.evaluation(Precision.FP32));
            assertThat(Tensors.shape(map)).containsExactly(1, 128, 6, 5);
            assertThat(map.min().item_double()).as("before its activation").isNegative();
        }
    }

    @ParameterizedTest
    @CsvSource({"discriminator, dense, featuresG", "discriminator, patch, featuresG", "none, dense, content"})
    void otherFeatures(String features, String critic, String row) throws IOException {
        Recipe recipe = recipe().with("content.features", features)
                .with("discriminator.network", critic)
                .with("train.steps", 4);
        Path run = trained("run", recipe, photographs(3));
        List<StatsRow> rows = new RunDirectory(run).rows();
        assertThat(rows.get(3).values().keySet()).contains(row, "lossD").doesNotContain("lossT");
        assertThat(run.resolve("final/turns.safetensors")).doesNotExist();
    }

    @Test
    void featuresOfAnExtractor() throws IOException {
        Recipe recipe = recipe().with("content.features", "fashion-mnist-1").with("train.steps", 3);
        Path run = trained("grey", SYSTEM.resolve(recipe, line -> {}), photographs(1));
        assertThat(new RunDirectory(run).recipe().get(SrganKeys.FILE)).matches("[0-9a-f]{64}");
        assertThat(new RunDirectory(run).rows().get(2).values().keySet()).contains("content", "lossD");
        assertBadInput(() -> TrainingRun.start(SYSTEM, recipe, photographs(3), folder.resolve("colour")))
                .hasMessage("content.features: fashion-mnist-1 looks at images of 1 channels, the photographs have 3;"
                        + " allowed: features of 3, or rotation, discriminator, none");
        assertThat(folder.resolve("colour")).doesNotExist();
    }

    @Test
    void aFileOfVggThatLacksRowsIsRefused() throws IOException {
        Path file = folder.resolve("vgg.safetensors");
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.write(file, Map.of("features.0.weight", Tensors.of(new float[64 * 27], 64, 3, 3, 3)), Map.of());
        }
        Recipe recipe = SYSTEM.resolve(recipe().with("content.features", file), line -> {});
        assertBadInput(() -> TrainingRun.start(SYSTEM, recipe, photographs(3), folder.resolve("run")))
                .hasMessage(file + ": 31 of 32 tensors are missing, the first is 'features.0.bias'");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aTrainingWithoutAGameIsSrresnet() throws IOException {
        Recipe recipe = recipe().with("train.steps", 4).with("pretrain.steps", 4);
        Path run = trained("run", recipe, photographs(3));
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(sampler.networks().network("generator").sha256())
                    .isEqualTo(sampler.networks().network("srresnet").sha256());
        }
    }

    @Test
    void photographsOfAFolderAndALongerTrainingWithTheSameFirstStages() throws IOException {
        Path photos = folder.resolve("photos");
        for (int i = 0; i < 5; i++) {
            String split = i == 4 ? "test" : "train";
            ImageFiles.writePng(picture(3, 40, 49 + i, i), photos.resolve(split).resolve(i + ".png"), Map.of());
        }
        Recipe named = recipe().with("data.source", photos).with("train.steps", 5);
        Path run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(named, run, RunObserver.SILENT)) {
            training.train();
        }
        assertThat(run.resolve("samples/000005.png")).exists();
        try (TrainingRun training = TrainingRun.resume(run, named.with("train.steps", 8), RunObserver.SILENT)) {
            assertThat(training.lastStep()).isEqualTo(8);
            training.train();
        }
        assertThat(new RunDirectory(run).recipe().get(SrganKeys.SQUARES)).isEqualTo(3);
        List<StatsRow> rows = new RunDirectory(run).rows();
        assertThat(rows.get(2).values().keySet()).contains("squares");
        assertThat(rows.get(7).values().keySet()).contains("lossD");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertBadInput(() -> SYSTEM.resolve(recipe().with("data.crop", 66), line -> {}))
                .hasMessage("srgan: data.crop is 66, data.scale 4; allowed: a multiple of it; nearest: 68");
        for (int scale : new int[] {3, 8}) {
            assertBadInput(() -> recipe().with("data.scale", scale)).hasMessageContaining("allowed: 2, 4");
        }
        assertBadInput(() -> recipe().with("data.crop", 8)).hasMessageContaining("16 to 4096");
        assertBadInput(() -> SYSTEM.resolve(
                        recipe().with("content.features", "discriminator").with("loss.adversarial", 0), line -> {}))
                .hasMessageContaining("weighted by loss.adversarial");
        assertBadInput(() -> SYSTEM.resolve(recipe().with("content.features", "no-such-file"), line -> {}))
                .hasMessageContaining("no extractor or file named 'no-such-file'");
        assertBadInput(() -> SYSTEM.open(recipe())).hasMessageContaining("srgan: which photographs?");
        assertBadInput(() -> trained("long", recipe().with("pretrain.steps", 11), photographs(3)))
                .hasMessageContaining("pretrain.steps 11 are more than the 10 steps in all")
                .hasMessageContaining("allowed: 10 together");
        assertThat(folder.resolve("long")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0, 0", "2, 1, 1, 0", "3, 1, 1, 1", "10, 6, 1, 3", "5000, 3000, 500, 1500"})
    void howLongTheStagesAre(long all, long squares, long turns, long game) {
        assertThat(SrganKeys.Lengths.of(recipe(), all)).isEqualTo(new SrganKeys.Lengths(squares, turns, game));
    }
}
