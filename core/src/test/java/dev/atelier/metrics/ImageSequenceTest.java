package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageSequenceTest {
    private final List<Integer> made = new ArrayList<>();

    private final ImageSequence counting = new ImageSequence() {
        @Override
        public int count() {
            return 300;
        }

        @Override
        public List<Image> images(int from, int count) {
            return IntStream.range(from, from + count)
                    .peek(made::add)
                    .mapToObj(i -> new Image(1, 1, 2, new byte[] {(byte) i, (byte) (i >> 8)}))
                    .toList();
        }
    };

    @Test
    void everyImageIsMadeOnce() {
        ImageSequence remembered = counting.remembered(600);
        made.clear();
        for (int from : new int[] {290, 0, 120, 150, 0}) {
            assertThat(remembered.images(from, 10)).isEqualTo(List.copyOf(expected(from, 10)));
        }
        assertThat(made).doesNotHaveDuplicates();
    }

    @Test
    void tooManyBytesAreNotKept() {
        assertThat(counting.remembered(599)).isSameAs(counting);
    }

    @Test
    void theFirstOnes() {
        assertThat(counting.first(7).count()).isEqualTo(7);
        assertThat(counting.first(1000).count()).isEqualTo(300);
        assertThat(counting.first(7).images(5, 2)).isEqualTo(expected(5, 2));
        assertThat(ImageSequence.of(expected(0, 4)).images(1, 2)).isEqualTo(expected(1, 2));
    }

    private List<Image> expected(int from, int count) {
        return counting.images(from, count).stream()
                .peek(image -> made.remove(made.size() - 1))
                .toList();
    }
}
