package dev.atelier.judge;

import dev.atelier.data.BalanceShift;
import dev.atelier.data.ValueBalance;
import dev.atelier.metrics.ClassHistogram;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.Features;
import dev.atelier.metrics.Ndb;
import dev.atelier.metrics.Verdict;
import dev.atelier.run.JudgedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which classes the extractor sees in the output, beside those it sees in real images: modes, balance, whether a wish was heard. */
final class ClassFindings {
    private static final int NDB_BINS = 100;
    private static final int LEAST_PER_BIN = 20;
    private static final List<String> NAMES = List.of("modes", "class_kl", "class_js");

    private final EvaluationData exhibits;
    private final FeatureExtractor extractor;
    private final EvaluationRequest request;
    private final Findings findings;

    ClassFindings(EvaluationData exhibits, FeatureExtractor extractor, EvaluationRequest request, Findings findings) {
        this.exhibits = exhibits;
        this.extractor = extractor;
        this.request = request;
        this.findings = findings;
    }

    /** {@code foreign} says why the extractor's classes are not the data's, if they are not. */
    void add(Extracted real, Extracted made, Optional<JudgedRun> run, Optional<String> foreign) {
        if (request.wantsAny("ndb", "ndb_js")) {
            bins(real.features(), made.features());
        }
        if (real.logits().isEmpty() || made.logits().isEmpty()) {
            return;
        }
        if (foreign.isPresent()) {
            findings.leftOut(NAMES.stream().filter(request::wants).toList(), foreign.get());
            findings.add(new Verdict("Classes", Verdict.Level.UNKNOWN, "Not told: " + foreign.get() + "."));
        } else {
            classes(real.logits().get(), made.logits().get(), run);
        }
    }

    private void bins(Features real, Features made) {
        int bins = Math.max(2, Math.min(NDB_BINS, real.count() / LEAST_PER_BIN));
        if (real.count() < bins) {
            return;
        }
        Ndb ndb = Ndb.of(real, made, bins, 0);
        score("ndb", (double) ndb.different() / ndb.bins());
        score("ndb_js", ndb.js());
    }

    private void classes(Features realLogits, Features madeLogits, Optional<JudgedRun> run) {
        ClassHistogram data = ClassHistogram.of(realLogits, extractor.classNames());
        ClassHistogram output = ClassHistogram.of(madeLogits, extractor.classNames());
        score("modes", output.captured());
        score("class_kl", output.klToUniform());
        score("class_js", output.js(data));
        Optional<Asked> asked = run.filter(JudgedRun::hasClasses)
                .filter(r -> exhibits.reference().classNames().equals(extractor.classNames()))
                .map(r -> Asked.of(exhibits, madeLogits, extractor.classNames().size()));
        List<Map<String, Object>> rows = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        int inData = 0;
        BalanceShift shift = BalanceShift.between(balance(data), balance(output));
        for (int c = 0; c < extractor.classNames().size(); c++) {
            double real = data.share(c);
            double fake = output.share(c);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("class", extractor.classNames().get(c));
            row.put("real", real);
            row.put("fake", fake);
            if (asked.isPresent()) {
                row.put("recognised", asked.get().share(c));
            }
            BalanceShift.Change change = shift.rows().get(c).change();
            row.put("remark", change == BalanceShift.Change.NONE ? "" : change.words());
            rows.add(row);
            if (data.counts()[c] > 0) { // of those alone can the output lack one
                inData++;
                if (output.counts()[c] == 0) {
                    missing.add(extractor.classNames().get(c));
                }
            }
        }
        findings.section("classes", rows);
        findings.section(
                "classesNote",
                "Both columns are what the extractor " + extractor.name() + " names, in " + data.total() + " real and "
                        + output.total() + " generated images.");
        findings.add(Verdicts.ofClasses(
                inData - missing.size(), inData, shift.totalVariation(), missing, asked.map(Asked::all)));
    }

    private static ValueBalance balance(ClassHistogram classes) {
        return new ValueBalance("class", classes.classes(), classes.counts());
    }

    private void score(String name, double value) {
        if (request.wants(name)) {
            findings.add(new Score(name, value, Optional.empty(), Optional.empty(), FeatureFindings.PASSPORT));
        }
    }

    /** How often the extractor names the class that a conditional generator was asked for. */
    private record Asked(long[] right, long[] total) {
        static Asked of(EvaluationData exhibits, Features logits, int classes) {
            int[] named = ClassHistogram.named(logits);
            long[] right = new long[classes];
            long[] total = new long[classes];
            for (int i = 0; i < named.length; i++) {
                int wanted = exhibits.reference().label(exhibits.rows()[i]);
                total[wanted]++;
                right[wanted] += named[i] == wanted ? 1 : 0;
            }
            return new Asked(right, total);
        }

        double share(int c) {
            return total[c] == 0 ? Double.NaN : (double) right[c] / total[c];
        }

        double all() {
            return (double) java.util.Arrays.stream(right).sum()
                    / java.util.Arrays.stream(total).sum();
        }
    }
}
