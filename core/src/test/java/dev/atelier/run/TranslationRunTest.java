package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Systems that make pictures of pictures, and the pyramid, as whole runs at toy width. */
class TranslationRunTest {
    static final int STEPS = 9;

    private static final int SIDE = 16;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "pix2pix, 1, 1, ''",
        "pix2pix, 1, 3, ''",
        "pix2pix, 3, 1, data.direction=AtoB",
        "pix2pix, 3, 3, data.jitter=false data.flip=false",
        "pix2pix, 3, 3, data.space=lab",
        "pix2pix, 3, 3, data.derive=edges",
        "pix2pix, 4, 3, data.channelsA=4",
        "cyclegan, 3, 3, network.up=resize",
        "cyclegan, 1, 3, loss.identity=0",
        "lapgan, 0, 3, ''"
    })
    void stoppedAndResumedItIsTheSameToTheBit(String system, int inputs, int outputs, String settings)
            throws IOException {
        Recipe recipe = recipe(system, inputs, outputs, settings);
        Path straight = folder.resolve("straight");
        try (TrainingRun run = TrainingRun.start(recipe, straight, RunObserver.SILENT)) {
            assertThat(run.train(() -> false)).isTrue();
        }
        Path stopped = folder.resolve("stopped");
        try (TrainingRun first = TrainingRun.start(recipe, stopped, RunObserver.SILENT)) {
            assertThat(first.train(() -> first.step() == 5)).isFalse();
        }
        try (TrainingRun second = TrainingRun.resume(stopped, RunObserver.SILENT)) {
            assertThat(second.train(() -> false)).isTrue();
        }
        assertThat(ToyRuns.outcome(stopped)).isEqualTo(ToyRuns.outcome(straight));
        assertThat(straight.resolve("samples/000009.png")).exists();
    }

    /** Pools, cursors of two feeds, players and stages are in the checkpoint, and nothing else is needed. */
    @ParameterizedTest
    @CsvSource({"pix2pix, 3", "cyclegan, 3", "srgan, 0", "lapgan, 0"})
    void killedItGoesOnToTheSameBit(String system, int inputs) throws Exception {
        Recipe recipe = recipe(system, inputs, 3, "checkpoint.everySteps=1 checkpoint.keep=100");
        Path whole = folder.resolve("whole");
        try (TrainingRun run = TrainingRun.start(recipe, whole, RunObserver.SILENT)) {
            run.train();
        }
        Path file = folder.resolve("recipe.yaml");
        Files.writeString(file, recipe.yaml());
        Path killed = folder.resolve("killed");
        KilledProcess.in(killed, RecipeProcess.class, file.toString(), killed.toString());
        try (TrainingRun run = TrainingRun.resume(killed, RunObserver.SILENT)) {
            assertThat(run.step()).isBetween(1L, STEPS - 2L);
            run.train();
        }
        assertThat(ToyRuns.outcome(killed)).isEqualTo(ToyRuns.outcome(whole));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, ''",
        "1, 3, ''",
        "3, 1, ''",
        "3, 3, data.space=lab",
        "4, 3, data.channelsA=4",
        "2, 4, data.channelsA=2 data.channelsB=4",
        "3, 4, data.channelsA=4 data.direction=BtoA"
    })
    void whatComesOutHasTheChannelsThatWereLearned(int inputs, int outputs, String settings) throws IOException {
        boolean back = settings.contains("BtoA");
        Path run = trained(recipe("pix2pix", back ? outputs : inputs, back ? inputs : outputs, settings));
        try (Sampler sampler = Sampler.open(run)) {
            PictureModel model = (PictureModel) sampler.model();
            assertThat(model.inputChannels()).isEqualTo(inputs);
            assertThat(model.outputChannels()).isEqualTo(outputs);
            Image seen = model.seen(picture(inputs, 32, 48));
            assertThat(Channels.convert(Channels.convert(seen, 1), seen.channels())
                            .equals(seen))
                    .isEqualTo(inputs == 1 || settings.contains("lab"));
            Image made = model.apply(picture(inputs, 32, 48));
            assertThat(made.channels()).isEqualTo(outputs);
            assertThat(made.height()).isEqualTo(32);
            assertThat(made.width()).isEqualTo(48);
        }
    }

    /** The doctor draws nothing, so a run without him ends with the same bits. */
    @ParameterizedTest
    @CsvSource({"pix2pix, '', likeness likenessReal variety", "cyclegan, /B, likeness/B likeness/A variety/B variety/A"
    })
    void theDoctorLooksAtWhatIsMadeOfAFewPictures(String system, String ending, String names) throws IOException {
        Recipe recipe = recipe(system, 3, 3, "")
                .with("train.steps", "100")
                .with("log.everySteps", "50")
                .with("checkpoint.everySteps", "100");
        Path run = trained(recipe);
        Map<String, Double> row = new RunDirectory(run).rows().get(1).values();
        assertThat(row).containsKeys(names.split(" "));
        assertThat(row.get("likeness" + ending)).isBetween(-1.0, 1.0);
        assertThat(row.get("variety" + ending)).isPositive();
        assertThat(new RunDirectory(run).rows().get(0).values()).doesNotContainKey("variety" + ending);
        Path without = folder.resolve("without");
        try (TrainingRun training =
                TrainingRun.start(recipe.with("doctor.action", "off"), without, RunObserver.SILENT)) {
            training.train(() -> false);
        }
        Map<String, Object> outcome = ToyRuns.outcome(run);
        ToyRuns.outcome(without).forEach((name, value) -> {
            if (name.endsWith(".safetensors")) {
                assertThat(outcome.get(name)).as(name).isEqualTo(value);
            }
        });
    }

    @Test
    void channelsThatLabDoesNotHaveAreRefused() throws IOException {
        Recipe recipe = recipe("pix2pix", 3, 3, "data.space=lab data.channelsA=1");
        assertThatThrownBy(() -> TrainingRun.start(recipe, folder.resolve("run"), RunObserver.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("space lab takes colour on both sides");
    }

    @Test
    void dropoutIsNoiseAndTheSameSeedIsTheSameNoise() throws IOException {
        Path run = trained(recipe("pix2pix", 3, 3, "data.derive=noise").with("data.size", "32"));
        try (Sampler sampler = Sampler.open(run)) {
            PictureModel model = (PictureModel) sampler.model();
            Image input = picture(3, 32, 32);
            PictureOptions noisy = new PictureOptions(true, Optional.empty(), OptionalDouble.empty(), 1);
            Image once = model.with(noisy).apply(input);
            assertThat(model.with(noisy).apply(input)).isEqualTo(once);
            assertThat(model.with(noisy.withSeed(2)).apply(input)).isNotEqualTo(once);
            assertThat(model.apply(input)).isEqualTo(model.apply(input));
        }
    }

    @Test
    void aCycleHasAModelForEachDirection() throws IOException {
        Path run = trained(recipe("cyclegan", 3, 3, ""));
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(sampler.models().values())
                    .extracting(model -> ((PictureModel) model).direction())
                    .containsExactly("AtoB", "BtoA");
            GenerativeModel model = sampler.model();
            PictureOptions noisy = new PictureOptions(true, Optional.empty(), OptionalDouble.empty(), 1);
            assertThatThrownBy(() -> ((PictureModel) model).with(noisy))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith("--dropout has no effect here");
        }
    }

    @Test
    void kindsOfUnlikeChannelsCannotStayAsTheyAre() throws IOException {
        Recipe recipe = recipe("cyclegan", 1, 3, "");
        assertThatThrownBy(() -> TrainingRun.start(recipe, folder.resolve("run"), RunObserver.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessage("loss.identity 0.5 needs as many channels in A as in B (1, 3); set loss.identity=0");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    /** Recipes of such runs had the metric of images from noise, which was of no effect. */
    @Test
    void aRunOfBeforeThereWereMeasurementsIsOpened() throws IOException {
        Path run = trained(recipe("pix2pix", 3, 3, ""));
        Path recipe = run.resolve("recipe.yaml");
        String written = Files.readString(recipe);
        assertThat(written).contains("names: l1");
        Files.writeString(recipe, written.replace("names: l1", "names: swd"));
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(sampler.model()).isInstanceOf(PictureModel.class);
        }
        Recipe measured = recipe("pix2pix", 3, 3, "metrics.names=swd metrics.everySteps=3");
        assertThatThrownBy(() -> TrainingRun.start(measured, folder.resolve("other"), RunObserver.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("metrics.names has swd, which means nothing of pictures of pictures");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void severalBatchesInAStepAreRefused() throws IOException {
        Recipe recipe = recipe("pix2pix", 3, 3, "train.accumulate=2");
        assertThatThrownBy(() -> TrainingRun.start(recipe, folder.resolve("run"), RunObserver.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "train.accumulate is 2, but the turns of a step of system pix2pix share what was made of one"
                                + " batch; allowed: 1");
    }

    /** Whichever thread takes which shard; and stopped in the middle under another number of threads. */
    @ParameterizedTest
    @CsvSource({"pix2pix, 3", "cyclegan, 3", "srgan, 0", "lapgan, 0"})
    void theBitsDoNotDependOnTheThreadsThatTakeShards(String system, int inputs) throws IOException {
        String shards = "data.batch=4 train.shards=2";
        Recipe recipe =
                recipe(system, inputs, 3, system.equals("cyclegan") ? shards + " discriminator.pool=4" : shards);
        Path one = folder.resolve("one");
        try (TrainingRun run = TrainingRun.start(recipe, one, RunObserver.SILENT)) {
            run.train();
        }
        Path two = folder.resolve("two");
        try (TrainingRun run = TrainingRun.start(recipe.with("train.threads", 2), two, RunObserver.SILENT)) {
            run.train(() -> run.step() == 4);
        }
        try (TrainingRun run = TrainingRun.resume(two, RunObserver.SILENT)) {
            run.train();
        }
        Map<String, Object> expected = withoutThreads(ToyRuns.outcome(one));
        Map<String, Object> outcome = withoutThreads(ToyRuns.outcome(two));
        assertThat(outcome.keySet()).isEqualTo(expected.keySet());
        expected.forEach((what, value) -> assertThat(outcome.get(what)).as(what).isEqualTo(value));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> withoutThreads(Map<String, Object> outcome) {
        ((Map<String, Object>) ((Map<String, Object>) outcome.get("state")).get("recipe")).remove("train.threads");
        return outcome;
    }

    @Test
    void aRunThatNamesNoPicturesSaysWhatItNeeds() {
        assertThatThrownBy(() -> TrainingRun.start(Recipe.named("pix2pix"), folder.resolve("run"), RunObserver.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("pix2pix: which pictures? allowed: --data FOLDER of pairs");
    }

    private Path trained(Recipe recipe) {
        Path run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(recipe, run, RunObserver.SILENT)) {
            training.train(() -> false);
        }
        return run;
    }

    private Recipe recipe(String system, int inputs, int outputs, String settings) throws IOException {
        boolean derived = settings.contains("derive") || inputs == 0;
        Path data = folder.resolve("data");
        for (int i = 0; i < 18; i++) {
            if (derived) {
                write(data, outputs, i, 0);
            } else {
                write(data.resolve("A"), inputs, i, 0);
                write(data.resolve("B"), outputs, i, 7);
            }
        }
        Recipe recipe = Recipe.named(system)
                .with("data.source", data)
                .with("data.batch", "2")
                .with("network.width", "0.0625")
                .with("train.steps", STEPS)
                .with("train.device", "cpu")
                .with("train.threads", "1")
                .with("train.shards", "1")
                .with("train.precision", "fp32")
                .with("log.everySteps", "3")
                .with("samples.everySteps", "1000")
                .with("samples.count", "2")
                .with("checkpoint.everySteps", "4");
        if (system.equals("cyclegan")) {
            recipe = recipe.with("discriminator.pool", "3");
        }
        String side = Integer.toString(SIDE);
        recipe = system.equals("srgan") ? recipe.with("data.crop", side) : recipe.with("data.size", side);
        for (Map.Entry<String, String> each : settings(settings).entrySet()) {
            recipe = recipe.with(each.getKey(), each.getValue());
        }
        return recipe;
    }

    private static Map<String, String> settings(String words) {
        Map<String, String> settings = new java.util.LinkedHashMap<>();
        for (String word : words.split(" ")) {
            if (!word.isEmpty()) {
                settings.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
        }
        return settings;
    }

    private static void write(Path folder, int channels, int number, int kind) throws IOException {
        Files.createDirectories(folder);
        ImageFiles.writePng(picture(channels, 34, 34 + number, kind), folder.resolve(number + ".png"), Map.of());
    }

    /** Noise, with some transparency where there is alpha. */
    private static Image picture(int channels, int height, int width) {
        return picture(channels, height, width, 0);
    }

    private static Image picture(int channels, int height, int width, int kind) {
        byte[] pixels = new byte[channels * height * width];
        new Random(1000L * kind + 31L * width + channels).nextBytes(pixels);
        return new Image(channels, height, width, pixels);
    }
}
