package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    @TempDir
    Path folder;

    private void write(String name, Image image) {
        ImageFiles.writePng(image, folder.resolve(name), Map.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> split(Inspection inspection, int i) {
        return ((List<Map<String, Object>>) inspection.json().get("splits")).get(i);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> json, String key) {
        return (Map<String, Object>) json.get(key);
    }

    private void writeATroubledSource() throws IOException {
        write("train/a/1.png", Image.filled(1, 4, 6, 10));
        write("train/a/2.png", Image.filled(1, 4, 6, 10)); // the same in its class
        write("train/b/3.png", Image.filled(1, 4, 6, 10)); // and in another
        write("train/b/4.png", Image.filled(3, 8, 8, 200));
        write("train/b/5.png", Image.filled(1, 6, 4, 10)); // same pixels in another shape are not the same
        Files.writeString(folder.resolve("train/b/text.png"), "hello");
        write("test/a/6.png", Image.filled(3, 8, 8, 200)); // leaks
        write("test/b/7.png", Image.filled(1, 4, 6, 11));
    }

    @Test
    void findsAllThatThereIsToFind() throws IOException {
        writeATroubledSource();
        Inspection inspection = Inspection.of(folder.toString());

        Map<String, Object> train = split(inspection, 0);
        assertThat(train).containsEntry("split", "train").containsEntry("images", 5);
        assertThat(map(train, "sizes")).containsExactly(Map.entry("4×6", 3), Map.entry("6×4", 1), Map.entry("8×8", 1));
        assertThat(map(train, "channels")).containsExactly(Map.entry("1", 4), Map.entry("3", 1));
        assertThat(map(train, "classes")).containsExactly(Map.entry("a", 2), Map.entry("b", 3));
        assertThat(map(train, "duplicates"))
                .containsEntry("images", 2)
                .containsEntry("groups", 1)
                .containsEntry("groupsAcrossClasses", 1)
                .containsEntry("examples", List.of(List.of("a/1.png", "a/2.png", "b/3.png")));
        assertThat(train.get("unreadable"))
                .isEqualTo(List.of(folder.resolve("train/b/text.png")
                        + ": text; images that can be read are PNG, JPEG, BMP, GIF, TIFF, WebP"));
        double mean = (4 * 24 * 10.0 + 192 * 200.0) / (4 * 24 + 192);
        double deviation = Math.sqrt((96 * 100.0 + 192 * 40_000.0) / 288 - mean * mean);
        assertThat(map(train, "pixels"))
                .containsEntry("min", 10)
                .containsEntry("max", 200)
                .containsEntry("mean", mean)
                .containsEntry("deviation", deviation);
        assertThat(map(inspection.json(), "leakage"))
                .containsEntry("images", 1)
                .containsEntry("examples", List.of("test a/6.png = train b/4.png"));
        assertThat(inspection.text())
                .contains("5 images")
                .contains("4×6 (3), 6×4 (1), 8×8 (1)")
                .contains("2 more than needed, in 1 set, 1 of them across classes")
                .contains("text.png: text; images")
                .contains("test images that are in the train split too: 1")
                .contains("b        3 ███");
    }

    @Test
    void theSheetHasARowForEachClass() {
        for (int i = 0; i < 12; i++) {
            write("dark/" + i + ".png", Image.filled(1, 28, 28, i));
            write("light/" + i + ".png", Image.filled(1, 28, 28, 200 + i));
        }
        Image sheet = Inspection.of(folder.toString()).contactSheet();
        // ten cells of 56 with 4 between them beside 110 of names, two rows
        assertThat(sheet).hasToString("Image[1×124×714]");
        for (int cell = 0; cell < 10; cell++) {
            // in the order of paths: 0, 1, 10, 11, 2, …
            int number = List.of(0, 1, 10, 11, 2, 3, 4, 5, 6, 7).get(cell);
            assertThat(sheet.at(0, 30, 110 + 4 + 60 * cell + 20)).isEqualTo(number);
            assertThat(sheet.at(0, 90, 110 + 4 + 60 * cell + 20)).isEqualTo(200 + number);
        }
    }

    @Test
    void theSheetOfMixedUnlabelledImagesIsAGrid() throws IOException {
        write("a.png", Image.filled(3, 300, 100, 50));
        write("b.png", Image.filled(1, 10, 10, 20));
        Files.writeString(folder.resolve("c.png"), "broken");
        Image sheet = Inspection.of(folder.toString()).contactSheet();
        assertThat(sheet).hasToString("Image[3×104×1004]");
        assertThat(sheet.at(0, 52, 52)).isEqualTo(50);
        assertThat(sheet.at(0, 52, 152)).isEqualTo(20);
        assertThat(sheet.at(0, 52, 252)).isEqualTo(255);
    }

    @Test
    void onlyBrokenImagesAreStillAReport() throws IOException {
        Files.writeString(folder.resolve("a.png"), "broken");
        Inspection inspection = Inspection.of(folder.toString());
        assertThat(split(inspection, 0)).containsEntry("images", 0);
        assertThat(inspection.contactSheet().pixels()).isNotEmpty();
        assertThat(inspection.text()).contains("unreadable  1");
    }

    @Test
    void theEmbeddedFashionMnistIsItsTestSplitAlone() {
        DataLocations nothing = new DataLocations(Map.of("ATELIER_OFFLINE", "1"), folder, List.of());
        Inspection inspection =
                Inspection.of("fashion-mnist", new KnownSource(KnownSet.FASHION_MNIST, nothing), LoadProgress.SILENT);
        assertThat((List<?>) inspection.json().get("splits")).hasSize(1);
        Map<String, Object> test = split(inspection, 0);
        assertThat(test).containsEntry("split", "test").containsEntry("images", 10_000);
        assertThat(map(test, "classes"))
                .hasSize(10)
                .allSatisfy((name, count) -> assertThat(count).isEqualTo(1000));
        assertThat((double) map(test, "pixels").get("mean")).isBetween(73.146, 73.147); // 0.2868 of 255
        assertThat(inspection.json()).doesNotContainKey("leakage");
    }

    @Test
    void anEmptyFolderIsRefused() {
        assertBadInput(() -> Inspection.of(folder.toString())).hasMessageContaining("no images");
    }
}
