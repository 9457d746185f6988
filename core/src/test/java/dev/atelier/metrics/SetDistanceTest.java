package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.LoadProgress;
import dev.atelier.media.Image;
import dev.atelier.tensor.RandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SetDistanceTest {
    private static Image picture(int number, int most) {
        RandomStream stream = RandomStream.of(number, "picture");
        byte[] pixels = new byte[784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) stream.nextInt(most);
        }
        return new Image(1, 28, 28, pixels);
    }

    private static List<Image> pictures(int from, int count, int most) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> picture(i, most))
                .toList();
    }

    @Test
    void isThatOfTheFeaturesOfAnExtractor() {
        List<Image> real = pictures(0, 12, 256);
        List<Image> alike = pictures(12, 9, 256);
        List<Image> dark = pictures(21, 9, 64);
        try (FeatureExtractor extractor = Extractors.open("fashion-mnist")) {
            SetDistance near = SetDistance.of(extractor, alike, real, LoadProgress.SILENT);
            SetDistance far = SetDistance.of(extractor, dark, real, LoadProgress.SILENT);
            assertThat(near.made()).isEqualTo(9);
            assertThat(near.real()).isEqualTo(12);
            assertThat(far.kid()).isGreaterThan(10 * Math.abs(near.kid()));
            assertThat(far.fid()).isGreaterThan(near.fid());
            try (Extracted a = Extracted.of(extractor, ImageSequence.of(real), "", LoadProgress.SILENT);
                    Extracted b = Extracted.of(extractor, ImageSequence.of(dark), "", LoadProgress.SILENT)) {
                assertThat(far.kid()).isCloseTo(Kid.unbiased(a.features(), b.features()), within(1e-12));
            }
            assertBadInput(() -> SetDistance.of(extractor, real.subList(0, 1), real, LoadProgress.SILENT));
        }
    }
}
