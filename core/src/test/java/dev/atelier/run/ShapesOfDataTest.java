package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that are not small grey images, and discriminators that classify. */
class ShapesOfDataTest {
    @TempDir
    Path folder;

    @Test
    void colourPicturesAreLearnedInTheirOwnSize() {
        Path data = folder.resolve("data");
        for (int i = 0; i < 8; i++) {
            ImageFiles.writePng(Image.filled(3, 24, 40, 30 * i), data.resolve(i + ".png"), Map.of());
        }
        Path run = train(tiny("dcgan", data));
        Map<String, Object> values = new RunDirectory(run).recipe().values();
        assertThat(values).containsEntry("data.size", "24x40").containsEntry("data.channels", 3L);
        try (Sampler sampler = Sampler.open(run)) {
            Image image = sampler.sample(1, 1).get(0);
            assertThat(image.channels()).isEqualTo(3);
            assertThat(image.height()).isEqualTo(24);
            assertThat(image.width()).isEqualTo(40);
        }
    }

    @Test
    void anotherSizeCanBeAskedFor() {
        Path data = folder.resolve("data");
        for (int i = 0; i < 8; i++) {
            ImageFiles.writePng(Image.filled(3, 24, 40, 30 * i), data.resolve(i + ".png"), Map.of());
        }
        Path run = train(tiny("dcgan", data).with("data.size", "16").with("data.channels", "1"));
        try (Sampler sampler = Sampler.open(run)) {
            Image image = sampler.sample(1, 1).get(0);
            assertThat(image.channels()).isEqualTo(1);
            assertThat(image.height()).isEqualTo(16);
            assertThat(image.width()).isEqualTo(16);
        }
    }

    @Test
    void pointsAreLearnedByTheFullyConnectedPairAndDrawnAsDots() {
        Path run = train(tiny("vanilla", Path.of("gaussian-ring")).with("samples.everySteps", "2"));
        Image dots = ImageFiles.read(run.resolve("samples/000002.png"));
        assertThat(dots.width()).isEqualTo(512);
        assertThat(dots.height()).isEqualTo(512);
        assertThat(dots.channels()).isEqualTo(1);
        assertThat(dots.at(0, 0, 0)).isEqualTo(255);
        int dark = 0;
        for (byte pixel : dots.pixels()) {
            dark += (pixel & 0xFF) < 255 ? 1 : 0;
        }
        assertThat(dark).isBetween(9, 4 * 9); // four dots of 3×3, which may lie on one another
    }

    @Test
    void pointsAreNoPicturesForAConvolution() {
        assertBadInputWithoutTrace(
                        folder,
                        () -> TrainingRun.start(
                                tiny("dcgan", Path.of("gaussian-ring")), folder.resolve("run"), RunObserver.SILENT))
                .hasMessageContainingAll("gaussian-ring", "vanilla");
    }

    @Test
    void aDiscriminatorThatLearnedFromFewLabelsIsMeasuredAtTheEnd() throws IOException {
        Path run = train(tiny("sgan", ToyRuns.data(folder.resolve("data"))));
        assertThat(run.resolve("classification.json")).isRegularFile();
        Map<String, Object> result = new RunDirectory(run).classification();
        assertThat(result)
                .containsEntry("labels", 20)
                .containsEntry("images", 64)
                .containsEntry("split", "train");
        assertShare(result.get("accuracy"));
        assertShare(result.get("plainAccuracy"));
        assertThat((String) result.get("text"))
                .contains("64 images of the train split", "from 20 labels", "a plain classifier on the same labels");
    }

    @Test
    void oneThatSawAllLabelsIsMeasuredToo() throws IOException {
        Path run = train(tiny("acgan", ToyRuns.data(folder.resolve("data"))));
        Map<String, Object> result = new RunDirectory(run).classification();
        assertThat(result).containsEntry("labels", 64).doesNotContainKey("plainAccuracy");
        assertShare(result.get("accuracy"));
    }

    @Test
    void oneThatNamesNoClassIsNot() throws IOException {
        Path run = train(tiny("cgan", ToyRuns.data(folder.resolve("data"))));
        assertThat(run.resolve("classification.json")).doesNotExist();
        assertThat(new RunDirectory(run).classification()).isEmpty();
    }

    /** A count of the 64 images. */
    private static void assertShare(Object value) {
        double share = (Double) value;
        assertThat(share).isBetween(0.0, 1.0);
        assertThat(64 * share).isEqualTo(Math.rint(64 * share), within(1e-9));
    }

    private static Recipe tiny(String name, Path data) {
        return ToyRuns.recipe(name, "fp32", data)
                .with("network.width", "0.03125")
                .with("data.batch", "4")
                .with("train.steps", "2")
                .with("samples.finalCount", "4");
    }

    private Path train(Recipe recipe) {
        Path run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(recipe, run, RunObserver.SILENT)) {
            assertThat(training.train(() -> false)).isTrue();
        }
        return run;
    }
}
