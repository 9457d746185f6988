package dev.atelier.tune;

import dev.atelier.Counted;
import dev.atelier.chart.Drawing;
import dev.atelier.chart.Parallel;
import dev.atelier.chart.Scale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Draws {@code tune.png}: an upright axis for each searched key, one for the steps and one for the metric; a trial is a curve through
 * all of them. The better a trial, the later it is drawn, and the longer it was trained, the thicker; the best one is on top. Failed
 * trials end before the metric.
 */
final class ParallelPlot {
    private static final double BEST = 3.5;

    private final Standings standings;

    private ParallelPlot(Standings standings) {
        this.standings = standings;
    }

    /**
     * Replaces the picture at {@code png}.
     *
     * @return false, with the file untouched, on a machine that cannot draw text, as one without any font
     */
    static boolean write(Path png, Standings standings) throws IOException {
        return drawing(standings).write(png);
    }

    static Drawing drawing(Standings standings) {
        return new ParallelPlot(standings).parallel().drawing();
    }

    private Parallel parallel() {
        Search search = standings.search();
        double[] measured = standings.trials().stream()
                .flatMapToDouble(trial -> trial.value().stream())
                .toArray();
        List<Scale> axes = new ArrayList<>();
        search.space().axes().forEach(axis -> axes.add(Scales.of(axis)));
        axes.add(Scales.rounds(search.budgets()));
        axes.add(Scales.of(search.metric(), measured));
        List<Outcome> worstFirst = new ArrayList<>(standings.trials());
        Collections.reverse(worstFirst);
        return new Parallel(
                search.base().name() + ": " + Counted.of(standings.trials().size(), "trial"),
                List.of(note()),
                axes,
                worstFirst.stream().map(this::curve).toList(),
                search.maximise());
    }

    private String note() {
        Search search = standings.search();
        long failed = standings.trials().stream()
                .filter(trial -> trial.value().isEmpty())
                .count();
        String best = standings
                .best()
                .map(trial -> "; best: trial " + trial.trial() + ", " + metric(trial) + " after "
                        + Counted.of(trial.step(), "step"))
                .orElse("");
        return search.metric() + ", " + (search.maximise() ? "higher" : "lower") + " is better" + best
                + (failed == 0 ? "" : "; " + failed + " failed (dashed)");
    }

    private static String metric(Outcome trial) {
        return Standings.number(trial.value().orElse(Double.NaN));
    }

    private Parallel.Curve curve(Outcome trial) {
        List<Axis> axes = standings.search().space().axes();
        double[] point = standings.search().space().point(trial.values());
        List<Double> values = new ArrayList<>();
        for (int d = 0; d < point.length; d++) {
            boolean number = axes.get(d) instanceof Axis.Interval;
            values.add(number ? Double.parseDouble(axes.get(d).value(point[d])) : point[d]);
        }
        values.add((double) trial.step());
        trial.value().ifPresent(values::add);
        List<String> labels = Stream.concat(
                        axes.stream().map(axis -> trial.values().getOrDefault(axis.key(), "")),
                        Stream.of(String.format(Locale.ROOT, "%,d", trial.step()), metric(trial)))
                .toList();
        boolean best = standings.best().equals(Optional.of(trial));
        return new Parallel.Curve(values, labels, best ? BEST : 1.3 + 0.5 * trial.rung(), best);
    }
}
