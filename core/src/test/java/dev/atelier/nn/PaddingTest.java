package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingTest {
    @ParameterizedTest
    @CsvSource({
        // size, kernel, stride, before, after
        "28, 1, 1, 0, 0",
        "28, 2, 1, 0, 1",
        "28, 3, 1, 1, 1",
        "28, 4, 1, 1, 2",
        "28, 5, 1, 2, 2",
        "28, 3, 2, 0, 1",
        "7, 3, 2, 1, 1",
        "28, 4, 2, 1, 1",
        "7, 4, 2, 1, 2",
        "28, 5, 2, 1, 2",
        "9, 2, 3, 0, 0", // the kernel is smaller than the stride
        "7, 1, 2, 0, 0",
        "1, 5, 1, 2, 2"
    })
    void sameRoundsTheSizeUpAndPutsTheOddZeroAfter(long size, long kernel, long stride, long before, long after) {
        assertThat(Padding.SAME.before(size, kernel, stride)).isEqualTo(before);
        assertThat(Padding.SAME.after(size, kernel, stride)).isEqualTo(after);
        assertThat((size + before + after - kernel) / stride + 1).isEqualTo((size + stride - 1) / stride);
    }

    @Test
    void validAddsNothingAndANumberAddsItself() {
        assertThat(Padding.VALID.before(28, 5, 1)).isZero();
        assertThat(Padding.VALID.after(28, 5, 1)).isZero();
        assertThat(Padding.of(2).before(28, 5, 3)).isEqualTo(2);
        assertThat(Padding.of(2).after(28, 5, 3)).isEqualTo(2);
    }

    @Test
    void labelsSayWhichOne() {
        assertThat(Padding.VALID.label()).isEqualTo("valid");
        assertThat(Padding.SAME.label()).isEqualTo("same");
        assertThat(Padding.of(2).label()).isEqualTo("p2");
    }
}
