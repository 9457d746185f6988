package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.data.HeldOut;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scores of several evaluations side by side. Scores whose passports disagree in anything but generator, seed and step are refused with
 * the reason: such numbers differ even where the generators do not.
 */
public final class Comparison {
    private final List<EvaluationFile> evaluations;
    private final List<String> names;

    private Comparison(List<EvaluationFile> evaluations, List<String> names) {
        this.evaluations = evaluations;
        this.names = names;
    }

    /** Of the {@code evaluation.json} of these runs or of these files. */
    public static Comparison of(List<Path> runs) {
        if (runs.size() < 2) {
            throw new BadInput("compare takes at least two runs, got " + runs.size());
        }
        List<EvaluationFile> evaluations =
                runs.stream().map(EvaluationFile::read).toList();
        EvaluationFile first = evaluations.get(0);
        Set<String> names = new LinkedHashSet<>(first.scores().keySet());
        evaluations.forEach(evaluation -> names.retainAll(evaluation.scores().keySet()));
        if (names.isEmpty()) {
            throw new BadInput("the evaluations have no score in common: "
                    + String.join(
                            "; ",
                            evaluations.stream()
                                    .map(e -> e.path() + " has " + e.scores().keySet())
                                    .toList()));
        }
        for (EvaluationFile other : evaluations.subList(1, evaluations.size())) {
            requireComparable(first, other, names);
        }
        return new Comparison(evaluations, List.copyOf(names));
    }

    private static void requireComparable(EvaluationFile first, EvaluationFile other, Set<String> names) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (String name : names) {
            List<String> conflicts = first.passport(name).conflicts(other.passport(name));
            if (!conflicts.isEmpty()) {
                reasons.computeIfAbsent(String.join("; ", conflicts), reason -> new ArrayList<>())
                        .add(name);
            }
        }
        if (!reasons.isEmpty()) {
            List<String> words = new ArrayList<>();
            reasons.forEach((reason, scores) -> words.add(String.join(", ", scores) + ": " + reason));
            throw new BadInput("cannot compare " + first.path() + " with " + other.path() + ": "
                    + String.join(" | ", words)
                    + "; evaluate both again with the same settings");
        }
    }

    /** The scores that all have, in the order of the first. */
    public List<String> names() {
        return names;
    }

    /** In the order given. */
    public List<EvaluationFile> evaluations() {
        return evaluations;
    }

    /**
     * Which evaluation is best in a score; empty where better has no direction, and where the next one's interval overlaps, so that the
     * difference may be chance.
     */
    public Optional<Integer> best(String name) {
        MetricName.Better better = MetricName.ofScore(name).better();
        if (better == MetricName.Better.NEITHER) {
            return Optional.empty();
        }
        int best = 0;
        for (int i = 1; i < evaluations.size(); i++) {
            double value = score(i, name).value();
            double least = score(best, name).value();
            if (better == MetricName.Better.LOWER ? value < least : value > least) {
                best = i;
            }
        }
        for (int i = 0; i < evaluations.size(); i++) {
            if (i != best && overlap(score(best, name), score(i, name))) {
                return Optional.empty();
            }
        }
        return Optional.of(best);
    }

    private static boolean overlap(Score a, Score b) {
        Score.Interval first = a.interval().orElse(new Score.Interval(a.value(), a.value()));
        Score.Interval second = b.interval().orElse(new Score.Interval(b.value(), b.value()));
        return first.low() <= second.high() && second.low() <= first.high();
    }

    /** One score of one evaluation. */
    public Score score(int evaluation, String name) {
        return evaluations.get(evaluation).score(name);
    }

    /** The passport that a score has in all of them, but for generator, seed and step. */
    public MetricPassport passport(String name) {
        return evaluations.get(0).passport(name);
    }

    /** What the reader must know of the real images before the numbers; empty where none of the generators learned from them. */
    public Optional<String> caution() {
        List<String> learned = evaluations.stream()
                .filter(evaluation -> names.stream()
                        .map(evaluation::passport)
                        .anyMatch(
                                passport -> passport.real().learned().orElse(HeldOut.Learned.NO) != HeldOut.Learned.NO))
                .map(evaluation -> evaluation.path().toString())
                .toList();
        return learned.isEmpty()
                ? Optional.empty()
                : Optional.of("judged by images that it learned from, or may have learned from: "
                        + String.join(", ", learned) + "; learning by heart is not seen");
    }

    /** Rows of scores by evaluation, and the best of each. */
    public Map<String, Object> json() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String name : names) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < evaluations.size(); i++) {
                values.put(evaluations.get(i).path().toString(), score(i, name).json());
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", name);
            row.put("better", MetricName.ofScore(name).better().key());
            row.put("values", values);
            best(name).ifPresent(i -> row.put("best", evaluations.get(i).path().toString()));
            rows.add(row);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scores", rows);
        caution().ifPresent(text -> json.put("caution", text));
        return json;
    }
}
