package dev.atelier.judge;

import dev.atelier.metrics.MetricPassport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the parts of an evaluation add up to while it runs. */
final class Findings {
    private final Map<String, Score> scores = new LinkedHashMap<>();
    private final Map<String, MetricPassport> passports = new LinkedHashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<String, Object> sections = new LinkedHashMap<>();
    private final List<Report.Pair> pairs = new ArrayList<>();
    private final Map<String, List<Chart.Line>> charts = new LinkedHashMap<>();

    void add(Score score) {
        scores.put(score.name(), score);
    }

    void passport(String name, MetricPassport passport) {
        passports.put(name, passport);
    }

    void add(Verdict verdict) {
        verdicts.add(verdict);
    }

    /** A part of {@code evaluation.json}: plain maps, lists, texts and numbers. */
    void section(String name, Object value) {
        sections.put(name, value);
    }

    void add(Report.Pair pair) {
        pairs.add(pair);
    }

    void chart(String caption, List<Chart.Line> lines) {
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

    Map<String, List<Chart.Line>> charts() {
        return charts;
    }
}
