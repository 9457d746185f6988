package dev.atelier.systems;

import dev.atelier.media.ComparisonSheet;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.PairMetric;
import dev.atelier.metrics.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** What an assessment adds up to while it is made. */
final class Evidence {
    /** The row of a model. */
    static final String OUTPUT = "output";

    private static final int EXHIBITS = 4;

    private final Assessment.Wish wish;
    private final List<BaselineTable> tables = new ArrayList<>();
    private final List<Assessment.Exhibit> exhibits = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<String> cautions = new LinkedHashSet<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    Evidence(Assessment.Wish wish) {
        this.wish = wish;
    }

    Assessment.Wish wish() {
        return wish;
    }

    boolean wants(MetricName... any) {
        for (MetricName metric : any) {
            if (wish.wants().test(metric.key())) {
                return true;
            }
        }
        return false;
    }

    /** The wanted ones of those that mean something for such pictures. */
    List<PairMetric> pairMetrics(Image like) {
        return PairMetric.of(like).stream()
                .filter(metric -> wants(metric.metric()))
                .toList();
    }

    void add(BaselineTable table) {
        tables.add(table);
    }

    void caution(String text) {
        cautions.add(text);
    }

    /** Of these, the wanted ones are not told, for this reason. */
    void leftOut(String why, MetricName... metrics) {
        List<String> wanted = new ArrayList<>();
        for (MetricName metric : metrics) {
            if (wants(metric)) {
                wanted.add(metric.key());
            }
        }
        if (!wanted.isEmpty()) {
            leftOut.merge(String.join(", ", wanted), why, (one, other) -> one.equals(other) ? one : one + "; " + other);
        }
    }

    void say(String topic, Verdict.Level level, String text) {
        verdicts.add(new Verdict(topic, level, text));
    }

    /** Whether the model's number is better than each baseline's that there is; nothing is said where the model has none. */
    void compare(BaselineTable table, MetricName metric, String topic, List<String> baselines) {
        compare(table, OUTPUT, metric, topic, baselines);
    }

    /** The same of another row. */
    void compare(BaselineTable table, String row, MetricName metric, String topic, List<String> baselines) {
        Optional<Double> own = table.value(row, metric);
        if (own.isEmpty()) {
            return;
        }
        List<String> beaten = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String baseline : baselines) {
            table.value(baseline, metric)
                    .ifPresent(value -> (metric.better(own.get(), value) ? beaten : others)
                            .add(baseline + " " + MetricName.text(value)));
        }
        if (beaten.isEmpty() && others.isEmpty()) {
            return;
        }
        Verdict.Level level =
                others.isEmpty() ? Verdict.Level.GOOD : beaten.isEmpty() ? Verdict.Level.POOR : Verdict.Level.FAIR;
        say(
                topic,
                level,
                metric.key() + " " + MetricName.text(own.get())
                        + (beaten.isEmpty() ? "" : ", better than " + String.join(", ", beaten))
                        + (others.isEmpty() ? "" : ", not better than " + String.join(", ", others))
                        + " (" + metric.better().key() + " is better).");
    }

    /**
     * The worst pictures by a metric, then the best.
     *
     * @param names of pictures by their number
     * @param pictures what is shown of one, with {@code words} above
     */
    void exhibit(
            BaselineTable table,
            String row,
            PairMetric metric,
            List<String> names,
            List<String> words,
            IntFunction<List<Image>> pictures) {
        List<Integer> order = table.fromWorst(row, metric);
        int few = Math.min(EXHIBITS, order.size());
        for (int i = 0; i < few; i++) {
            exhibit(table, row, "worst " + (i + 1), order.get(i), names, words, pictures);
        }
        for (int i = 0; i < Math.min(few, order.size() - few); i++) {
            exhibit(table, row, "best " + (i + 1), order.get(order.size() - 1 - i), names, words, pictures);
        }
    }

    private void exhibit(
            BaselineTable table,
            String row,
            String place,
            int number,
            List<String> names,
            List<String> words,
            IntFunction<List<Image>> pictures) {
        StringBuilder caption = new StringBuilder(table.name().isEmpty() ? "" : table.name() + ", ")
                .append(place)
                .append(": ")
                .append(names.get(number));
        table.columns()
                .keySet()
                .forEach(column -> Optional.ofNullable(table.row(row).each().get(column))
                        .ifPresent(each -> caption.append(
                                String.format(Locale.ROOT, ", %s %s", column, MetricName.text(each.get(number))))));
        exhibits.add(new Assessment.Exhibit(ComparisonSheet.of(pictures.apply(number), words), caption.toString()));
    }

    /** Pictures of which none is better or worse than another. */
    void exhibit(String caption, List<String> words, List<Image> pictures) {
        exhibits.add(new Assessment.Exhibit(ComparisonSheet.of(pictures, words), caption));
    }

    /** Names to reason. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    Assessment.Assessed assessed() {
        return new Assessment.Assessed(
                List.copyOf(tables), List.copyOf(exhibits), List.copyOf(verdicts), List.copyOf(cautions), leftOut);
    }
}
