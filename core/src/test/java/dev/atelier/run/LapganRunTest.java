package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.networks.PictureModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Conditions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pyramids as whole runs at toy width, on class folders of bright and dark pictures. */
class LapganRunTest {
    private static final int SIDE = 16;

    @TempDir
    Path folder;

    private Path data;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void pictures() {
        data = folder.resolve("data");
        for (int i = 0; i < 9; i++) {
            for (String kind : List.of("bright", "dark")) {
                write("train/" + kind, i, SIDE);
                if (i < 3) {
                    write("test/" + kind, 100 + i, SIDE);
                }
            }
        }
    }

    private void write(String where, int number, int side) {
        byte[] pixels = new byte[side * side];
        new Random(number).nextBytes(pixels);
        for (int i = 0; i < pixels.length; i++) {
            int level = (pixels[i] & 0xFF) / 3;
            pixels[i] = (byte) (where.endsWith("bright") ? 255 - level : level);
        }
        ImageFiles.writePng(
                new Image(1, side, side, pixels), data.resolve(where).resolve(number + ".png"), Map.of());
    }

    private Recipe recipe(String name, String... settings) {
        Recipe recipe = Recipe.named(name)
                .with("data.source", data)
                .with("data.batch", "4")
                .with("network.width", "0.0625")
                .with("train.steps", "9")
                .with("train.device", "cpu")
                .with("train.threads", "1")
                .with("train.precision", "fp32")
                .with("log.everySteps", "3")
                .with("samples.everySteps", "1000")
                .with("samples.count", "3")
                .with("samples.finalCount", "3")
                .with("checkpoint.everySteps", "4");
        for (String setting : settings) {
            recipe = recipe.withSetting(setting);
        }
        return recipe;
    }

    private final RunObserver listening = new RunObserver() {
        @Override
        public void notice(String line) {
            notices.add(line);
        }
    };

    private Path trained(Recipe recipe) {
        Path run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(recipe, run, listening)) {
            training.train(() -> false);
        }
        return run;
    }

    /** An epoch is 4 steps, so that rates and momentum change on the way. */
    @ParameterizedTest
    @CsvSource({
        "lapgan, condition.mode=concatenation",
        "lapgan-paper, schedule.perEpoch=0.5 momentum.perEpoch=0.1",
        "lapgan-paper, schedule.perEpoch=0.5 momentum.perEpoch=0.1 condition.mode=concatenation",
    })
    void stoppedAndResumedItIsTheSameToTheBit(String name, String settings) throws IOException {
        Recipe recipe = recipe(name, settings.split(" "));
        Path straight = trained(recipe);
        Path stopped = folder.resolve("stopped");
        try (TrainingRun first = TrainingRun.start(recipe, stopped, RunObserver.SILENT)) {
            assertThat(first.train(() -> first.step() == 5)).isFalse();
        }
        try (TrainingRun second = TrainingRun.resume(stopped, RunObserver.SILENT)) {
            assertThat(second.train(() -> false)).isTrue();
        }
        assertThat(ToyRuns.outcome(stopped)).isEqualTo(ToyRuns.outcome(straight));
    }

    @Test
    void ratesThatFallByTheEpochMakeAnotherRun() throws IOException {
        Path plain = trained(recipe("lapgan-paper", "schedule.perEpoch=0"));
        Path other = folder.resolve("falling");
        try (TrainingRun run =
                TrainingRun.start(recipe("lapgan-paper", "schedule.perEpoch=0.5"), other, RunObserver.SILENT)) {
            run.train(() -> false);
        }
        try (Sampler one = Sampler.open(plain);
                Sampler two = Sampler.open(other)) {
            assertThat(two.networks().network("generator1").sha256())
                    .isNotEqualTo(one.networks().network("generator1").sha256());
        }
    }

    @Test
    void theGridHoldsSamplesAgainstImagesThatWereNotLearnedFrom() {
        Path run = trained(recipe("lapgan"));
        Image grid = ImageFiles.read(run.resolve("samples/000009.png"));
        int column = SIDE + 2;
        int row = 3 * (SIDE + 1) + 1;
        assertThat(grid.width()).isEqualTo(3 * (3 * column) + 2 * 4);
        assertThat(grid.height()).isEqualTo(3 * row + 2 * 2);
        Image first = ImageFiles.read(data.resolve("test/bright/100.png"));
        int top = 2 + 3 * (2 * (SIDE + 1) + 1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                assertThat(grid.at(0, top + 3 * y, 2 + 3 * (1 + x))).isEqualTo(first.at(0, y, x));
            }
        }
        assertThat(notices).noneMatch(line -> line.contains("held out"));
    }

    @Test
    void whereNothingIsHeldOutALineSaysSo() {
        data = data.resolve("train");
        trained(recipe("lapgan"));
        assertThat(notices)
                .filteredOn(line -> line.startsWith("no image is held out"))
                .hasSize(1);
    }

    @Test
    void aConditionalPyramidMakesTheClassThatIsAskedFor() {
        Path run = trained(recipe("lapgan", "condition.mode=concatenation"));
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(sampler.attributes().names()).containsExactly("class");
            Conditions bright = Conditions.NONE.with("class", "bright");
            List<Image> turns = sampler.sample(4, 1, bright.with("class", "dark"), true);
            assertThat(turns.get(0)).isNotEqualTo(turns.get(1)).isEqualTo(turns.get(2));
            assertThat(sampler.sample(1, 1, bright, true).get(0)).isEqualTo(turns.get(0));
            assertBadInputWithoutTrace(run, () -> sampler.sample(1, 1, Conditions.NONE.with("class", "grey"), false))
                    .hasMessageContaining("unknown value 'grey'");
        }
    }

    @Test
    void dataWithoutAttributesAreRefused() {
        data = data.resolve("train/dark");
        assertBadInputWithoutTrace(
                        folder,
                        () -> TrainingRun.start(
                                recipe("lapgan", "condition.mode=concatenation"),
                                folder.resolve("none"),
                                RunObserver.SILENT))
                .hasMessageContaining("has no attributes");
    }

    @Test
    void aTrainedPyramidEnlargesByEveryPowerOfTwoOfItsLevels() {
        write("train/dark", 50, 64);
        Path run = trained(recipe("lapgan", "data.size=64", "train.steps=2"));
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(sampler.models().keySet()).containsExactly("chain", "x2", "x4", "x8");
            PictureModel model = (PictureModel) sampler.models().get("x8");
            Image made = model.apply(ImageFiles.read(data.resolve("test/dark/100.png")));
            assertThat(made.height()).isEqualTo(8 * SIDE);
        }
    }

    @Test
    void anOddSideLosesAPixelAndALineSaysSo() {
        data = folder.resolve("odd");
        for (int i = 0; i < 4; i++) {
            write("train/dark", i, 31);
        }
        Path run = trained(recipe("lapgan", "train.steps=1"));
        assertThat(RunDirectory.open(run).recipe().values()).containsEntry("data.size", "30x30");
        assertThat(notices)
                .containsOnlyOnce(
                        "the images are 31×31 (width×height), and an odd side cannot be halved: they are taken"
                                + " at 30×30; data.size names another size");
        assertBadInputWithoutTrace(
                        folder,
                        () -> TrainingRun.start(
                                recipe("lapgan", "data.size=31"), folder.resolve("none"), RunObserver.SILENT))
                .hasMessageContaining("31×31")
                .hasMessageContaining("30×30");
    }
}
