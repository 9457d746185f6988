package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.Split;
import dev.atelier.metrics.ClassHistogram;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.Extractors;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.ImageSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report says of classes, on sets with as many images of each class as wanted: one picture that the extractor names right, again and again. */
class EvaluateClassesTest {
    private static final String EXTRACTOR = "fashion-mnist-1";

    @TempDir
    static Path folder;

    private static List<String> names;
    private static byte[][] pictures;

    @BeforeAll
    static void oneRightPictureOfEachClass() {
        ImageDataset test = DataSources.open("fashion-mnist", ImageFormat.asStored(), Split.TEST)
                .dataset();
        int[] rows = IntStream.range(0, 200).toArray();
        try (FeatureExtractor extractor = Extractors.open(EXTRACTOR);
                Extracted some = Extracted.of(extractor, ImageSequence.of(test, rows), "some", LoadProgress.SILENT)) {
            names = extractor.classNames();
            int[] named = ClassHistogram.named(some.logits().orElseThrow());
            pictures = new byte[names.size()][];
            for (int i : rows) {
                if (named[i] == test.label(i)) {
                    byte[] pixels = new byte[784];
                    test.copyPixels(i, pixels, 0);
                    pictures[named[i]] = pixels;
                }
            }
        }
        assertThat(List.of(pictures)).hasSize(10); // none is null
    }

    /** A folder of IDX files with so many images of each class. */
    private static Path images(String name, int... counts) throws IOException {
        int n = Arrays.stream(counts).sum();
        ByteBuffer images = ByteBuffer.allocate(16 + n * 784)
                .putInt(0x803)
                .putInt(n)
                .putInt(28)
                .putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + n).putInt(0x801).putInt(n);
        for (int c = 0; c < counts.length; c++) {
            for (int i = 0; i < counts[c]; i++) {
                images.put(pictures[c]);
                labels.put((byte) c);
            }
        }
        Path data = Files.createDirectories(folder.resolve(name));
        Files.write(data.resolve("train-images-idx3-ubyte"), images.array());
        Files.write(data.resolve("train-labels-idx1-ubyte"), labels.array());
        return data;
    }

    private static Map<String, Object> evaluate(Path real, Path fake, Path out) {
        return RunFiles.json(Cli.run(
                        "evaluate",
                        "--real",
                        real,
                        "--fake",
                        fake,
                        "--extractor",
                        EXTRACTOR,
                        "--metrics",
                        "modes,class_kl,class_js",
                        "--out",
                        out,
                        "--json")
                .done()
                .out());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> json, String name) {
        return (List<Map<String, Object>>) json.get(name);
    }

    private static double score(Map<String, Object> json, String name) {
        return rows(json, "scores").stream()
                .filter(row -> row.get("name").equals(name))
                .mapToDouble(row -> ((Number) row.get("value")).doubleValue())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> verdict(Map<String, Object> json) {
        return rows(json, "verdicts").stream()
                .filter(row -> row.get("topic").equals("Classes"))
                .findFirst()
                .orElseThrow();
    }

    /**
     * 1 % for ten classes together is 0.1 % for each: 3.2905 standard errors. 100 of 1000 against c of 1000 is that far apart between 148
     * and 149, and between 61 and 60: with the pooled share p = (100 + c)/2000 the error is √(p(1 − p)/500), so 0.048 < 3.2905·0.01474,
     * 0.049 > 3.2905·0.01476, 0.039 < 3.2905·0.01217, 0.040 > 3.2905·0.01213.
     */
    @Test
    void tooOftenTooSeldomAndMissingBeginWhereChanceEnds() throws IOException {
        Path real = images("even", 100, 100, 100, 100, 100, 100, 100, 100, 100, 100);
        int[] counts = {148, 149, 60, 61, 0, 117, 117, 116, 116, 116};
        Path out = folder.resolve("uneven-judged");
        Map<String, Object> json = evaluate(real, images("uneven", counts), out);
        List<Map<String, Object>> classes = rows(json, "classes");
        assertThat(classes).extracting(row -> row.get("class")).isEqualTo(names);
        assertThat(classes).extracting(row -> row.get("real")).containsOnly(0.1);
        assertThat(classes)
                .extracting(row -> row.get("fake"))
                .isEqualTo(Arrays.stream(counts).mapToObj(c -> c / 1000.0).toList());
        assertThat(classes)
                .extracting(row -> row.get("remark"))
                .containsExactly("", "too often", "too seldom", "", "missing", "", "", "", "", "");
        assertThat(json.get("classesNote"))
                .isEqualTo("Both columns are what the extractor " + EXTRACTOR
                        + " names, in 1000 real and 1000 generated images.");
        assertThat(verdict(json))
                .containsEntry("level", "poor")
                .containsEntry("text", "Only 9 of 10 classes come; missing: " + names.get(4) + ".");
        assertThat(score(json, "modes")).isEqualTo(9);
        double kl = Arrays.stream(counts)
                .filter(c -> c > 0)
                .mapToDouble(c -> c / 1000.0 * Math.log(c / 100.0))
                .sum();
        assertThat(score(json, "class_kl")).isCloseTo(kl, within(1e-12));
        double js = Arrays.stream(counts)
                .mapToDouble(c -> {
                    double p = c / 1000.0;
                    double middle = (p + 0.1) / 2;
                    return (p > 0 ? p * Math.log(p / middle) : 0) / 2 + 0.1 * Math.log(0.1 / middle) / 2;
                })
                .sum();
        assertThat(score(json, "class_js")).isCloseTo(js, within(1e-12));
        String page = Files.readString(out.resolve("report.html"));
        assertThat(row(page, names.get(1))).contains("14.9", "too often").doesNotContain("seldom");
        assertThat(row(page, names.get(2))).contains("6.0", "too seldom").doesNotContain("often");
        assertThat(row(page, names.get(4))).contains("missing");
        assertThat(row(page, names.get(0))).contains("14.8").doesNotContain("often", "seldom", "missing");
    }

    /** The class's row in the table of classes. */
    private static String row(String page, String name) {
        String table = page.substring(page.indexOf("id=\"classes\""));
        String from = table.substring(table.indexOf(name));
        return from.substring(0, from.indexOf("</tr>"));
    }

    /** Of few images the same shares say nothing: 15 of 100 may be chance where 149 of 1000 may not. */
    @Test
    void fewImagesProveNothing() throws IOException {
        Path real = images("few-even", 10, 10, 10, 10, 10, 10, 10, 10, 10, 10);
        Path fake = images("few-uneven", 15, 14, 6, 6, 10, 10, 10, 10, 10, 9);
        Map<String, Object> json = evaluate(real, fake, folder.resolve("few-judged"));
        assertThat(rows(json, "classes")).extracting(row -> row.get("remark")).containsOnly("");
        assertThat(verdict(json))
                .containsEntry("level", "good")
                .containsEntry(
                        "text",
                        "All 10 classes come; 9.0 % of the output would have to change class to match the data.");
        assertThat(score(json, "modes")).isEqualTo(10);
    }

    /** The data are the measure: what they lack is not missing, and what only the output has comes too often. Sets may differ in size. */
    @Test
    void theDataAreTheMeasureNotEvenness() throws IOException {
        Path real = images("two", 90, 0, 0, 10);
        Path same = images("two-halved", 45, 0, 0, 5);
        Map<String, Object> equal = evaluate(real, same, folder.resolve("two-judged"));
        assertThat(rows(equal, "classes")).extracting(row -> row.get("remark")).containsOnly("");
        assertThat(score(equal, "class_js")).isZero();
        assertThat(score(equal, "class_kl")).isGreaterThan(1.9);
        Path other = images("invented", 45, 20, 0, 5);
        List<Map<String, Object>> classes = rows(evaluate(real, other, folder.resolve("invented-judged")), "classes");
        assertThat(classes)
                .extracting(row -> row.get("remark"))
                .containsExactly("too seldom", "too often", "", "", "", "", "", "", "", "");
        assertThat((Double) classes.get(1).get("fake")).isEqualTo(20 / 70.0);
    }
}
