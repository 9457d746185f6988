package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineTableTest {
    private static final MetricPassport PASSPORT = new MetricPassport(
            MetricPassport.Extractor.pixels(256),
            new MetricPassport.Side("pairs", "abc", "test", 2, Optional.empty()),
            new MetricPassport.Side("run", "def", "generated", 2, Optional.empty()),
            BaselineTable.settings(4, Optional.of(Baselines.FILTER)));

    private static ImageSequence greys(int... values) {
        return ImageSequence.of(Arrays.stream(values)
                .mapToObj(value -> Image.filled(1, 20, 20, value))
                .toList());
    }

    private static BaselineTable table() {
        Map<String, ImageSequence> rows = new LinkedHashMap<>();
        rows.put("output", greys(100, 210));
        rows.put("bicubic", greys(110, 230));
        return BaselineTable.of("").with(greys(100, 200), rows, List.of(PairMetric.PSNR, PairMetric.L1), 4, PASSPORT);
    }

    @Test
    void eachRowIsJudgedAlikeAndEqualPicturesAreCounted() {
        BaselineTable table = table();
        assertThat(table.columns()).containsOnlyKeys("psnr", "l1").containsEntry("psnr", BaselineTable.PAIRS);
        PairMean psnr = table.row("output").values().get("psnr");
        assertThat(psnr.mean()).isCloseTo(20 * Math.log10(25.5), within(1e-9));
        assertThat(psnr.pictures()).isEqualTo(2);
        assertThat(psnr.infinite()).isEqualTo(1);
        assertThat(table.row("output").values().get("l1").mean()).isCloseTo(5 / 255.0, within(1e-12));
        assertThat(table.row("bicubic").values().get("psnr").mean())
                .as("the mean of 28.13 and 18.59")
                .isCloseTo((20 * Math.log10(25.5) + 20 * Math.log10(8.5)) / 2, within(1e-9));
        assertThat(table.lines())
                .containsExactly(
                        "pictures  psnr             l1     of",
                        "output    28.13 (1 equal)  0.020  2",
                        "bicubic   23.36            0.078  2");
    }

    @Test
    void picturesComeFromTheWorstToTheBest() {
        assertThat(table().fromWorst("output", PairMetric.PSNR)).containsExactly(1, 0);
        assertThat(table().fromWorst("output", PairMetric.L1)).containsExactly(1, 0);
        assertThat(table().fromWorst("bicubic", PairMetric.L1)).containsExactly(1, 0);
    }

    @Test
    void columnsOfSetsComeBesideIt() {
        BaselineTable table = table().with(
                        "kid",
                        "features",
                        Map.of("output", new PairMean(0.01, 2, 0), "real", new PairMean(0.001, 2, 0)));
        assertThat(table.lines())
                .containsExactly(
                        "pictures  psnr             l1     kid       of",
                        "output    28.13 (1 equal)  0.020  0.010     2",
                        "bicubic   23.36            0.078  -         2",
                        "real      -                -      1.00e-03  2");
    }

    @Test
    @SuppressWarnings("unchecked")
    void asJsonEachColumnNamesItsPassport() {
        Map<String, Object> json = table().json(Map.of(BaselineTable.PAIRS, "pairs-AtoB"));
        assertThat(json.get("columns")).isEqualTo(List.of("psnr", "l1"));
        Map<String, Object> output = ((List<Map<String, Object>>) json.get("rows")).get(0);
        assertThat(output.get("name")).isEqualTo("output");
        assertThat((Map<String, Object>) output.get("psnr"))
                .containsEntry("infinite", 1)
                .containsEntry("pictures", 2);
        assertThat((Map<String, Object>) json.get("passport")).containsEntry("l1", "pairs-AtoB");
        assertThat(table().passports()).containsExactly(Map.entry(BaselineTable.PAIRS, PASSPORT));
        assertThat(MetricPassport.of(PASSPORT.json())).isEqualTo(PASSPORT);
        assertThat(PASSPORT.settings())
                .containsEntry("lr", "pillow-bicubic")
                .containsEntry("shave", "4 pixels a side")
                .containsEntry("crop", "to a multiple of 4");
        assertThat(BaselineTable.settings(1, Optional.empty()))
                .containsEntry("shave", "0")
                .containsEntry("crop", "none")
                .doesNotContainKey("lr");
    }

    @Test
    void valuesThatAreNotThereOrInfiniteAreEmpty() {
        assertThat(table().value("output", MetricName.L1)).isPresent();
        assertThat(table().value("output", MetricName.KID)).isEmpty();
        assertThat(table().value("nobody", MetricName.L1)).isEmpty();
    }

    @Test
    void asManyPicturesAreWanted() {
        assertBadInput(() -> BaselineTable.of("")
                        .with(greys(1, 2), Map.of("output", greys(1)), List.of(PairMetric.L1), 0, PASSPORT))
                .hasMessageContaining("output: 1 pictures against 2");
    }

    @Test
    void baselinesAreWhatNobodyLearned() {
        ImageSequence training = greys(10, 11, 13); // 11.33
        assertThat(Baselines.mean(training)).isEqualTo(Image.filled(1, 20, 20, 11));
        assertThat(Baselines.mean(greys(10, 11)).pixels()).as("half up").containsOnly(11);
        ImageSequence twice = Baselines.mean(training, 2);
        assertThat(twice.count()).isEqualTo(2);
        assertThat(twice.images(1, 1)).containsExactly(Image.filled(1, 20, 20, 11));
        Image picture = new Image(1, 2, 3, new byte[] {1, 50, 3, 4, 90, 6});
        assertThat(Baselines.enlarged(ImageSequence.of(List.of(picture)), 2).images(0, 1))
                .containsExactly(Resample.BICUBIC.resize(picture, 4, 6));
        assertThat(Baselines.reduced(picture, 2)).isEqualTo(Resample.BICUBIC.resize(picture.crop(0, 0, 2, 2), 1, 1));
        assertThat(Baselines.asTheyAre(training, 3).images(2, 1)).containsExactly(Image.filled(3, 20, 20, 13));
        assertBadInput(() ->
                        Baselines.mean(ImageSequence.of(List.of(Image.filled(1, 2, 2, 1), Image.filled(1, 2, 3, 1)))))
                .hasMessageContaining("pictures of one shape");
    }
}
