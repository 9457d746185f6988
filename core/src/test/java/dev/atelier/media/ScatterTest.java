package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScatterTest {
    @Test
    void aPointIsADarkSquareOfThreePixels() {
        assertDots(Scatter.of(List.of(point(0, 0))), 185, 0, 509); // y goes up: the corner is below
        assertDots(Scatter.of(List.of(point(255, 255))), 185, 509, 0);
        assertDots(Scatter.of(List.of(point(255, 0))), 185, 509, 509);
        assertDots(Scatter.of(List.of(point(51, 204))), 185, 101, 509 - 407); // 51 · 509 / 255 = 101.8
    }

    @Test
    void whereSeveralLieItIsDarkerAndNeverLessThanBlack() {
        assertDots(Scatter.of(Stream.generate(() -> point(51, 204)).limit(2).toList()), 115, 101, 102);
        assertDots(Scatter.of(Stream.generate(() -> point(51, 204)).limit(9).toList()), 0, 101, 102);
    }

    @Test
    void onlyTwoChannelsOfOnePixelAreAPoint() {
        assertThat(Scatter.isPoint(2, 1, 1)).isTrue();
        assertThat(Scatter.isPoint(1, 1, 1)).isFalse();
        assertThat(Scatter.isPoint(2, 2, 1)).isFalse();
        assertThat(Scatter.isPoint(2, 1, 2)).isFalse();
        assertThatThrownBy(() -> Scatter.of(List.of(Image.filled(3, 1, 1, 0)))).hasMessageContaining("3 channels");
    }

    private static Image point(int x, int y) {
        return new Image(2, 1, 1, new byte[] {(byte) x, (byte) y});
    }

    /** 3×3 of a grey with the upper left corner at (left, top), and white all around. */
    private static void assertDots(Image picture, int grey, int left, int top) {
        assertThat(picture.width()).isEqualTo(512);
        assertThat(picture.height()).isEqualTo(512);
        assertThat(picture.channels()).isEqualTo(1);
        for (int y = 0; y < 512; y++) {
            for (int x = 0; x < 512; x++) {
                boolean inside = x >= left && x < left + 3 && y >= top && y < top + 3;
                if (picture.at(0, y, x) != (inside ? grey : 255)) {
                    throw new AssertionError(picture.at(0, y, x) + " at x " + x + ", y " + y);
                }
            }
        }
    }
}
