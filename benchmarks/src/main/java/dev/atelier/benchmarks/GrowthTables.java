package dev.atelier.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Results as Markdown: a table an axis, one of processes, one of what is computed from them. */
final class GrowthTables {
    /** Processes or cores that are computed. */
    static final List<Integer> COMPUTED = List.of(8, 64);

    private final GrowthResults results;
    private final Optional<GrowthModel> model;
    private final List<String> lines = new ArrayList<>();

    private GrowthTables(GrowthResults results, Optional<GrowthModel> model) {
        this.results = results;
        this.model = model;
    }

    static String text(GrowthResults results, Optional<GrowthModel> model) {
        GrowthTables tables = new GrowthTables(results, model);
        tables.head();
        results.axes().keySet().forEach(tables::axis);
        if (results.points().stream().anyMatch(point -> point.place().processes() > 1)) {
            tables.processes();
        }
        model.ifPresent(tables::computed);
        return String.join("\n", tables.lines) + "\n";
    }

    private void head() {
        results.machine().forEach((key, value) -> lines.add("- " + key + ": " + value));
        results.versions("libtorch").ifPresent(version -> lines.add("- libtorch: " + version));
        results.versions("instructions").ifPresent(set -> lines.add("- instructions: " + set));
        lines.add("- recipe: " + results.recipe() + " in " + precisions(results) + " (train.precision=auto)");
        lines.add("- base: " + GrowthPlace.base(1, results.threads()).words());
    }

    static String precisions(GrowthResults results) {
        return results.points().stream()
                .filter(point -> point.trouble().isEmpty())
                .map(GrowthPoint::precision)
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private void title(String text) {
        lines.addAll(List.of("", "### " + text, ""));
    }

    private void header(String... columns) {
        lines.add("| " + String.join(" | ", columns) + " |");
        lines.add("|" + "---|".repeat(columns.length));
    }

    private void axis(GrowthAxis axis) {
        title("Growth with " + axis.key() + ": " + axis.label());
        header(axis.key(), "rounds/s", "images/s (least..most)", "peak memory, GB", "remarks");
        results.along(axis).forEach(point -> lines.add(row(point.place().at(axis), point)));
    }

    private static String row(String name, GrowthPoint point) {
        if (point.trouble().isPresent()) {
            return "| " + name + " | - | - | - | not here: " + point.trouble().get() + " |";
        }
        return "| " + name + " | " + number(point.roundsPerSecond().median()) + " | "
                + point.imagesPerSecond().text() + " | " + gigabytes(point.peakBytes()) + " | "
                + CpuTime.disturbance(point.othersCores()) + " |";
    }

    private static String gigabytes(double bytes) {
        return bytes > 0 ? Spread.digits(bytes / 1e9) : "-";
    }

    private void processes() {
        title("Processes at the same time: sums over them");
        header("programs", "rounds/s", "images/s (least..most)", "peak memory, GB", "remarks");
        List<GrowthPoint> points = GrowthModel.points(results);
        points.stream().distinct().forEach(point -> lines.add(row(point.place().programs(), point)));
        GrowthPoint one = points.get(2);
        GrowthPoint two = points.get(3);
        if (one.trouble().isEmpty() && two.trouble().isEmpty()) {
            lines.add("");
            lines.add(two.place().programs() + " make "
                    + Spread.digits(two.imagesPerSecond().median()
                            / one.imagesPerSecond().median())
                    + " times the images/s of " + one.place().programs()
                    + (one.peakBytes() > 0
                            ? " in " + Spread.digits(two.peakBytes() / one.peakBytes()) + " times the memory."
                            : ".")
                    + " Each trains for itself: no gradients are averaged.");
        }
    }

    private void computed(GrowthModel m) {
        title("8 and 64: computed, not measured");
        lines.add("Nothing ran on so many cores or machines. The formulas and the measured numbers in them:");
        lines.add("");
        formulas(m).forEach(formula -> lines.add("    " + formula));
        lines.add("");
        List<String> columns = new ArrayList<>(List.of("n"));
        m.ways().forEach(way -> columns.add(way.label() + ", images/s"));
        columns.addAll(List.of("averaging a(n)", "memory of n processes, GB"));
        header(columns.toArray(String[]::new));
        COMPUTED.forEach(n -> lines.add(computed(m, n)));
        lines.add("");
        lines.add("×: over the same with n = 1. Processes and machines learn n · " + whole(m.images())
                + " images a round. Left out: waiting for the slowest, the delay of each message, other processors.");
        if (modelDisturbed()) {
            lines.add("DISTURBED: a measured number in the formulas is no result.");
        }
    }

    private static List<String> formulas(GrowthModel m) {
        String few = " with " + m.threads() / 2;
        return List.of(
                "threads    round = r1 · (f + (1 − f) / n), Amdahl's law",
                "           f = (T · rT / r1 − 1) / (T − 1) = " + Spread.digits(m.serialShare())
                        + ", the serial share, kept within 0 and 1",
                "machines   round = rT + a(n)",
                "processes  round = rh · (1 + c · (n − 1)) + a(n)",
                "           c = r2 / rh − 1 = " + Spread.digits(m.contention()) + ", the contention, kept from 0 up",
                "averaging  a(n) = 2 · (n − 1) / n · G / W, a ring",
                "           G = " + Spread.digits(m.gradientBytes() / 1e6) + " MB of gradients a round, W = "
                        + Spread.digits(m.bandwidth() / 1e9) + " GB/s is assumed",
                "images/s   images of all / round; memory = n · " + gigabytes(m.peakBytes()) + " GB",
                "measured   r1 = " + Spread.seconds(m.one()) + " a round with 1 thread, rT = " + Spread.seconds(m.all())
                        + " with T = " + m.threads() + ",",
                "           rh = " + Spread.seconds(m.half()) + few + ", r2 = " + Spread.seconds(m.beside()) + few
                        + " beside another process");
    }

    private String computed(GrowthModel m, int n) {
        String rates = m.ways().stream()
                .map(way -> whole(way.imagesPerSecond().applyAsDouble(n)) + " (×" + Spread.digits(way.growth(n)) + ")")
                .collect(Collectors.joining(" | "));
        return "| " + n + ", computed" + (modelDisturbed() ? ", DISTURBED" : "") + " | " + rates + " | "
                + Spread.seconds(m.averaging(n)) + " | " + gigabytes(n * m.peakBytes()) + " |";
    }

    private boolean modelDisturbed() {
        return GrowthModel.points(results).stream().anyMatch(GrowthPoint::disturbed);
    }

    /** Without an exponent and without digits that say nothing. */
    static String number(double value) {
        return new BigDecimal(value, new MathContext(3)).stripTrailingZeros().toPlainString();
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%.0f", number);
    }
}
