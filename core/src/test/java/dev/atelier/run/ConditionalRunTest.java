package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.Attribute;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class folders and a price for each picture, from the folder to pictures by wish. */
class ConditionalRunTest {
    @TempDir
    static Path folder;

    private static Path data;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        data = folder.resolve("data");
        StringBuilder csv = new StringBuilder("file,price\n");
        for (int i = 0; i < 12; i++) {
            String file = (i % 2 == 0 ? "hat/" : "shoe/") + i + ".png";
            ImageFiles.writePng(Image.filled(1, 16, 16, i % 2 == 0 ? 250 - i : i), data.resolve(file), Map.of());
            csv.append(file).append(',').append(10 * i + 0.5).append('\n');
        }
        Files.writeString(data.resolve("attributes.csv"), csv);
        run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(tiny("cgan"), run, RunObserver.SILENT)) {
            assertThat(training.train(() -> false)).isTrue();
        }
    }

    private static Recipe tiny(String name) {
        return ToyRuns.recipe(name, "fp32", data)
                .with("network.width", "0.125")
                .with("data.batch", "4")
                .with("train.steps", "3")
                .with("generator.learningRate", "0.01")
                .with("samples.everySteps", "3");
    }

    @Test
    void reopenedItKnowsWhatItCanBeAskedFor() {
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(sampler.attributes().list().get(0))
                    .isEqualTo(new Attribute.Categorical("class", List.of("hat", "shoe")));
            assertThat(sampler.attributes().list().get(1)).isInstanceOfSatisfying(Attribute.Continuous.class, price -> {
                assertThat(price.name()).isEqualTo("price");
                assertThat(price.least()).isEqualTo(0.5);
                assertThat(price.most()).isEqualTo(110.5);
                assertThat(price.mean()).isEqualTo(55.5);
            });
        }
    }

    @Test
    void ofOneZOnlyWhatWasAskedForDiffers() {
        try (Sampler sampler = Sampler.open(run)) {
            Conditions hat = Conditions.NONE.with("class", "hat").with("price", "50");
            assertThat(distinct(sampler.sample(4, 1, hat, true))).isEqualTo(1);
            assertThat(distinct(sampler.sample(4, 1, hat, false))).isEqualTo(4);
            assertThat(distinct(sampler.sample(4, 1, hat.with("class", "shoe"), true)))
                    .isEqualTo(2);
            assertThat(distinct(sampler.sample(
                            4, 1, Conditions.NONE.with("class", "hat").with("price", "-200..300"), true)))
                    .isEqualTo(4);
        }
    }

    @Test
    void aWishChangesThePictureAndNotTheZ() {
        try (Sampler sampler = Sampler.open(run)) {
            List<Image> all = sampler.sample(4, 1); // hat, shoe, hat, shoe
            List<Image> hats = sampler.sample(4, 1, Conditions.NONE.with("class", "hat"), false);
            assertThat(hats.get(0).pixels()).isEqualTo(all.get(0).pixels());
            assertThat(hats.get(2).pixels()).isEqualTo(all.get(2).pixels());
            assertThat(hats.get(1).pixels()).isNotEqualTo(all.get(1).pixels());
        }
    }

    @Test
    void theGridHasAColumnForEachClass() {
        Image grid = ImageFiles.read(run.resolve("samples/000003.png")); // 4 images of 16 pixels
        assertThat(grid.width()).isEqualTo(grid.height());
        try (Sampler sampler = Sampler.open(run)) {
            Image six = sampler.grid(GridOptions.of(6));
            assertThat(six.height()).isGreaterThan(six.width()); // 2 columns, 3 rows
            Image hats = sampler.grid(GridOptions.of(6).wishing(Conditions.NONE.with("class", "hat")));
            assertThat(hats.width()).isGreaterThan(hats.height()); // 3 columns, 2 rows
        }
    }

    @Test
    void whatItDoesNotKnowIsRefusedInOneLine() {
        try (Sampler sampler = Sampler.open(run)) {
            assertBadInput(() -> sampler.sample(1, 1, Conditions.NONE.with("class", "boot"), false))
                    .message()
                    .contains("unknown value 'boot'", "hat", "shoe");
        }
    }

    @Test
    void aRunThatKnowsNoAttributesSaysSo() {
        Path plain = folder.resolve("plain");
        try (TrainingRun training = TrainingRun.start(tiny("dcgan"), plain, RunObserver.SILENT)) {
            training.train(() -> false);
        }
        try (Sampler sampler = Sampler.open(plain)) {
            assertThat(sampler.attributes().isEmpty()).isTrue();
            assertBadInput(() -> sampler.sample(1, 1, Conditions.NONE.with("class", "hat"), false))
                    .hasMessageContaining("know no attributes")
                    .hasMessageContaining("condition.mode");
        }
    }

    @Test
    void onlyTheAttributesThatTheRecipeNamesAreLearned() {
        Path prices = folder.resolve("prices");
        Recipe recipe = tiny("cgan")
                .with("condition.mode", "concatenation")
                .with("condition.attributes", "price")
                .with("train.steps", "1");
        try (TrainingRun training = TrainingRun.start(recipe, prices, RunObserver.SILENT)) {
            training.train(() -> false);
        }
        try (Sampler sampler = Sampler.open(prices)) {
            assertThat(sampler.attributes().names()).containsExactly("price");
        }
        assertBadInputWithoutTrace(
                        folder,
                        () -> TrainingRun.start(
                                recipe.with("condition.attributes", "colour"),
                                folder.resolve("none"),
                                RunObserver.SILENT))
                .hasMessageContaining("unknown attribute 'colour'")
                .hasMessageContaining("price");
    }

    private static int distinct(List<Image> images) {
        HashSet<String> seen = new HashSet<>();
        images.forEach(image -> seen.add(java.util.HexFormat.of().formatHex(image.pixels())));
        return seen.size();
    }
}
