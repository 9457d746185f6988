package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedPhotographs;
import dev.atelier.data.Photograph;
import dev.atelier.data.Photographs;
import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.Modality;
import dev.atelier.media.PixelRange;
import dev.atelier.media.Resample;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.Baselines;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.Verdict;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class EnlargementAssessmentTest {
    private static final int SCALE = 2;
    private static final Recipe RECIPE = Recipe.named("pix2pix");

    /** The bicubic filter, with so many levels of a checkerboard on top: 0 is the baseline itself. */
    private record Filter(int noise) implements GenerativeModel, PictureModel {
        @Override
        public List<Levels> make(List<Image> inputs) {
            return inputs.stream()
                    .map(input -> {
                        Image larger = Resample.BICUBIC.resize(input, SCALE * input.height(), SCALE * input.width());
                        Levels levels = Levels.of(larger);
                        for (int i = 0; i < levels.values().length; i++) {
                            levels.values()[i] += i % 2 == 0 ? noise : -noise;
                        }
                        return levels;
                    })
                    .toList();
        }

        @Override
        public PictureModel with(PictureOptions options) {
            return new Filter((int) (noise * options.blend().orElse(1)));
        }

        @Override
        public int inputChannels() {
            return 3;
        }

        @Override
        public int outputChannels() {
            return 3;
        }

        @Override
        public int scale() {
            return SCALE;
        }

        @Override
        public int multiple() {
            return 1;
        }

        @Override
        public OptionalInt halo() {
            return OptionalInt.of(4);
        }

        @Override
        public OptionalInt trainedSide() {
            return OptionalInt.empty();
        }

        @Override
        public int atOnce() {
            return 1;
        }

        @Override
        public Modality output() {
            return Modality.of(3, 8, 8, PixelRange.SYMMETRIC);
        }

        @Override
        public Fields draw(Draws draws, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tensor make(Fields inputs, long from, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Device device() {
            return Devices.resolve("cpu").device();
        }

        @Override
        public String fingerprint() {
            return "filter " + noise;
        }
    }

    private static OpenedPhotographs photographs(String name, int first, int count) {
        List<Photograph> all = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            byte[] pixels = new byte[3 * 48 * (40 + 2 * i)];
            Random random = new Random(i);
            for (int k = 0; k < pixels.length; k++) {
                pixels[k] = (byte) (128 + 90 * Math.sin(k / (3.0 + i)) + random.nextInt(20));
            }
            all.add(Photograph.of(name + i, new Image(3, 48, 40 + 2 * i, pixels), SCALE));
        }
        return new OpenedPhotographs(new Photographs(name, all, SCALE, 8), "made", List.of());
    }

    private static Assessment.Assessed assessed(OpenedPhotographs train, OpenedPhotographs test, String sha256) {
        Map<String, GenerativeModel> models = new LinkedHashMap<>();
        models.put("adversarial", new Filter(20));
        models.put("squares", new Filter(0));
        return EnlargementAssessment.of(
                        RECIPE,
                        sha256,
                        train,
                        test,
                        Optional.of(Baselines.FILTER),
                        EnlargementAssessment.withBlends(0.5))
                .of(models, new Assessment.Wish(name -> true, 50, "auto", 1, 7, true, 10, LoadProgress.SILENT));
    }

    @Test
    void modelsAndBlendsStandBesideFilters() {
        OpenedPhotographs train = photographs("train", 0, 4);
        Assessment.Assessed found =
                assessed(train, photographs("test", 10, 3), train.photographs().sha256());
        BaselineTable table = found.tables().get(0);
        assertThat(table.rows())
                .extracting(BaselineTable.Row::name)
                .containsExactly("adversarial", "squares", "blend 0.5", "bicubic", "nearest");
        assertThat(table.columns()).containsOnlyKeys("psnr", "ssim", "psnr_rgb", "ssim_rgb", "l1", "kid");
        double filter = table.value("bicubic", MetricName.PSNR).orElseThrow();
        assertThat(table.value("squares", MetricName.PSNR).orElseThrow()).isEqualTo(filter);
        assertThat(table.value("blend 0.5", MetricName.PSNR_RGB).orElseThrow())
                .isBetween(
                        table.value("adversarial", MetricName.PSNR_RGB).orElseThrow(),
                        table.value("squares", MetricName.PSNR_RGB).orElseThrow());
        MetricPassport passport = table.passports().get(BaselineTable.PAIRS);
        assertThat(passport.settings())
                .containsEntry("shave", "2 pixels a side")
                .containsEntry("lr", "pillow-bicubic")
                .containsEntry("crop", "to a multiple of 2");
        assertThat(passport.fake().making().orElseThrow().step()).isEqualTo(7);
        assertThat(found.cautions()).isEmpty();
        assertThat(found.exhibits()).hasSize(3);
        assertThat(found.verdicts())
                .filteredOn(verdict -> verdict.topic().equals("Why psnr falls"))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Verdict.Level.NOTE);
                    assertThat(verdict.text()).contains("adversarial has", "less than squares", "and that is right");
                });
    }

    @Test
    void photographsThatWereLearnedFromAreLeftOut() {
        OpenedPhotographs train = photographs("train", 0, 4);
        OpenedPhotographs test = photographs("test", 3, 4);
        Assessment.Assessed found = assessed(train, test, train.photographs().sha256());
        assertThat(found.cautions())
                .containsExactly("1 of 4 photographs of the test split were learned from and are left out");
        assertThat(found.tables().get(0).row("adversarial").values().get("l1").pictures())
                .isEqualTo(3);
        assertThat(assessed(train, test, "of something else").cautions())
                .singleElement()
                .asString()
                .contains("is not known");
    }
}
