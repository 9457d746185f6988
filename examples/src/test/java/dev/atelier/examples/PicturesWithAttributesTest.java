package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.Attribute;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.PackedImages;
import dev.atelier.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesWithAttributesTest {
    @TempDir
    Path folder;

    @Test
    void theFolderIsReadBackWithBothAttributes() throws IOException {
        PicturesWithAttributes.main(new String[] {"fashion-mnist", "40", folder.toString()});
        ImageDataset dataset = DataSources.open(folder.toString(), ImageFormat.asStored(), Split.TRAIN)
                .dataset();
        assertThat(dataset.size()).isEqualTo(40);
        assertThat(dataset.attributes().names()).containsExactly("class", "brightness");
        assertThat(dataset.attributes().list().get(1)).isInstanceOf(Attribute.Continuous.class);
        for (int i = 0; i < dataset.size(); i++) {
            double brightness = PicturesWithAttributes.brightness(PackedImages.image(dataset, i));
            assertThat((double) dataset.attribute(i, 1)).isCloseTo(brightness, within(1e-6));
        }
    }
}
