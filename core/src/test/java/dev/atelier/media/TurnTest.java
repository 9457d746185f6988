package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final Image PICTURE = new Image(1, 2, 3, new byte[] {1, 2, 3, 4, 5, 6});

    @Test
    void eachIsUndoneByItsInverseAndAllDiffer() {
        Set<Image> seen = new HashSet<>();
        for (Turn turn : Turn.ALL) {
            Image turned = turn.of(PICTURE);
            assertThat(turn.inverse().of(turned)).as(turn.toString()).isEqualTo(PICTURE);
            assertThat(turn.of(Levels.of(PICTURE)).image()).isEqualTo(turned);
            seen.add(turned);
        }
        assertThat(seen).hasSize(8);
        assertThat(Turn.ALL.get(0).of(PICTURE)).isEqualTo(PICTURE);
    }

    @Test
    void mirrorsComeBeforeTheExchange() {
        assertThat(new Turn(true, false, false).of(PICTURE).pixels()).containsExactly(3, 2, 1, 6, 5, 4);
        assertThat(new Turn(false, true, false).of(PICTURE).pixels()).containsExactly(4, 5, 6, 1, 2, 3);
        Image turned = new Turn(true, false, true).of(PICTURE);
        assertThat(turned.height()).isEqualTo(3);
        assertThat(turned.pixels()).containsExactly(3, 6, 2, 5, 1, 4); // a quarter against the clock
    }

    @Test
    void levelsRoundHalfUpAndKeepWhiteWhite() {
        Levels levels = new Levels(1, 1, 6, new float[] {254.9f, 255, 300, -3, 0.5f, Float.NaN});
        assertThat(levels.image().pixels()).containsExactly((byte) 255, (byte) 255, (byte) 255, 0, 1, 0);
        assertThat(Levels.of(PixelRange.SYMMETRIC, 1, 1, 2, new float[] {1, -1}).values())
                .containsExactly(255, 0);
        assertThat(Levels.of(PixelRange.UNIT, 1, 1, 2, new float[] {1, 0}).values())
                .containsExactly(255, 0);
        assertThat(Levels.mean(List.of(Levels.of(PICTURE), Levels.of(Image.filled(1, 2, 3, 3))))
                        .values())
                .containsExactly(2, 2.5f, 3, 3.5f, 4, 4.5f);
        assertThat(Levels.of(PICTURE).crop(1, 1, 1, 2).values()).containsExactly(5, 6);
    }

    @Test
    void aSheetShowsAllAtOneSizeWithWordsAbove() {
        Image small = Image.filled(1, 60, 60, 10);
        Image large = Image.filled(3, 120, 120, 200);
        Image sheet = ComparisonSheet.of(List.of(small, large), List.of("input", "output"));
        assertThat(sheet.channels()).isEqualTo(3);
        assertThat(sheet.width()).isEqualTo(4 + 2 * (120 + 4));
        assertThat(sheet.height()).isEqualTo(20 + 4 + 120 + 4);
        assertThat(sheet.at(0, 24, 4)).isEqualTo(10);
        assertThat(sheet.at(1, 24 + 119, 4 + 119)).as("every pixel is a square").isEqualTo(10);
        assertThat(sheet.at(2, 24, 4 + 124)).isEqualTo(200);
        Image huge = ComparisonSheet.of(List.of(Image.filled(1, 30, 4000, 7)), List.of("input"));
        assertThat(huge.width()).isEqualTo(4 + 2048 + 4);
    }
}
