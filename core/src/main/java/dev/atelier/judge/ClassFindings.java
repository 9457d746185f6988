package dev.atelier.judge;

import dev.atelier.metrics.ClassHistogram;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.Features;
import dev.atelier.metrics.Ndb;
import dev.atelier.recipe.JudgedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which classes the extractor sees in the output, beside those it sees in real images: modes, balance, whether a wish was heard. */
final class ClassFindings {
    private static final int NDB_BINS = 100;
    private static final int LEAST_PER_BIN = 20;

    private final Exhibits exhibits;
    private final FeatureExtractor extractor;
    private final EvaluationRequest request;
    private final Findings findings;

    ClassFindings(Exhibits exhibits, FeatureExtractor extractor, EvaluationRequest request, Findings findings) {
        this.exhibits = exhibits;
        this.extractor = extractor;
        this.request = request;
        this.findings = findings;
    }

    void add(Extracted real, Extracted made, Optional<JudgedRun> run) {
        if (request.wantsAny("ndb", "ndb_js")) {
            bins(real.features(), made.features());
        }
        if (real.logits().isPresent() && made.logits().isPresent()) {
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
        double apart = 0;
        for (int c = 0; c < extractor.classNames().size(); c++) {
            double real = data.share(c);
            double fake = output.share(c);
            apart += Math.abs(real - fake) / 2;
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("class", extractor.classNames().get(c));
            row.put("real", real);
            row.put("fake", fake);
            if (asked.isPresent()) {
                row.put("recognised", asked.get().share(c));
            }
            row.put("remark", remark(data, output, c));
            rows.add(row);
            if (output.counts()[c] == 0) {
                missing.add(extractor.classNames().get(c));
            }
        }
        findings.section("classes", rows);
        findings.section(
                "classesNote",
                "Both columns are what the extractor " + extractor.name() + " names, in " + data.total() + " real and "
                        + output.total() + " generated images.");
        findings.add(Verdicts.ofClasses(
                output.captured(), extractor.classNames().size(), apart, missing, asked.map(Asked::all)));
    }

    /** Two shares that chance does not explain: more than three standard errors apart. */
    private static String remark(ClassHistogram data, ClassHistogram output, int c) {
        double pooled = (double) (data.counts()[c] + output.counts()[c]) / (data.total() + output.total());
        double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / data.total() + 1.0 / output.total()));
        double more = output.share(c) - data.share(c);
        if (output.counts()[c] == 0 && data.counts()[c] > 0) {
            return "missing";
        }
        return Math.abs(more) <= 3 * error ? "" : more > 0 ? "too often" : "too seldom";
    }

    private void score(String name, double value) {
        if (request.wants(name)) {
            findings.add(new Score(name, value, Optional.empty(), Optional.empty(), FeatureFindings.PASSPORT));
        }
    }

    /** How often the extractor names the class that a conditional generator was asked for. */
    private record Asked(long[] right, long[] total) {
        static Asked of(Exhibits exhibits, Features logits, int classes) {
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
