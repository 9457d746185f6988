package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelledSubsetTest {
    /** 30 images: class 0 has 20, class 1 has 10. */
    private static ImageDataset dataset() {
        int[] labels = IntStream.range(0, 30).map(i -> i % 3 == 0 ? 1 : 0).toArray();
        return PackedImages.of(
                "thirty", Collections.nCopies(30, Image.filled(1, 1, 1, 0)), labels, List.of("many", "few"));
    }

    @Test
    void everyClassGivesTheSameNumberInAscendingOrder() {
        ImageDataset dataset = dataset();
        int[] chosen = LabelledSubset.choose(dataset, 7, 5);
        assertThat(chosen).hasSize(14).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(chosen).filter(i -> dataset.label(i) == 1)).hasSize(7);
    }

    @Test
    void theChoiceIsTheSeedsAndReachesEveryImage() {
        ImageDataset dataset = dataset();
        assertThat(LabelledSubset.choose(dataset, 4, 5)).isEqualTo(LabelledSubset.choose(dataset, 4, 5));
        assertThat(LabelledSubset.choose(dataset, 4, 5)).isNotEqualTo(LabelledSubset.choose(dataset, 4, 6));
        assertThat(IntStream.range(0, 40)
                        .flatMap(seed -> Arrays.stream(LabelledSubset.choose(dataset, 4, seed)))
                        .distinct())
                .hasSize(30);
    }

    @Test
    void tooFewOrNoLabelsAreRefused() {
        assertThat(LabelledSubset.choose(dataset(), 10, 1)).hasSize(20);
        assertBadInput(() -> LabelledSubset.choose(dataset(), 11, 1))
                .hasMessage("labelled subset of thirty: class 'few' has 10 images, not 11");
        assertBadInput(() -> LabelledSubset.choose(dataset(), 0, 1));
        assertBadInput(() -> LabelledSubset.choose(PackedImages.of("bare", List.of(Image.filled(1, 1, 1, 0))), 1, 1))
                .hasMessage("labelled subset of bare: it has no labels");
    }
}
