package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pinned values come from a second implementation of the definition, in integers of any length: they hold for every machine,
 * every JDK and every release, because checkpoints count on them.
 */
class RandomStreamTest {
    private static final int MANY = 200_000;

    @Test
    void numbersArePinned() {
        RandomStream latent = RandomStream.of(42, "latent");
        assertThat(LongStream.generate(latent::nextLong).limit(4))
                .containsExactly(
                        7831993556210580130L, -7307045615634185217L, -4375431267800364492L, -8254400592596952067L);
        RandomStream third = RandomStream.of(-7, "größe", 3);
        assertThat(LongStream.generate(third::nextLong).limit(4))
                .containsExactly(
                        -824863527993123467L, -1913848959723317573L, -6268497433640297637L, 4880108336138176090L);
        latent.seek(1_000_000_000_000L);
        assertThat(latent.nextLong()).isEqualTo(-4864855085945110140L);
    }

    @Test
    void everyShardHasAPartOfItsOwnAndTheFirstIsTheStreamItself() {
        RandomStream whole = RandomStream.of(42, "latent");
        RandomStream cut = RandomStream.ofShards(42, "latent", 3);
        RandomStream third = RandomStream.of(42, "latent#2");
        assertThat(Shard.in(2, cut::nextLong)).isEqualTo(third.nextLong());
        assertThat(cut.nextLong()).isEqualTo(whole.nextLong());
        float[] ofThird = new float[5];
        float[] ofCut = new float[5];
        third.fillNormal(ofThird, 0, 5);
        Shard.in(2, () -> {
            cut.fillNormal(ofCut, 0, 5);
            return 0;
        });
        assertThat(ofCut).containsExactly(ofThird);
        assertThat(cut.counter()).isEqualTo(1);
        assertThat(cut.part(2).counter()).isEqualTo(third.counter());
        assertThat(Shard.current()).isZero();
    }

    @Test
    void uniformNumbersArePinned() {
        float[] uniform = new float[4];
        RandomStream.of(42, "uniform").fillUniform(uniform, 0, 4);
        assertThat(uniform)
                .containsExactly(0.5205528736114502f, 0.8697437644004822f, 0.20706409215927124f, 0.4483539462089539f);
        RandomStream doubles = RandomStream.of(42, "double");
        assertThat(doubles.nextDouble()).isEqualTo(0.12919439571633728);
        assertThat(doubles.nextDouble()).isEqualTo(0.5384535361044535);
        assertThat(doubles.nextDouble()).isEqualTo(0.7477811673091312);
    }

    @Test
    void normalNumbersArePinned() {
        float[] normal = new float[6];
        RandomStream stream = RandomStream.of(42, "normal");
        stream.fillNormal(normal, 0, 6);
        assertThat(normal)
                .containsExactly(
                        -0.6919816732406616f,
                        0.4437868297100067f,
                        -0.7249747514724731f,
                        -0.6262079477310181f,
                        -0.5880358219146729f,
                        0.9280781745910645f);
        assertThat(stream.counter()).isEqualTo(6);
    }

    @Test
    void decisionsAndOrdersArePinned() {
        RandomStream stream = RandomStream.of(42, "bernoulli");
        assertThat(decisions(stream, 10, 0.6, 1)).containsExactly(1, 0, 1, 0, 0, 1, 1, 1, 1, 1);
        assertThat(stream.counter()).as("four decisions a number").isEqualTo(3);
        RandomStream dice = RandomStream.of(42, "int");
        assertThat(IntStream.generate(() -> dice.nextInt(10)).limit(12))
                .containsExactly(6, 9, 8, 5, 9, 8, 6, 0, 6, 0, 7, 6);
        assertThat(RandomStream.of(42, "order").permutation(10)).containsExactly(8, 6, 3, 7, 5, 1, 4, 2, 9, 0);
    }

    @Test
    void seekIsASkip() {
        RandomStream walked = RandomStream.of(1, "walk");
        for (int i = 0; i < 1000; i++) {
            walked.nextLong();
        }
        assertThat(walked.counter()).isEqualTo(1000);
        RandomStream jumped = RandomStream.of(1, "walk");
        jumped.seek(1000);
        assertThat(jumped.nextLong()).isEqualTo(walked.nextLong());
        assertThat(jumped.counter()).isEqualTo(walked.counter()).isEqualTo(1001);
    }

    @Test
    void aSavedCounterContinuesEveryKindOfDraw() {
        RandomStream original = RandomStream.of(9, "save");
        drawSomeOfAll(original);
        RandomStream restored = RandomStream.of(9, "save");
        restored.seek(original.counter());
        assertThat(drawSomeOfAll(restored)).containsExactly(drawSomeOfAll(original));
    }

    private static float[] decisions(RandomStream stream, int count, double probability, float high) {
        return Tensors.toFloats(Tensors.bernoulli(stream, probability, high, torch.zeros(count)));
    }

    private static float[] drawSomeOfAll(RandomStream stream) {
        float[] drawn = new float[40];
        stream.fillNormal(drawn, 0, 7);
        stream.fillUniform(drawn, 7, 20);
        System.arraycopy(decisions(stream, 11, 0.5, 2), 0, drawn, 20, 11);
        for (int i = 31; i < 40; i++) {
            drawn[i] = stream.nextInt(1000);
        }
        return drawn;
    }

    @Test
    void uniformIsFlatOnTheHalfOpenInterval() {
        float[] values = new float[MANY];
        RandomStream.of(3, "flat").fillUniform(values, 0, MANY);
        int[] bins = new int[16];
        boolean inside = true;
        for (float value : values) {
            inside &= value >= 0 && value < 1;
            bins[(int) (value * 16)]++;
        }
        assertThat(inside).isTrue();
        assertThat(chiSquare(bins)).as("15 degrees of freedom").isBetween(2.0, 45.0);
        assertThat(moment(values, 0, 1)).isCloseTo(0.5, within(0.003));
        assertThat(moment(values, 0.5, 2)).isCloseTo(1 / 12.0, within(0.001));
    }

    @Test
    void normalHasTheMomentsOfTheBell() {
        float[] values = new float[MANY];
        RandomStream.of(3, "bell").fillNormal(values, 0, MANY);
        assertThat(moment(values, 0, 1)).isCloseTo(0, within(0.011));
        assertThat(moment(values, 0, 2)).isCloseTo(1, within(0.016));
        assertThat(moment(values, 0, 3)).isCloseTo(0, within(0.05));
        assertThat(moment(values, 0, 4)).isCloseTo(3, within(0.15));
        long beyond = IntStream.range(0, MANY)
                .filter(i -> Math.abs(values[i]) > 1.959964)
                .count();
        assertThat(beyond / (double) MANY).isCloseTo(0.05, within(0.0025));
    }

    @Test
    void normalPartnersAreUncorrelated() {
        float[] values = new float[MANY];
        RandomStream.of(4, "pairs").fillNormal(values, 0, MANY);
        for (int lag = 1; lag <= 4; lag++) {
            double sum = 0;
            for (int i = lag; i < MANY; i++) {
                sum += values[i] * values[i - lag];
            }
            assertThat(sum / MANY).as("lag " + lag).isCloseTo(0, within(0.012));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.6, 0.97})
    void bernoulliKeepsItsShare(double probability) {
        float[] values = decisions(RandomStream.of(5, "share"), MANY, probability, 2.5f);
        long high = IntStream.range(0, MANY).filter(i -> values[i] == 2.5f).count();
        assertThat(IntStream.range(0, MANY).filter(i -> values[i] == 0).count()).isEqualTo(MANY - high);
        assertThat(high / (double) MANY).isCloseTo(probability, within(0.006));
    }

    @Test
    void bernoulliIsSureAtBothEnds() {
        assertThat(decisions(RandomStream.of(5, "sure"), 1001, 1, 3)).containsOnly(3);
        assertThat(decisions(RandomStream.of(5, "sure"), 1001, 0, 3)).containsOnly(0);
    }

    @Test
    void bernoulliGivesTheSameDecisionsWhateverTheLength() {
        float[] all = decisions(RandomStream.of(6, "tail"), 12, 0.5, 1);
        for (int length = 0; length <= 12; length++) {
            assertThat(decisions(RandomStream.of(6, "tail"), length, 0.5, 1))
                    .as("length " + length)
                    .containsExactly(Arrays.copyOf(all, length));
        }
    }

    @Test
    void longsAreTheSameInOneFillAsOneByOne() {
        RandomStream one = RandomStream.of(3, "longs");
        RandomStream other = RandomStream.of(3, "longs");
        long[] filled = new long[11];
        one.nextLong();
        one.fillLongs(filled, 2, 9);
        other.nextLong();
        for (int i = 2; i < 9; i++) {
            assertThat(filled[i]).isEqualTo(other.nextLong());
        }
        assertThat(one.counter()).isEqualTo(other.counter());
        assertThat(filled[1]).isZero();
        assertThat(filled[9]).isZero();
    }

    @Test
    void fillsTouchOnlyTheirWindow() {
        float[] values = new float[9];
        Arrays.fill(values, 77);
        RandomStream stream = RandomStream.of(7, "window");
        stream.fillNormal(values, 3, 6); // odd: the last partner has no place
        stream.fillUniform(values, 3, 6);
        assertThat(values).startsWith(77, 77, 77).endsWith(77, 77, 77);
        assertThat(Arrays.copyOfRange(values, 3, 6)).doesNotContain(77);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1000, 60_000})
    void permutationHoldsEachIndexOnce(int n) {
        int[] order = RandomStream.of(8, "order", n).permutation(n);
        Arrays.sort(order);
        assertThat(order).isEqualTo(IntStream.range(0, n).toArray());
    }

    @Test
    void everyOrderOfFourIsEquallyLikely() {
        int[] count = new int[256];
        for (int i = 0; i < 24_000; i++) {
            int[] order = RandomStream.of(8, "fair", i).permutation(4);
            count[order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]]++;
        }
        int[] seen = Arrays.stream(count).filter(c -> c > 0).toArray();
        assertThat(seen).hasSize(24);
        assertThat(chiSquare(seen)).as("23 degrees of freedom").isLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 10, 1000})
    void integersStayBelowTheBoundAndAreFlat(int bound) {
        RandomStream stream = RandomStream.of(10, "dice", bound);
        int[] count = new int[bound];
        for (int i = 0; i < 100_000; i++) {
            count[stream.nextInt(bound)]++; // out of bounds throws
        }
        assertThat(chiSquare(count)).isLessThan(bound + 6 * Math.sqrt(2.0 * bound));
    }

    /** At 3·2²⁹ a mere multiply-and-shift reaches values of remainder 0 and 1 three times for each two of remainder 2. */
    @Test
    void integersOfALargeBoundHaveNoBias() {
        RandomStream stream = RandomStream.of(11, "large");
        int[] count = new int[3];
        for (int i = 0; i < 90_000; i++) {
            count[stream.nextInt(3 << 29) % 3]++;
        }
        assertThat(chiSquare(count)).as("2 degrees of freedom").isLessThan(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aBoundThatIsNotPositiveIsRefused(int bound) {
        assertThatThrownBy(() -> RandomStream.of(1, "x").nextInt(bound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bound must be positive, got " + bound);
    }

    @Test
    void seedNameAndIndexEachMakeAnotherStream() {
        Set<Long> first = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            first.add(RandomStream.of(i, "seed").nextLong());
            first.add(RandomStream.of(0, "name " + i).nextLong());
            first.add(RandomStream.of(0, "index", i).nextLong());
        }
        assertThat(first).hasSize(3000);
        assertThat(RandomStream.of(1, "a", 0).nextLong())
                .isEqualTo(RandomStream.of(1, "a").nextLong());
        assertThat(RandomStream.of(1, "ab").nextLong())
                .isNotEqualTo(RandomStream.of(1, "ba").nextLong());
    }

    @Test
    void neighbouringStreamsAreUncorrelated() {
        for (int other = 1; other <= 8; other++) {
            RandomStream a = RandomStream.of(0, "epoch", 0);
            RandomStream b = RandomStream.of(0, "epoch", other);
            double sum = 0;
            for (int i = 0; i < 50_000; i++) {
                sum += (a.nextDouble() - 0.5) * (b.nextDouble() - 0.5);
            }
            assertThat(sum / 50_000 * 12).as("correlation with index " + other).isCloseTo(0, within(0.025));
        }
    }

    private static double moment(float[] values, double centre, int power) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.pow(values[i] - centre, power))
                .average()
                .orElseThrow();
    }

    private static double chiSquare(int[] bins) {
        double expected = Arrays.stream(bins).sum() / (double) bins.length;
        return Arrays.stream(bins)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
    }
}
