package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClassHistogramTest {
    static final String[] CASES = MetricCase.NAMES;
    private static final List<String> ABC = List.of("a", "b", "c");

    private static ClassHistogram of(long... counts) {
        return new ClassHistogram(
                IntStream.range(0, counts.length).mapToObj(Integer::toString).toList(), counts);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void modesOfTheReferenceCases(String name) {
        try (MetricCase c = MetricCase.open(name)) {
            List<String> names = IntStream.range(0, c.probs().size())
                    .mapToObj(Integer::toString)
                    .toList();
            ClassHistogram found = ClassHistogram.of(c.probs(), names);
            assertThat(names).hasSize((int) c.count("/extra/modes/classes"));
            assertThat(found.captured()).isEqualTo((int) c.count("/extra/modes/captured"));
            assertThat(found.klToUniform()).isCloseTo(c.value("/extra/modes/kl_gen_to_uniform_nats"), within(1e-13));
            assertThat(found.total()).isEqualTo(c.probs().count());
        }
    }

    @Test
    void theFirstOfEqualLogitsNames() {
        try (Features logits = Features.of(new float[] {1, 3, 3, -1, -1, -1, 0, 1, 2}, 3, "logits")) {
            assertThat(ClassHistogram.named(logits)).containsExactly(1, 0, 2);
            assertThat(ClassHistogram.of(logits, ABC)).isEqualTo(new ClassHistogram(ABC, new long[] {1, 1, 1}));
            assertBadInput(() -> ClassHistogram.of(logits, List.of("a", "b"))).hasMessageContaining("3 classes");
        }
    }

    /** More rows than one piece of the computation. */
    @Test
    void manyRows() {
        int n = 20_000;
        float[] logits = new float[3 * n];
        for (int i = 0; i < n; i++) {
            logits[3 * i + i % 3] = 1;
        }
        try (Features rows = Features.of(logits, n, "logits")) {
            assertThat(ClassHistogram.named(rows))
                    .isEqualTo(IntStream.range(0, n).map(i -> i % 3).toArray());
        }
    }

    @Test
    void divergencesByHand() {
        assertThat(of(5, 5, 5).klToUniform()).isZero();
        assertThat(of(9, 0, 0, 0).klToUniform()).isCloseTo(Math.log(4), within(1e-15));
        assertThat(of(7, 7, 0, 0).klToUniform()).isCloseTo(Math.log(2), within(1e-15));
        assertThat(of(3, 1).klToUniform()).isCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), within(1e-15));
        assertThat(of(3, 1).klToUniform()).isCloseTo(of(1, 3).klToUniform(), within(1e-15));
        assertThat(of(3, 1).klTo(of(1, 1))).isCloseTo(of(3, 1).klToUniform(), within(1e-15));
        assertThat(of(1, 1).klTo(of(3, 1)))
                .isCloseTo(0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25), within(1e-15));
        assertThat(of(1, 0).klTo(of(1, 1))).isCloseTo(Math.log(2), within(1e-15));
        assertThat(of(1, 1).klTo(of(1, 0))).isInfinite();
        assertThat(of(4, 0).js(of(0, 9))).isCloseTo(Math.log(2), within(1e-15));
        assertThat(of(4, 2).js(of(2, 1))).isZero();
        assertThat(of(3, 1).js(of(1, 1)))
                .isCloseTo(of(1, 1).js(of(3, 1)), within(1e-15))
                .isPositive();
    }

    @Test
    void sharesAndModes() {
        ClassHistogram some = of(6, 0, 2);
        assertThat(some.captured()).isEqualTo(2);
        assertThat(some.share(0)).isEqualTo(0.75);
        assertThat(some.share(1)).isZero();
        assertThat(some.total()).isEqualTo(8);
    }

    /** (K − 1)/(2n) is what even a perfect generator of 1000 modes shows in 26000 samples. */
    @Test
    void theFloorOfAPerfectGenerator() {
        long[] counts = new long[1000];
        RandomStream stream = RandomStream.of(7, "labels");
        for (int i = 0; i < 26_000; i++) {
            counts[stream.nextInt(1000)]++;
        }
        assertThat(of(counts).klToUniform()).isCloseTo(999 / 52_000.0, within(0.003));
        assertThat(of(counts).captured()).isEqualTo(1000);
    }

    @Test
    void nothingAndOthersAreRefused() {
        assertBadInput(() -> of(0, 0));
        assertBadInput(() -> of(2, -1));
        assertBadInput(() -> of(1, 1).js(of(1, 1, 1)));
        assertBadInput(() -> of(1, 1).klTo(new ClassHistogram(Arrays.asList("a", "b"), new long[] {1, 1})));
    }
}
