package dev.atelier.judge;

import dev.atelier.chart.Line;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the parts of an evaluation add up to while it runs. */
final class Findings {
    private final Optional<String> caution;
    private final Set<String> cautions = new LinkedHashSet<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Map<String, Score> scores = new LinkedHashMap<>();
    private final Map<String, MetricPassport> passports = new LinkedHashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<String, Object> sections = new LinkedHashMap<>();
    private final List<Report.Pair> pairs = new ArrayList<>();
    private final List<BaselineTable> tables = new ArrayList<>();
    private final List<BaselineTable> parts = new ArrayList<>();
    private final Map<String, List<Line>> charts = new LinkedHashMap<>();

    /** {@code caution} is said in every verdict that compares with real images. */
    Findings(Optional<String> caution) {
        this.caution = caution;
    }

    void add(Score score) {
        scores.put(score.name(), score);
    }

    void passport(String name, MetricPassport passport) {
        passports.put(name, passport);
    }

    /** A verdict that compares with real images. */
    void add(Verdict verdict) {
        verdicts.add(caution.map(text ->
                        new Verdict(verdict.topic(), verdict.level(), verdict.text() + " Caution: " + text + "."))
                .orElse(verdict));
    }

    /** One that has nothing to do with real images. */
    void addOwn(Verdict verdict) {
        verdicts.add(verdict);
    }

    /** Scores that mean nothing here, and why. */
    void leftOut(List<String> names, String why) {
        if (!names.isEmpty()) {
            leftOut.put(String.join(", ", names), why);
        }
    }

    /** Names to reason. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    /** What a reader must know before the numbers. */
    void caution(String text) {
        cautions.add(text);
    }

    List<String> cautions() {
        return List.copyOf(cautions);
    }

    /** A part of {@code evaluation.json}: plain maps, lists, texts and numbers. */
    void section(String name, Object value) {
        sections.put(name, value);
    }

    void add(Report.Pair pair) {
        pairs.add(pair);
    }

    void add(BaselineTable table) {
        tables.add(table);
    }

    List<BaselineTable> tables() {
        return tables;
    }

    /** A table of parts of what a run makes, beside the scores of the whole. */
    void addPart(BaselineTable table) {
        parts.add(table);
    }

    List<BaselineTable> parts() {
        return parts;
    }

    void chart(String caption, List<Line> lines) {
        charts.put(caption, lines);
    }

    Map<String, Score> scores() {
        return scores;
    }

    Map<String, MetricPassport> passports() {
        return passports;
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    Map<String, Object> sections() {
        return sections;
    }

    List<Report.Pair> pairs() {
        return pairs;
    }

    Map<String, List<Line>> charts() {
        return charts;
    }
}
