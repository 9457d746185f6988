package dev.atelier.judge;

import dev.atelier.chart.Line;
import dev.atelier.chart.Point;
import dev.atelier.doctor.Diagnosis;
import dev.atelier.metrics.MetricName;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.StatsRow;
import dev.atelier.systems.DoctorKeys;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.StatSeries;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a run's folder tells of its training: losses and whatever was measured on the way, what the doctor saw. */
final class RunStory {
    private final RunDirectory directory;
    private final Findings findings;

    RunStory(RunDirectory directory, Findings findings) {
        this.directory = directory;
        this.findings = findings;
    }

    void add() {
        rows();
        diagnoses();
    }

    /** Losses, accuracies and whatever was measured in training. */
    private void rows() {
        Recipe recipe = directory.recipe();
        List<StatsRow> rows = directory.rows();
        StatSeries.grouped(GanSystem.of(recipe).series(recipe))
                .forEach((group, series) -> chart(
                        rows,
                        group.title(),
                        series.stream().map(StatSeries::name).toList()));
        for (String name : MetricName.keys()) {
            chart(rows, name + ", measured in training", List.of(name));
        }
    }

    private void chart(List<StatsRow> rows, String caption, List<String> names) {
        findings.chart(
                caption,
                lines(
                        names,
                        name -> rows.stream()
                                .filter(row -> row.values().containsKey(name))
                                .map(row -> Point.of(row.step(), row.value(name)))));
    }

    /** A line for each name, in colours of their own. */
    static List<Line> lines(List<String> names, Function<String, Stream<Point>> points) {
        return IntStream.range(0, names.size())
                .mapToObj(
                        i -> Line.of(names.get(i), i, points.apply(names.get(i)).toList()))
                .toList();
    }

    private void diagnoses() {
        List<Map<String, Object>> seen =
                directory.diagnoses().stream().map(Diagnosis::json).toList();
        findings.section("diagnoses", seen);
        boolean looked = !DoctorKeys.OFF.equals(directory.recipe().get(DoctorKeys.ACTION));
        findings.addOwn(Verdicts.ofTraining(directory.diagnoses(), looked));
    }
}
