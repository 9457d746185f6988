package dev.atelier.tune;

import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Suggests the next point of a space. The first trials are spread evenly; then the tree-structured Parzen estimator of Bergstra et al.
 * (2011) models the best fifth of what was seen and the rest as two densities l and g, draws candidates from l and takes the one with
 * the highest l/g, which is the highest expected improvement. There is no tree here: all axes always count.
 *
 * @param first trials that are spread before any model, and observations that a model needs at least
 */
record Tpe(Space space, long seed, int first) {
    private static final double GAMMA = 0.2;
    private static final int CANDIDATES = 24;
    private static final int RETRIES = 1000;

    /**
     * A point that was tried.
     *
     * @param cost lower is better; infinite where the trial failed
     */
    record Seen(double[] at, double cost) {}

    /** The values of a trial, a function of the seed, its number and what was seen; none of {@code tried} while there are others. */
    Map<String, String> suggest(int trial, List<Seen> seen, Set<Map<String, String>> tried) {
        RandomStream random = RandomStream.of(seed, "tune", trial);
        Stream<double[]> wanted =
                trial < first || seen.size() < first ? Stream.of(spread(trial)) : candidates(seen, random);
        Stream<double[]> others = Stream.generate(() -> uniform(random)).limit(RETRIES);
        List<Map<String, String>> best = wanted.map(space::values).toList();
        return Stream.concat(best.stream(), others.map(space::values))
                .filter(values -> !tried.contains(values))
                .findFirst()
                .orElse(best.get(0));
    }

    /** The best candidate first. */
    private Stream<double[]> candidates(List<Seen> seen, RandomStream random) {
        List<Seen> ranked =
                seen.stream().sorted(Comparator.comparingDouble(Seen::cost)).toList();
        long finite = ranked.stream().filter(s -> Double.isFinite(s.cost())).count();
        int good = (int) Math.min(finite, Math.max(2, Math.ceil(GAMMA * ranked.size())));
        Parzen l = new Parzen(space.axes(), points(ranked.subList(0, good)));
        Parzen g = new Parzen(space.axes(), points(ranked.subList(good, ranked.size())));
        List<double[]> drawn =
                Stream.generate(() -> l.draw(random)).limit(CANDIDATES).toList();
        double[] merit =
                drawn.stream().mapToDouble(x -> l.density(x) / g.density(x)).toArray();
        return IntStream.range(0, merit.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -merit[i]))
                .map(drawn::get);
    }

    private static List<double[]> points(List<Seen> seen) {
        return seen.stream().map(Seen::at).toList();
    }

    /**
     * The trial-th point of an additive recurrence (Korobov's lattice with powers of the generalised golden ratio, the root of
     * x^(d+1) = x + 1), shifted by the seed (Cranley and Patterson 1976).
     */
    private double[] spread(int trial) {
        double[] shift = uniformCube(RandomStream.of(seed, "tune.shift"));
        double golden = 2;
        for (int i = 0; i < 64; i++) {
            golden = StrictMath.pow(1 + golden, 1.0 / (shift.length + 1));
        }
        for (int d = 0; d < shift.length; d++) {
            double at = shift[d] + (trial + 1) * StrictMath.pow(golden, -(d + 1.0));
            shift[d] = at - Math.floor(at);
        }
        return onAxes(shift);
    }

    private double[] uniform(RandomStream random) {
        return onAxes(uniformCube(random));
    }

    private double[] uniformCube(RandomStream random) {
        double[] x = new double[space.axes().size()];
        Arrays.setAll(x, d -> random.nextDouble());
        return x;
    }

    private double[] onAxes(double[] cube) {
        for (int d = 0; d < cube.length; d++) {
            cube[d] = space.axes().get(d) instanceof Axis.Choice choice ? Math.floor(cube[d] * choice.size()) : cube[d];
        }
        return cube;
    }
}
