package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.metrics.Memorisation.Verdict;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of every kind are called copies; fresh samples, good or bad, never are. */
class MemorisationTest {
    private static final int N = 400;
    private static final int D = 8;
    private static final double NOISE = 0.5;

    private static float[] normal(long seed, String name, int count, int d) {
        float[] values = new float[count * d];
        RandomStream.of(seed, name).fillNormal(values, 0, values.length);
        return values;
    }

    private static Memorisation judge(float[] train, float[] unseen, float[] fake, int d) {
        try (Features a = Features.of(train, train.length / d, "train");
                Features b = Features.of(unseen, unseen.length / d, "unseen");
                Features c = Features.of(fake, fake.length / d, "fake")) {
            return Memorisation.of(a, b, c);
        }
    }

    private static Memorisation judge(float[] fake) {
        return judge(normal(1, "train", N, D), normal(1, "unseen", N, D), fake, D);
    }

    /** Fresh samples of which the first {@code copies} are training samples with some noise. */
    private static float[] partly(int copies, double noise) {
        float[] fake = normal(1, "fake", N, D);
        float[] train = normal(1, "train", N, D);
        float[] shake = normal(1, "shake", N, D);
        for (int i = 0; i < copies * D; i++) {
            fake[i] = (float) (train[i] + noise * shake[i]);
        }
        return fake;
    }

    /** Too noisy for most to be near copies by themselves, but all of them lie too near: both tests together tell. */
    @Test
    void noisyCopies() {
        Memorisation found = judge(partly(N, NOISE));
        assertThat(found.nearCopies()).isBetween(0.06, 0.2);
        assertThat(found.ct()).isLessThan(-5);
        assertThat(found.verdict()).isEqualTo(Verdict.COPIES);
    }

    /** As many near copies among otherwise fresh samples are suspicious, no more. */
    @Test
    void aTenthOfCopiesAmongFreshSamples() {
        Memorisation found = judge(partly(N / 10, 0.01));
        assertThat(found.nearCopies()).isBetween(0.06, 0.2);
        assertThat(found.ct()).isGreaterThan(-5);
        assertThat(found.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    }

    @Test
    void exactCopies() {
        Memorisation found = judge(normal(1, "train", N, D));
        assertThat(found.verdict()).isEqualTo(Verdict.COPIES);
        assertThat(found.exactCopies()).isEqualTo(1);
        assertThat(found.nearCopies()).isEqualTo(1);
        assertThat(found.authentic()).isZero();
        assertThat(found.medianRatio()).contains(0.0);
        assertThat(found.leastRatio()).contains(0.0);
        assertThat(found.ct()).isLessThan(-10);
        assertThat(found.text()).startsWith("It copies its training set: 100.0 %");
    }

    @Test
    void copiesWithALittleNoise() {
        Memorisation found = judge(partly(N, 1e-3));
        assertThat(found.verdict()).isEqualTo(Verdict.COPIES);
        assertThat(found.exactCopies()).isZero();
        assertThat(found.authentic()).isZero();
        assertThat(found.nearCopies()).isEqualTo(1);
        assertThat(found.ct()).isLessThan(-10);
    }

    @Test
    void halfCopies() {
        Memorisation found = judge(partly(N / 2, 1e-3));
        assertThat(found.verdict()).isEqualTo(Verdict.COPIES);
        assertThat(found.nearCopies()).isBetween(0.5, 0.52);
    }

    @Test
    void aTenthOfCopiesIsSuspicious() {
        Memorisation found = judge(partly(N / 10, 1e-3));
        assertThat(found.verdict()).isEqualTo(Verdict.SUSPICIOUS);
        assertThat(found.text()).startsWith("Suspiciously close: 1");
        assertThat(found.chance()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 32})
    void freshSamplesAreClean(int d) {
        for (int seed = 0; seed < 30; seed++) {
            Memorisation found = judge(
                    normal(seed, "train", 200, d), normal(seed, "unseen", 200, d), normal(seed, "fake", 200, d), d);
            assertThat(found.verdict()).as("seed %d: %s", seed, found).isEqualTo(Verdict.CLEAN);
        }
    }

    @Test
    void badButOriginalIsClean() {
        float[] far = normal(1, "fake", N, D);
        for (int i = 0; i < far.length; i++) {
            far[i] += 20;
        }
        Memorisation found = judge(far);
        assertThat(found.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(found.authentic()).isEqualTo(100);
        assertThat(found.nearCopies()).isZero();
        assertThat(found.ct()).isGreaterThan(5); // or none, where no cell has both
        assertThat(found.text()).startsWith("No sign of copying: 0.0 %");
    }

    /** Averages lie nearer to all training samples than unseen samples do; they are no copies of any. */
    @Test
    void smoothSamplesAreClean() {
        float[] smooth = normal(1, "fake", N, 32);
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] *= 0.3f;
        }
        Memorisation found = judge(normal(1, "train", N, 32), normal(1, "unseen", N, 32), smooth, 32);
        assertThat(found.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(found.medianRatio().orElseThrow()).isLessThan(0.8);
    }

    /** Every training sample is there twenty times. */
    @Test
    void duplicatesInTheTrainingSetHideNothingAndAccuseNobody() {
        float[] few = normal(1, "train", N / 4, D);
        float[] train = new float[20 * few.length];
        for (int i = 0; i < 20; i++) {
            System.arraycopy(few, 0, train, i * few.length, few.length);
        }
        float[] unseen = normal(1, "unseen", N, D);
        Memorisation fresh = judge(train, unseen, normal(1, "fake", N, D), D);
        assertThat(fresh.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(fresh.authentic()).isEqualTo(100); // AuthPct sees a gap of 0 everywhere
        float[] copies = Arrays.copyOf(train, N * D);
        for (int i = 0; i < copies.length; i++) {
            copies[i] += 1e-3f;
        }
        assertThat(judge(train, unseen, copies, D).verdict()).isEqualTo(Verdict.COPIES);
        assertThat(judge(few, unseen, copies, D).nearCopies())
                .isEqualTo(judge(train, unseen, copies, D).nearCopies());
    }

    /** A test split that leaks: then output that equals training samples as often proves nothing. */
    @Test
    void asManyCopiesAsTheUnseenImagesHoldAreNoSign() {
        float[] train = normal(1, "train", N, D);
        float[] unseen = normal(1, "unseen", N, D);
        System.arraycopy(train, 0, unseen, 0, N / 10 * D);
        Memorisation found = judge(train, unseen, partly(N / 10, 0), D);
        assertThat(found.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(found.nearUnseen()).isEqualTo(0.1);
        assertThat(found.leastRatio()).isEmpty();
    }

    @Test
    void fewSamplesDecideNothing() {
        float[] train = normal(1, "train", N, D);
        assertThat(judge(train, normal(1, "unseen", N, D), normal(1, "fake", 40, D), D)
                        .verdict())
                .isEqualTo(Verdict.UNDECIDABLE);
        // enough to see that all are copies, but not that a tenth is
        float[] unseen = normal(1, "unseen", 60, D);
        assertThat(judge(train, unseen, normal(1, "fake", 60, D), D).verdict()).isEqualTo(Verdict.UNDECIDABLE);
        assertThat(judge(train, unseen, Arrays.copyOf(train, 60 * D), D).verdict())
                .isEqualTo(Verdict.COPIES);
        assertBadInput(() -> judge(train, new float[0], train, D));
    }

    @Test
    void scaleAndOrderDoNotMatter() {
        Memorisation plain = judge(partly(N / 10, 1e-3));
        float[] train = normal(1, "train", N, D);
        float[] unseen = normal(1, "unseen", N, D);
        float[] fake = partly(N / 10, 1e-3);
        for (float[] values : new float[][] {train, unseen, fake}) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= 64;
            }
        }
        Memorisation scaled = judge(train, unseen, fake, D);
        assertThat(scaled.nearCopies()).isEqualTo(plain.nearCopies());
        assertThat(scaled.authentic()).isEqualTo(plain.authentic());
        assertThat(scaled.ct()).isCloseTo(plain.ct(), within(1e-9));
    }

    /** Of 4 and 4 with three cases, all three on the first side: C(4,3) of C(8,3); at least two: and C(4,2)·C(4,1). */
    @Test
    void fisherByHand() {
        assertThat(FisherExact.more(3, 4, 0, 4)).isCloseTo(4.0 / 56, within(1e-14));
        assertThat(FisherExact.more(2, 4, 1, 4)).isCloseTo((4 + 24) / 56.0, within(1e-14));
        assertThat(FisherExact.more(0, 4, 3, 4)).isCloseTo(1, within(1e-14));
        assertThat(FisherExact.more(0, 4, 0, 4)).isEqualTo(1);
        assertThat(FisherExact.more(4, 4, 4, 4)).isCloseTo(1, within(1e-14));
    }

    /** Of a = 1, 4 and b = 2, 3, 3: pairs with a above b are 0 + 3 of 6; deviation √(6·6/12). Ties count a half. */
    @Test
    void mannWhitneyByHand() {
        assertThat(DataCopying.z(new double[] {1, 4}, new double[] {2, 3, 3})).isZero();
        assertThat(DataCopying.z(new double[] {1, 1}, new double[] {2, 3, 3})).isCloseTo(-Math.sqrt(3), within(1e-15));
        assertThat(DataCopying.z(new double[] {3, 4}, new double[] {2, 3, 3}))
                .isCloseTo((2 + 3 - 3) / Math.sqrt(3), within(1e-15));
    }
}
