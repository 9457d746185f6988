package dev.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that their camera stored turned: upright in the data set, and counted where a person looks. */
class TurnedImagesTest {
    private static final String SAID =
            "2 of 3 images are stored turned or mirrored and set upright by the orientation tag";

    @TempDir
    Path folder;

    @BeforeEach
    void threePictures() throws IOException {
        for (String name : List.of("turned1.png", "turned6.png", "turned5.tif")) {
            try (InputStream in = getClass().getResourceAsStream("/media/formats/" + name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    @Test
    void aDataSetHoldsThemUprightAndSaysHowMany() {
        OpenedSource source = DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TRAIN);
        assertThat(source.notices()).containsExactly(folder + ": " + SAID);
        assertThat(PackedImages.image(source.dataset(), 1)).isEqualTo(PackedImages.image(source.dataset(), 0));
        assertThat(PackedImages.image(source.dataset(), 2)).isEqualTo(PackedImages.image(source.dataset(), 0));
    }

    @Test
    void theReportCountsThemAndFindsThatTheyAreTheSame() {
        Inspection inspection = Inspection.of(folder.toString());
        assertThat(inspection.text()).contains("orientation " + SAID);
        Map<?, ?> split = (Map<?, ?>) ((List<?>) inspection.json().get("splits")).get(0);
        assertThat(split.get("turned")).isEqualTo(2);
        assertThat(split.get("sizes")).isEqualTo(Map.of("27×37", 3));
        assertThat(((Map<?, ?>) split.get("duplicates")).get("images")).isEqualTo(2);
    }

    @Test
    void whereNoneIsTurnedNothingIsSaid() throws IOException {
        Files.delete(folder.resolve("turned6.png"));
        Files.delete(folder.resolve("turned5.tif"));
        assertThat(DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TRAIN)
                        .notices())
                .isEmpty();
        assertThat(Inspection.of(folder.toString()).text()).doesNotContain("orientation");
    }
}
