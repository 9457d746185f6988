package dev.atelier.tune;

import dev.atelier.Counted;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a search stands: the last outcome of each trial, best first. A trial that came further stands before one that did not, because
 * numbers after different steps do not compare; failed ones come last.
 */
public record Standings(Search search, List<Outcome> trials) {
    static Standings of(Search search, List<Outcome> outcomes) {
        Map<Integer, Outcome> last = new LinkedHashMap<>();
        outcomes.forEach(outcome -> last.put(outcome.trial(), outcome));
        Comparator<Outcome> failed =
                Comparator.comparing(outcome -> outcome.value().isEmpty());
        return new Standings(
                search,
                last.values().stream()
                        .sorted(failed.thenComparing(outcome -> -outcome.rung())
                                .thenComparingDouble(outcome -> outcome.cost(search.maximise()))
                                .thenComparingInt(Outcome::trial))
                        .toList());
    }

    /** The first of those that did not fail. */
    public Optional<Outcome> best() {
        return trials.stream().filter(trial -> trial.value().isPresent()).findFirst();
    }

    /** A number as the table shows it. */
    public static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4f" : "%.3e", value);
    }

    String csv() {
        Stream<String> head = Stream.of("trial", "rung", "steps", search.metric());
        Stream<String> keys = search.space().axes().stream().map(Axis::key);
        String names = Stream.of(head, keys, Stream.of("failed"))
                .flatMap(Function.identity())
                .map(Standings::quoted)
                .collect(Collectors.joining(","));
        return names + "\n" + trials.stream().map(this::line).collect(Collectors.joining());
    }

    private String line(Outcome trial) {
        Stream<Object> head = Stream.of(trial.trial(), trial.rung(), trial.step(), value(trial));
        Stream<Object> values =
                search.space().axes().stream().map(axis -> trial.values().getOrDefault(axis.key(), ""));
        return Stream.of(head, values, Stream.of(trial.reason().orElse("")))
                .flatMap(Function.identity())
                .map(cell -> quoted(String.valueOf(cell)))
                .collect(Collectors.joining(",", "", "\n"));
    }

    private static String value(Outcome trial) {
        return trial.value().isPresent() ? Double.toString(trial.value().getAsDouble()) : "";
    }

    private static String quoted(String cell) {
        return cell.matches("[^\",\\n\\r]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    /** The recipe of the best trial. */
    String bestYaml(Outcome best) {
        return "# The best of " + Counted.of(trials.size(), "trial") + ": number " + best.trial() + ", "
                + search.metric() + " "
                + value(best) + " after " + best.step() + " of " + Counted.of(search.most(), "step")
                + ".\n# atelier train best.yaml\n"
                + search.recipe(best.values()).changes();
    }
}
