package dev.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bias of a folder of pictures with a CSV. */
class BalanceReportTest {
    @TempDir
    Path folder;

    private static final List<String> HAIR = List.of("blond", "dark");
    private static final List<String> GENDER = List.of("female", "male");

    private void write(int i) {
        ImageFiles.writePng(Image.filled(1, 2, 2, i), folder.resolve(i + ".png"), Map.of());
    }

    private void csv(String text) throws IOException {
        Files.writeString(folder.resolve("attributes.csv"), text);
    }

    @Test
    void inspectionTellsWhichAttributesComeTogether() throws IOException {
        StringBuilder csv = new StringBuilder("file,age,gender,hair\n");
        for (int i = 0; i < 100; i++) {
            write(i);
            boolean female = i < 50;
            boolean blond = female ? i < 46 : i >= 92;
            csv.append(i)
                    .append(".png,")
                    .append(i)
                    .append(female ? ",female," : ",male,")
                    .append(blond ? "blond\n" : "dark\n");
        }
        csv(csv.toString());
        Inspection inspection = Inspection.of(folder.toString());
        assertThat(inspection.text())
                .contains("balance     gender: balanced: 50 images for each of 2 values\n")
                .contains("balance     hair: balanced, or nearly: 'blond' has 54.0 %, 'dark' 46.0 %\n")
                .contains(
                        "balance     gender and hair are strongly tied (V 0.76): 92 % of gender=female have hair=blond, "
                                + "of all images 54 %\n")
                .doesNotContain("balance     age");
        BalanceReport report = BalanceReport.of(DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TRAIN)
                .dataset());
        assertThat(report.balances())
                .containsExactly(
                        new ValueBalance("gender", GENDER, new long[] {50, 50}),
                        new ValueBalance("hair", HAIR, new long[] {54, 46}));
        assertThat(report.associations()).singleElement().satisfies(found -> {
            assertThat(found.given()).isEqualTo("gender=female");
            assertThat(found.told()).isEqualTo("hair=blond");
            assertThat(found.share()).isEqualTo(0.92);
        });
    }

    /** A hundred draws of independent attributes, six pairs each: chance alone must hardly ever tie any. */
    @Test
    void independentAttributesAreRarelyTied() {
        int tied = 0;
        for (int seed = 0; seed < 100; seed++) {
            RandomStream stream = RandomStream.of(seed, "independent");
            List<Attribute> list = List.of(
                    new Attribute.Categorical("a", List.of("0", "1")),
                    new Attribute.Categorical("b", List.of("0", "1", "2")),
                    new Attribute.Categorical("c", List.of("0", "1", "2", "3", "4")),
                    new Attribute.Categorical("d", List.of("0", "1")));
            int n = 400;
            float[] values = new float[4 * n];
            for (int i = 0; i < values.length; i++) {
                values[i] = stream.nextInt(list.get(i % 4).width());
            }
            boolean[] all = new boolean[n];
            java.util.Arrays.fill(all, true);
            BalanceReport report = BalanceReport.of(new AttributeTable(new Attributes(list), values, true), all);
            tied += report.associations().isEmpty() ? 0 : 1;
            assertThat(report.balances()).hasSize(4);
        }
        assertThat(tied).isLessThanOrEqualTo(4); // a hundredth is expected
    }

    @Test
    void testSplitOfOtherBalanceIsTold() {
        for (int i = 0; i < 60; i++) {
            ImageFiles.writePng(
                    Image.filled(1, 2, 2, i),
                    folder.resolve("train/" + (i < 30 ? "a" : "b") + "/" + i + ".png"),
                    Map.of());
            ImageFiles.writePng(
                    Image.filled(1, 2, 2, 100 + i),
                    folder.resolve("test/" + (i < 55 ? "a" : "b") + "/" + i + ".png"),
                    Map.of());
        }
        Inspection inspection = Inspection.of(folder.toString());
        assertThat(inspection.text())
                .contains(
                        "test split  class: too seldom 'b' 8.3 % instead of 50.0 %; too often 'a' 91.7 % instead of 50.0 %"
                                + " (41.7 % of the images would have to change)");
        assertThat((List<?>) inspection.json().get("shifts")).hasSize(1);
    }

    @Test
    void imagesWithoutAttributesHaveNoBalance() {
        write(1);
        Inspection inspection = Inspection.of(folder.toString());
        assertThat(inspection.text()).doesNotContain("balance").doesNotContain("test split");
    }
}
