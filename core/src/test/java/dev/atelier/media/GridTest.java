package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridTest {
    @Test
    void laysPicturesOnWhiteEnlarged() {
        Image a = new Image(1, 1, 2, new byte[] {1, 2});
        Image b = new Image(1, 1, 2, new byte[] {3, 4});
        Image c = new Image(1, 1, 2, new byte[] {5, 6});
        Image grid = Grid.of(List.of(a, b, c), 2, 2, 1);
        assertThat(rows(grid))
                .containsExactly(
                        "255 255 255 255 255 255 255 255 255 255 255",
                        "255 1 1 2 2 255 3 3 4 4 255",
                        "255 1 1 2 2 255 3 3 4 4 255",
                        "255 255 255 255 255 255 255 255 255 255 255",
                        "255 5 5 6 6 255 255 255 255 255 255",
                        "255 5 5 6 6 255 255 255 255 255 255",
                        "255 255 255 255 255 255 255 255 255 255 255");
    }

    @Test
    void centresSmallerPicturesAndTurnsColourWhereOneIs() {
        Image large = Image.filled(1, 3, 3, 9);
        Image small = new Image(3, 1, 1, new byte[] {1, 2, 3});
        Image grid = Grid.of(List.of(large, small), 2, 1, 0);
        assertThat(grid).hasToString("Image[3×3×6]");
        for (int channel = 0; channel < 3; channel++) {
            assertThat(grid.at(channel, 1, 4)).isEqualTo(channel + 1);
            assertThat(grid.at(channel, 0, 4)).isEqualTo(255);
            assertThat(grid.at(channel, 2, 2)).isEqualTo(9);
        }
    }

    @Test
    void oneRowIsNoWiderThanItsPictures() {
        assertThat(Grid.of(List.of(Image.filled(1, 2, 2, 0)), 8, 1, 1)).hasToString("Image[1×4×4]");
    }

    private static List<String> rows(Image image) {
        return IntStream.range(0, image.height())
                .mapToObj(y -> IntStream.range(0, image.width())
                        .mapToObj(x -> String.valueOf(image.at(0, y, x)))
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
