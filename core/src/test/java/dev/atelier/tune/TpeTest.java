package dev.atelier.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TpeTest {
    private static final Axis RATE = new Axis.Interval("rate", false, 1e-5, 1e-1, true);
    private static final Axis DECAY = new Axis.Interval("decay", false, 0, 1, false);
    private static final Axis COUNT = new Axis.Interval("count", true, 1, 64, true);
    private static final Axis KIND = new Axis.Choice("kind", List.of("a", "b", "c"));
    private static final Space SPACE = new Space(List.of(RATE, DECAY, COUNT, KIND));

    /** Best, 0, at rate 1e-3, decay 0.7, count 20, kind b. */
    private static double cost(Map<String, String> values) {
        double rate = Math.log10(Double.parseDouble(values.get("rate"))) + 3;
        double decay = Double.parseDouble(values.get("decay")) - 0.7;
        double count = Math.log(Double.parseDouble(values.get("count")) / 20) / Math.log(64);
        return rate * rate / 16
                + decay * decay
                + count * count
                + (values.get("kind").equals("b") ? 0 : 0.1);
    }

    private static List<Map<String, String>> search(
            long seed, int first, int trials, ToDoubleFunction<Map<String, String>> f) {
        Tpe tpe = new Tpe(SPACE, seed, first);
        List<Map<String, String>> tried = new ArrayList<>();
        List<Tpe.Seen> seen = new ArrayList<>();
        for (int t = 0; t < trials; t++) {
            Map<String, String> values = tpe.suggest(t, seen, new HashSet<>(tried));
            tried.add(values);
            seen.add(new Tpe.Seen(SPACE.point(values), f.applyAsDouble(values)));
        }
        return tried;
    }

    private static double best(List<Map<String, String>> tried) {
        return tried.stream().mapToDouble(TpeTest::cost).min().orElseThrow();
    }

    private static double bestOfRandom(long seed, int trials) {
        RandomStream random = RandomStream.of(seed, "random search");
        double best = Double.POSITIVE_INFINITY;
        for (int t = 0; t < trials; t++) {
            double[] x = {random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextInt(3)};
            best = Math.min(best, cost(SPACE.values(x)));
        }
        return best;
    }

    @Test
    void beatsRandomSearchOnAQuadratic() {
        double model = 0;
        double random = 0;
        int wins = 0;
        for (int seed = 0; seed < 20; seed++) {
            double mine = best(search(seed, 8, 40, TpeTest::cost));
            double other = bestOfRandom(seed, 40);
            model += mine / 20;
            random += other / 20;
            wins += mine < other ? 1 : 0;
        }
        assertThat(model).isLessThan(random / 2);
        assertThat(wins).isGreaterThanOrEqualTo(15);
    }

    @Test
    void prefersTheBetterHalf() {
        List<Map<String, String>> later =
                search(1, 8, 48, v -> Double.parseDouble(v.get("decay"))).subList(16, 48);
        assertThat(later.stream().filter(v -> Double.parseDouble(v.get("decay")) < 0.5))
                .hasSizeGreaterThan(24);
    }

    @Test
    void prefersTheBetterOption() {
        List<Map<String, String>> later =
                search(1, 8, 48, v -> v.get("kind").equals("c") ? 0 : 1).subList(16, 48);
        assertThat(later.stream().filter(v -> v.get("kind").equals("c"))).hasSizeGreaterThan(16);
    }

    @Test
    void keepsAwayFromWhereTrialsFail() {
        List<Map<String, String>> later = search(
                        1, 8, 48, v -> Double.parseDouble(v.get("rate")) > 1e-3 ? Double.POSITIVE_INFINITY : cost(v))
                .subList(16, 48);
        assertThat(later.stream().filter(v -> Double.parseDouble(v.get("rate")) > 1e-3))
                .hasSizeLessThan(10);
    }

    @Test
    void aSuggestionIsAFunctionOfSeedNumberAndWhatWasSeen() {
        assertThat(search(3, 8, 12, TpeTest::cost)).isEqualTo(search(3, 8, 12, TpeTest::cost));
        assertThat(search(3, 8, 12, TpeTest::cost)).isNotEqualTo(search(4, 8, 12, TpeTest::cost));
    }

    /** Each quarter of an axis gets its share of sixteen points, whatever the seed; by chance many would hold less or more. */
    @Test
    void theFirstTrialsAreSpreadEvenly() {
        Space square = new Space(List.of(DECAY, new Axis.Interval("other", false, 0, 1, false)));
        for (int seed = 0; seed < 20; seed++) {
            Tpe tpe = new Tpe(square, seed, 16);
            int[][] counts = new int[2][4];
            for (int t = 0; t < 16; t++) {
                double[] x = square.point(tpe.suggest(t, List.of(), Set.of()));
                counts[0][(int) Math.min(3, 4 * x[0])]++;
                counts[1][(int) Math.min(3, 4 * x[1])]++;
            }
            for (int[] axis : counts) {
                assertThat(IntStream.of(axis).boxed()).allMatch(count -> count >= 2 && count <= 6);
            }
        }
    }

    @Test
    void doesNotTryTheSameTwiceWhileThereIsAnother() {
        Space small = new Space(List.of(KIND, new Axis.Interval("n", true, 1, 4, false)));
        Tpe tpe = new Tpe(small, 1, 4);
        Set<Map<String, String>> tried = new HashSet<>();
        List<Tpe.Seen> seen = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
            Map<String, String> values = tpe.suggest(t, seen, tried);
            tried.add(values);
            seen.add(new Tpe.Seen(small.point(values), t));
        }
        assertThat(tried).hasSize(12);
        assertThat(small.size()).isEqualTo(12);
    }

    @Test
    void anAxisGoesThereAndBack() {
        assertThat(RATE.value(0)).isEqualTo("1e-5");
        assertThat(RATE.value(0.5)).isEqualTo("0.001");
        assertThat(RATE.value(1)).isEqualTo("0.1");
        assertThat(RATE.at("0.01")).isCloseTo(0.75, within(1e-12));
        Axis three = new Axis.Interval("n", true, 1, 3, false);
        assertThat(List.of(three.value(0), three.value(0.34), three.value(0.66), three.value(1)))
                .containsExactly("1", "2", "2", "3");
        assertThat(three.at("2")).isEqualTo(0.5);
        assertThat(KIND.value(KIND.at("c"))).isEqualTo("c");
        for (int n = 1; n <= 64; n++) {
            assertThat(COUNT.value(COUNT.at("" + n))).isEqualTo("" + n);
        }
    }

    /** A density: over [0, 1] times three options it sums to one, with windows at a bound and inside. */
    @Test
    void windowsAreDensities() {
        Parzen parzen = new Parzen(List.of(DECAY, KIND), List.of(new double[] {0, 1}, new double[] {0.6, 2}));
        double sum = 0;
        int cells = 2000;
        for (int i = 0; i < cells; i++) {
            for (int kind = 0; kind < 3; kind++) {
                sum += parzen.density(new double[] {(i + 0.5) / cells, kind}) / cells;
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(Parzen.normal(1.96)).isCloseTo(0.9750021, within(1e-6));
        assertThat(Parzen.normal(-1)).isCloseTo(0.1586553, within(1e-6));
    }
}
