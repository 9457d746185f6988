package dev.atelier.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.doctor.Diagnosis.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Each alarm on histories made by hand, a row each fifty steps. */
class DoctorTest {
    /** A run at peace: a little noise around steady values, diversity rising. */
    private static Map<String, Double> healthy(int i) {
        double noise = 0.05 * Math.sin(12.9898 * i * i + 78.233 * i);
        Map<String, Double> row = new HashMap<>();
        row.put("lossD", 0.6 + noise);
        row.put("lossG", 0.9 - noise);
        row.put("accuracyReal", 0.75 + noise);
        row.put("accuracyFake", 0.75 - noise);
        row.put("gradientD", 1 + noise);
        row.put("gradientG", 0.5 + noise);
        row.put("weightG", 20.0);
        row.put("diversity", Math.min(0.9, 0.05 * i) + noise / 10);
        row.put("overfit", noise);
        return row;
    }

    private static Map<String, Double> with(int i, Object... pairs) {
        Map<String, Double> row = healthy(i);
        for (int k = 0; k < pairs.length; k += 2) {
            row.put((String) pairs[k], ((Number) pairs[k + 1]).doubleValue());
        }
        return row;
    }

    private static List<Diagnosis> run(boolean calibrated, int rows, IntFunction<Map<String, Double>> row) {
        return run(new Doctor(calibrated, key -> true), rows, row);
    }

    private static List<Diagnosis> run(Doctor doctor, int rows, IntFunction<Map<String, Double>> row) {
        List<Diagnosis> found = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            found.addAll(doctor.examine(50L * i, row.apply(i)));
        }
        return found;
    }

    private static void rings(Kind kind, long step, boolean calibrated, IntFunction<Map<String, Double>> row) {
        List<Diagnosis> found = run(calibrated, 60, row);
        assertThat(found).extracting(Diagnosis::kind).containsExactly(kind);
        assertThat(found.get(0).step()).isEqualTo(step);
        assertThat(found.get(0).evidence()).endsWith(".");
        assertThat(Diagnosis.of(found.get(0).json())).isEqualTo(found.get(0));
    }

    @Test
    void aHealthyRunIsLeftInPeace() {
        assertThat(run(true, 400, DoctorTest::healthy)).isEmpty();
        assertThat(run(false, 400, i -> with(i, "accuracyReal", 1, "accuracyFake", 0)))
                .isEmpty();
    }

    @Test
    void whatIsNoNumberIsToldAtOnce() {
        rings(Kind.NOT_A_NUMBER, 2000, true, i -> i < 40 ? healthy(i) : with(i, "lossD", Double.NaN));
    }

    @Test
    void aLossFarBeyondItsHistoryExplodes() {
        rings(Kind.EXPLODING, 2000, true, i -> i == 40 ? with(i, "lossG", 140) : healthy(i));
        assertThat(run(false, 60, i -> with(i, "lossD", -300, "lossG", 200 + i)))
                .isEmpty(); // a critic's usual size
    }

    /** 0.9 is reached at row 18; from row 30 on it is 0.2: told at the third row. */
    @Test
    void fallingDiversityIsCollapse() {
        rings(Kind.COLLAPSE, 1600, true, i -> i < 30 ? healthy(i) : with(i, "diversity", 0.2));
    }

    /** Images that never differ are given twelve rows to learn, then three to be believed. */
    @Test
    void diversityThatNeverComesIsCollapse() {
        rings(Kind.COLLAPSE, 750, false, i -> with(i, "diversity", 0.02));
    }

    @Test
    void aGradientOfAHundredthIsVanished() {
        // the median of three is small from row 31 on, for the third time at row 33
        rings(Kind.VANISHED_GRADIENT, 1650, true, i -> i < 30 ? healthy(i) : with(i, "gradientG", 0.004));
    }

    /** The share of the Fashion GAN as tabled, black at step 200 and white at 300; a look a hundred steps. */
    @Test
    void picturesDrivenToOneEndAreSaturation() {
        rings(Kind.SATURATION, 1550, true, i -> i < 30 ? with(i, "saturation", 0.17) : with(i, "saturation", 0.44));
        assertThat(run(true, 60, i -> with(i, "saturation", i == 30 ? 0.9 : 0.1)))
                .isEmpty();
    }

    @Test
    void lightnessTurnedOverIsInversionUnlessTargetsAreSo() {
        rings(Kind.INVERSION, 1600, true, i -> i < 30 ? with(i, "likeness", 0.4) : with(i, "likeness", -0.1));
        assertThat(run(true, 60, i -> with(i, "likeness", -0.6, "likenessReal", -0.5)))
                .isEmpty();
        rings(Kind.INVERSION, 150, true, i -> with(i, "likeness", -0.2, "likenessReal", 0.1));
        assertThat(run(true, 60, i -> with(i, "likeness", i % 3 == 0 ? -0.1 : 0.2)))
                .isEmpty();
    }

    /** A training is told to set what it has. */
    @Test
    void whatIsProposedHasTheKeysOfTheTraining() {
        IntFunction<Map<String, Double>> won = i -> with(i, "accuracyReal", 1, "accuracyFake", 1);
        assertThat(run(true, 60, won).get(0).proposal()).contains("balance.strength=1");
        Doctor translating = new Doctor(true, key -> !key.startsWith("balance."));
        assertThat(run(translating, 60, won).get(0).proposal())
                .contains("discriminator.strides=1")
                .doesNotContain("balance");
        Doctor ofAPyramid = new Doctor(true, key -> key.startsWith("generator.") || key.startsWith("train."));
        assertThat(run(ofAPyramid, 60, won).get(0).proposal()).isEqualTo("lower learning rates, or another train.seed");
    }

    @Test
    void aClassifierOfTurnsAtChanceIsTold() {
        rings(Kind.UNLEARNED, 1050, true, i -> i < 15 ? healthy(i) : with(i, "accuracyTurns", 0.26));
        assertThat(run(true, 60, i -> with(i, "accuracyTurns", Math.min(0.8, 0.25 + 0.03 * i))))
                .isEmpty();
    }

    @Test
    void outputsThatBecomeAlikeAreOneContent() {
        rings(Kind.ONE_CONTENT, 1600, true, i -> i < 30 ? with(i, "variety", 0.9) : with(i, "variety", 0.3));
        rings(Kind.ONE_CONTENT, 750, false, i -> with(i, "variety", 0.05));
        assertThat(run(true, 60, i -> with(i, "variety", 0.4))).isEmpty();
    }

    @Test
    void unseenImagesThatLookGeneratedAreOverFitting() {
        rings(Kind.OVER_FITTING, 1600, true, i -> i < 30 ? healthy(i) : with(i, "overfit", 0.8));
    }

    @Test
    void winningAlwaysIsOverpoweringWhereTheGeneratorGetsNoBetter() {
        rings(
                Kind.OVERPOWERING,
                1450,
                true,
                i -> i < 20 ? healthy(i) : with(i, "accuracyReal", 1, "accuracyFake", 0.99));
        assertThat(run(true, 60, i -> with(i, "accuracyReal", 1, "accuracyFake", 1, "lossG", 60 * Math.pow(0.9, i))))
                .isEmpty();
        assertThat(run(false, 60, i -> with(i, "accuracyReal", 1, "accuracyFake", 1)))
                .isEmpty();
    }

    @Test
    void whoIsAheadChangingAgainAndAgainIsOscillation() {
        List<Diagnosis> found = run(
                true,
                60,
                i -> with(i, "accuracyReal", i % 2 == 0 ? 0.95 : 0.2, "accuracyFake", i % 2 == 0 ? 0.2 : 0.95));
        assertThat(found).extracting(Diagnosis::kind).containsExactly(Kind.OSCILLATION);
    }

    @Test
    void aLossThatSwingsWiderAndWiderIsOscillationForAnyLoss() {
        List<Diagnosis> found = run(false, 60, i -> with(i, "lossD", Math.pow(1.12, i) * (i % 2 == 0 ? 0.2 : -0.2)));
        assertThat(found).extracting(Diagnosis::kind).contains(Kind.OSCILLATION);
    }

    /** Told once; after ten healthy rows it can be told again. */
    @Test
    void nothingIsToldTwiceUntilItWasGone() {
        IntFunction<Map<String, Double>> twice =
                i -> i >= 20 && i < 30 || i >= 45 ? with(i, "overfit", 0.9) : healthy(i);
        assertThat(run(true, 60, twice)).extracting(Diagnosis::step).containsExactly(1100L, 2350L);
    }

    /** A new doctor who was shown the same rows says the same from there on. */
    @Test
    void theRowsAreAllHeNeedsToKnow() {
        IntFunction<Map<String, Double>> row = i -> i < 30 ? healthy(i) : with(i, "diversity", 0.2);
        Doctor old = new Doctor(true, key -> true);
        Doctor heir = new Doctor(true, key -> true);
        for (int i = 1; i <= 31; i++) {
            old.examine(50L * i, row.apply(i));
            heir.examine(50L * i, row.apply(i));
        }
        List<Diagnosis> found = old.examine(1600, row.apply(32));
        assertThat(found).isNotEmpty().isEqualTo(heir.examine(1600, row.apply(32)));
        assertThat(old.healthy(found.get(0))).isEqualTo(29 * 50);
    }
}
