package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.data.PictureClasses;
import dev.atelier.data.Stripes;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.RandomFeatures;
import dev.atelier.metrics.Verdict;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassScoreTest {
    private static final PictureClasses SHADES = new PictureClasses(new int[] {0, 0, 1, 1}, List.of("bright", "dark"));
    private static final MetricPassport.Side SIDE =
            new MetricPassport.Side("s", "0", "test", 4, Optional.empty(), Optional.of(HeldOut.Learned.NO));

    /** Calls a picture dark or bright by its first sample. */
    private record Shade() implements FeatureExtractor {
        @Override
        public String name() {
            return "shade-1";
        }

        @Override
        public String sha256() {
            return "5ade";
        }

        @Override
        public String resize() {
            return "none";
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public List<String> classNames() {
            return List.of("dark", "bright");
        }

        @Override
        public Extraction extract(List<Image> images) {
            float[] logits = new float[2 * images.size()];
            for (int i = 0; i < images.size(); i++) {
                logits[2 * i + 1] = images.get(i).at(0, 0, 0) - 127.5f;
            }
            return new Extraction(
                    Tensors.of(new float[images.size()], images.size(), 1), Tensors.of(logits, images.size(), 2));
        }

        @Override
        public void close() {
            // nothing to free
        }
    }

    private static List<Image> shades(int... values) {
        return IntStream.of(values)
                .mapToObj(value -> Image.filled(1, 16, 16, value))
                .toList();
    }

    private static Evidence evidence(String extractor) {
        return new Evidence(new Assessment.Wish(name -> true, 10, extractor, 1, 0, true, 40, LoadProgress.SILENT));
    }

    private static Map<String, ClassScore.Row> rows(
            List<Image> outputs, List<Image> inputs, List<Image> real, List<String> wanted) {
        Map<String, ClassScore.Row> rows = new LinkedHashMap<>();
        rows.put(Evidence.OUTPUT, new ClassScore.Row(outputs, wanted));
        rows.put("input as it is", new ClassScore.Row(inputs, wanted));
        rows.put("real targets", new ClassScore.Row(real, wanted));
        return rows;
    }

    /** bright, bright, dark, dark are wanted: three of four outputs are, two of four inputs, all real ones. */
    @Test
    void sharesAreCountedByNames() {
        Evidence evidence = evidence("shade");
        BaselineTable table = new ClassScore(SHADES, Optional.empty(), true)
                .column(
                        BaselineTable.of("AtoB"),
                        rows(
                                shades(200, 10, 20, 30),
                                shades(0, 0, 0, 0),
                                shades(255, 128, 127, 0),
                                List.of("bright", "bright", "dark", "dark")),
                        "real targets",
                        new SetView(new Shade(), true, Optional.empty()),
                        evidence,
                        SIDE,
                        SIDE);
        assertThat(table.value(Evidence.OUTPUT, MetricName.CLASS_ACCURACY)).contains(0.75);
        assertThat(table.value("input as it is", MetricName.CLASS_ACCURACY)).contains(0.5);
        assertThat(table.value("real targets", MetricName.CLASS_ACCURACY)).contains(1.0);
        MetricPassport passport = table.passports().get(ClassScore.PASSPORT);
        assertThat(passport.extractor().name()).isEqualTo("shade-1");
        assertThat(passport.settings()).containsOnlyKeys("class_accuracy");
        assertThat(evidence.assessed().verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.level()).isEqualTo(Verdict.Level.FAIR);
            assertThat(verdict.text())
                    .isEqualTo("a classifier of real pictures sees the class of the input in 75.0 % of outputs, in"
                            + " 50.0 % of input as it is, in 100.0 % of real targets; guessing is right in 50.0 %.");
        });
    }

    @Test
    void aClassifierIsTrainedWhereNobodyNamesTheseClasses() {
        ImageDataset train = Stripes.of(64, 1, 16, 16, 1);
        List<Image> test = Stripes.images(Stripes.of(20, 1, 16, 16, 2));
        int[] labels = IntStream.range(0, 64).map(i -> i % 2).toArray();
        PictureClasses classes = new PictureClasses(labels, Stripes.CLASSES);
        List<String> wanted =
                IntStream.range(0, 20).mapToObj(i -> Stripes.CLASSES.get(i % 2)).toList();
        Evidence evidence = evidence("auto");
        BaselineTable table;
        try (SetView view = new SetView(new RandomFeatures(), false, Optional.empty())) {
            table = new ClassScore(classes, Optional.of(new ClassScore.Real(train, classes)), true)
                    .column(
                            BaselineTable.of(""),
                            rows(test, shades(new int[20]), test, wanted),
                            "real targets",
                            view,
                            evidence,
                            SIDE,
                            SIDE);
        }
        double real = table.value("real targets", MetricName.CLASS_ACCURACY).orElseThrow();
        assertThat(real).isGreaterThan(0.8);
        assertThat(table.value(Evidence.OUTPUT, MetricName.CLASS_ACCURACY).orElseThrow())
                .isEqualTo(real);
        assertThat(table.value("input as it is", MetricName.CLASS_ACCURACY).orElseThrow())
                .as("equal pictures are of one class")
                .isEqualTo(0.5, within(0.0));
        MetricPassport passport = table.passports().get(ClassScore.PASSPORT);
        assertThat(passport.extractor().name()).isEqualTo("classifier of real pictures");
        assertThat(passport.extractor().sha256()).hasSize(64);
        assertThat(passport.settings())
                .containsEntry("classifier pictures", "64")
                .containsEntry("classifier rounds", "40");
        assertThat(evidence.leftOut()).isEmpty();
    }

    @Test
    void whatCannotBeToldIsOneLine() {
        assertThat(leftOut(PictureClasses.NONE, Optional.empty(), 16))
                .startsWith("the pictures have no classes that a translation keeps: ");
        assertThat(leftOut(SHADES, Optional.empty(), 16)).startsWith("without what the run learned from");
        PictureClasses stripes = new PictureClasses(new int[] {0, 1, 0, 1}, Stripes.CLASSES);
        assertThat(leftOut(SHADES, Optional.of(stripes), 16))
                .isEqualTo("classes of the test split are not among those that can be learned (bright, dark; lying,"
                        + " standing)");
        assertThat(leftOut(stripes, Optional.of(stripes), 8)).endsWith("8×8; allowed: sides of 16 to 256");
    }

    private static String leftOut(PictureClasses classes, Optional<PictureClasses> learned, int side) {
        Evidence evidence = evidence("auto");
        PackedImages train = Stripes.of(4, 1, side, side, 1);
        try (SetView view = new SetView(new RandomFeatures(), false, Optional.empty())) {
            BaselineTable table = new ClassScore(classes, learned.map(known -> new ClassScore.Real(train, known)), true)
                    .column(BaselineTable.of(""), Map.of(), "real", view, evidence, SIDE, SIDE);
            assertThat(table.columns()).isEmpty();
        }
        assertThat(evidence.leftOut()).containsOnlyKeys("class_accuracy");
        return evidence.leftOut().get("class_accuracy");
    }
}
