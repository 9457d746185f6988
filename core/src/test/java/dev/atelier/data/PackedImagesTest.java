package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedImagesTest {
    private static PackedImages inSlabsOf(int bytes) {
        PackedImages.Filler filler = new PackedImages.Filler(new ImageFormat(1, 1, 3), 5, bytes);
        for (int i = 0; i < 5; i++) {
            filler.put(i, new Image(1, 1, 3, new byte[] {(byte) i, (byte) (10 * i), 7}));
        }
        return filler.finish("five", new int[] {0, 1, 0, 1, 1}, List.of("a", "b"));
    }

    @Test
    void pixelsAndHashDoNotDependOnTheSlabs() {
        String hash = inSlabsOf(1000).sha256();
        for (int bytes : new int[] {1, 3, 7, 15}) {
            PackedImages images = inSlabsOf(bytes);
            assertThat(images.sha256()).isEqualTo(hash);
            byte[] out = new byte[3];
            images.copyPixels(3, out, 0);
            assertThat(out).containsExactly(3, 30, 7);
        }
    }

    @Test
    void theHashIsOfShapePixelsAndLabels() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("1×1×1×2\n".getBytes(StandardCharsets.UTF_8));
        digest.update(new byte[] {5, 6});
        digest.update(new byte[] {0, 0, 0, 1});
        Image image = new Image(1, 1, 2, new byte[] {5, 6});
        PackedImages labelled = PackedImages.of("x", List.of(image), new int[] {1}, List.of("a", "b"));
        assertThat(labelled.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(PackedImages.of("x", List.of(image)).sha256()).isNotEqualTo(labelled.sha256());
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        Image a = Image.filled(1, 2, 2, 0);
        assertBadInput(() -> PackedImages.of("x", List.of(a, Image.filled(1, 2, 3, 0))))
                .hasMessage("image 1 is 1×2×3, the others are 1×2×2");
        assertBadInput(() -> PackedImages.of("x", List.of(a), new int[] {0, 0}, List.of("a")));
        assertBadInput(() -> PackedImages.of("x", List.of(a), new int[] {1}, List.of("a")))
                .hasMessage("x: label 1 outside of 0 to 0");
        assertBadInput(() -> PackedImages.of("x", new ArrayList<>())).hasMessage("x: no images");
    }
}
