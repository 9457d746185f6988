package dev.atelier.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Each alarm on histories made by hand, a row each ten rounds. */
class DoctorTest {
    private static final Game BINARY = new Game(true, false, false, false, 2e-4, 1e-4);
    private static final Game WASSERSTEIN = new Game(false, false, false, false, 2e-4, 1e-4);

    /** What a run at peace looks like at row {@code i}: a little noise around steady values. */
    private static Map<String, Double> healthy(long i) {
        double noise = 0.05 * Math.sin(12.9898 * i * i + 78.233 * i);
        Map<String, Double> row = new HashMap<>();
        row.put("lossD", 0.6 + noise);
        row.put("lossG", 0.9 - noise);
        row.put("accuracyReal", 0.75 + noise);
        row.put("accuracyFake", 0.75 - noise);
        row.put("gradientD", 1 + noise);
        row.put("gradientG", 0.5 + noise);
        row.put("weightD", 20 + 0.1 * i);
        row.put("weightG", 20 + 0.1 * i);
        row.put(Signals.DIVERSITY, Math.min(0.9, 0.05 * i) + noise / 10);
        row.put(Signals.OVERFIT, noise);
        row.put(Signals.OVERFIT_SIGMA, 10 * noise);
        return row;
    }

    private static Map<String, Double> with(long i, Object... pairs) {
        Map<String, Double> row = new HashMap<>(healthy(i));
        for (int k = 0; k < pairs.length; k += 2) {
            row.put((String) pairs[k], ((Number) pairs[k + 1]).doubleValue());
        }
        return row;
    }

    private static Memory memory() {
        Map<String, Double> numbers = new HashMap<>();
        return new Memory() {
            @Override
            public double number(String name, double first) {
                return numbers.getOrDefault(name, first);
            }

            @Override
            public void put(String name, double value) {
                numbers.put(name, value);
            }
        };
    }

    private static List<Diagnosis> run(Game game, int rows, LongFunction<Map<String, Double>> row) {
        Doctor doctor = new Doctor(game, memory());
        History history = new History();
        List<Diagnosis> rung = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            history.add(new Reading(10L * i, row.apply(i)));
            rung.addAll(doctor.examine(history));
        }
        return rung;
    }

    private static Diagnosis only(List<Diagnosis> rung, Ailment ailment) {
        assertThat(rung).extracting(Diagnosis::kind).containsExactly(ailment);
        return rung.get(0);
    }

    @Test
    void aHealthyRunRingsNothing() {
        assertThat(run(BINARY, 600, DoctorTest::healthy)).isEmpty();
        assertThat(run(WASSERSTEIN, 600, DoctorTest::healthy)).isEmpty();
    }

    @Test
    void aNumberThatIsNotFiniteIsAnExplosionAndNothingElse() {
        Diagnosis d = only(run(BINARY, 30, i -> i < 20 ? healthy(i) : with(i, "lossG", Double.NaN)), Ailment.EXPLOSION);
        assertThat(d.step()).isEqualTo(200);
        assertThat(d.since()).isEqualTo(190);
        assertThat(d.severity()).isEqualTo(Severity.GRAVE);
        assertThat(d.evidence()).contains("lossG is NaN");
        assertThat(d.proposal()).contains("generator.learningRate=0.0001 ", "discriminator.learningRate=0.00005");
    }

    @Test
    void aLossATimesThousandIsAnExplosionButNotALargeOneThatAlwaysWasSo() {
        Diagnosis d = only(run(BINARY, 12, i -> with(i, "lossD", i < 10 ? 1 : -2e4)), Ailment.EXPLOSION);
        assertThat(d.step()).isEqualTo(100);
        assertThat(run(BINARY, 12, i -> with(i, "lossD", i < 10 ? 40 : 2e4))).isEmpty();
        assertThat(run(WASSERSTEIN, 12, i -> with(i, "lossD", -2e4))).isEmpty();
    }

    @Test
    void weightsAHundredTimesAsLongAreAnExplosion() {
        Diagnosis d = only(run(BINARY, 30, i -> with(i, "weightG", 10 * Math.exp(0.25 * (i - 1)))), Ailment.EXPLOSION);
        assertThat(d.step()).isEqualTo(200); // e^(0.25·19) = 116
        assertThat(d.since()).isEqualTo(10);
    }

    @Test
    void imagesThatAreAllTheSameAreACollapseUnlessTheyAreJustBecomingDifferent() {
        Diagnosis d = only(run(WASSERSTEIN, 8, i -> with(i, Signals.DIVERSITY, 0.01)), Ailment.COLLAPSE);
        assertThat(d.step()).isEqualTo(50);
        assertThat(d.since()).isEqualTo(10);
        assertThat(d.proposal()).contains("discriminator.minibatchDiscrimination=8");
        assertThat(run(WASSERSTEIN, 8, i -> with(i, Signals.DIVERSITY, 0.002 * i))).isEmpty();
    }

    @Test
    void diversityThatFallsToAQuarterIsACollapseAndItsBeginningIsKnown() {
        LongFunction<Map<String, Double>> row =
                i -> with(i, Signals.DIVERSITY, i <= 20 ? 0.8 : Math.max(0.1, 0.8 - 0.1 * (i - 20)));
        Diagnosis d = only(run(BINARY, 40, row), Ailment.COLLAPSE);
        assertThat(d.step()).isEqualTo(290); // 0.1 at 270, 280, 290, below 0.2 · 1 in three rows
        assertThat(d.since()).isEqualTo(240); // the last row at half of 0.8
        assertThat(run(BINARY, 40, i -> with(i, Signals.DIVERSITY, i <= 20 ? 0.8 : 0.3))).isEmpty();
        assertThat(run(BINARY, 40, i -> with(i, Signals.DIVERSITY, i % 3 == 0 ? 0.01 : 0.8))).isEmpty();
    }

    @Test
    void aGradientThatFallsWhileTheDiscriminatorIsSureHasVanished() {
        LongFunction<Map<String, Double>> row =
                i -> i <= 10 ? healthy(i) : with(i, "gradientG", 1e-3, "accuracyFake", 0.95);
        Diagnosis d = only(run(BINARY, 30, row), Ailment.VANISHED_GRADIENT);
        assertThat(d.step()).isEqualTo(140);
        assertThat(d.since()).isEqualTo(110);
        assertThat(run(BINARY, 30, i -> i <= 10 ? healthy(i) : with(i, "gradientG", 1e-3)))
                .as("a small gradient at a draw")
                .isEmpty();
        assertThat(run(WASSERSTEIN, 30, row)).as("1/500 says nothing there").isEmpty();
        only(run(WASSERSTEIN, 30, i -> i <= 10 ? healthy(i) : with(i, "gradientG", 1e-4)), Ailment.VANISHED_GRADIENT);
    }

    @Test
    void aGradientOfNothingHasVanishedWhateverWasBefore() {
        Diagnosis d = only(run(BINARY, 6, i -> with(i, "gradientG", 0)), Ailment.VANISHED_GRADIENT);
        assertThat(d.step()).isEqualTo(40);
    }

    @Test
    void heldOutImagesNearerToFakesMeanOverfitting() {
        Diagnosis d = only(
                run(WASSERSTEIN, 20, i -> with(i, Signals.OVERFIT, 0.05 * i, Signals.OVERFIT_SIGMA, i)),
                Ailment.OVERFITTING);
        assertThat(d.step()).isEqualTo(120); // ½ is reached at 100
        assertThat(d.evidence()).contains("60 %").contains("12 standard errors");
        assertThat(run(WASSERSTEIN, 20, i -> with(i, Signals.OVERFIT, 0.9, Signals.OVERFIT_SIGMA, 3)))
                .as("an accident of the sample")
                .isEmpty();
    }

    @Test
    void sureOfAllImagesWhileTheGeneratorLosesGroundIsOverpowering() {
        LongFunction<Map<String, Double>> row =
                i -> with(i, "accuracyReal", 0.99, "accuracyFake", 1, "lossG", 3 + 0.1 * i);
        assertThat(only(run(BINARY, 30, row), Ailment.OVERPOWERING).step()).isEqualTo(160);
        assertThat(run(BINARY, 30, i -> with(i, "accuracyReal", 0.99, "accuracyFake", 1, "lossG", 9 - 0.1 * i)))
                .as("the generator gains ground")
                .isEmpty();
        assertThat(run(WASSERSTEIN, 30, row)).as("no border, no accuracy").isEmpty();
    }

    @Test
    void swingsThatGrowAreAnOscillationAndSteadyOnesAreNot() {
        LongFunction<Map<String, Double>> growing =
                i -> with(i, "lossG", 2 + 0.1 * Math.exp(0.1 * i) * Math.sin(1.2 * i));
        Diagnosis d = only(run(BINARY, 45, growing), Ailment.OSCILLATION);
        assertThat(d.evidence()).contains("lossG crossed its trend");
        assertThat(d.step() - d.since()).isEqualTo(230);
        assertThat(run(BINARY, 45, i -> with(i, "lossG", 2 + 1.9 * Math.sin(1.2 * i)))).isEmpty();
        assertThat(run(BINARY, 45, i -> with(i, "lossG", 2 + 0.2 * i))).as("a trend").isEmpty();
    }

    @Test
    void itRingsOnceAndAgainOnlyAfterTenRowsOfCalm() {
        LongFunction<Map<String, Double>> blinking =
                i -> with(i, "lossD", i == 20 || i == 25 || i == 50 ? Double.POSITIVE_INFINITY : 1);
        assertThat(run(BINARY, 60, blinking)).extracting(Diagnosis::step).containsExactly(200L, 500L);
    }

    @Test
    void aDiagnosisSurvivesItsJson() {
        Diagnosis d = run(BINARY, 3, i -> with(i, "lossD", Double.NaN)).get(0);
        assertThat(Diagnosis.of(d.json())).isEqualTo(d);
        assertThat(d.json()).containsEntry("kind", "explosion").containsEntry("severity", "grave");
    }
}
