package dev.atelier.judge;

import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMean;
import dev.atelier.metrics.SetDistance;
import dev.atelier.run.JudgedRun;
import dev.atelier.systems.GeneratedImages;
import dev.atelier.systems.JudgedPart;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How far the parts of what a run makes are from real images seen alike, each beside images of training; nothing of a run without parts. */
final class PartFindings {
    private static final int MOST = 2000;

    /** The section of {@code evaluation.json}. */
    static final String SECTION = "parts";

    private final JudgedRun run;
    private final EvaluationData exhibits;
    private final FeatureExtractor extractor;
    private final EvaluationRequest request;
    private final Findings findings;
    private final LoadProgress progress;

    PartFindings(
            JudgedRun run,
            EvaluationData exhibits,
            FeatureExtractor extractor,
            EvaluationRequest request,
            Findings findings,
            LoadProgress progress) {
        this.run = run;
        this.exhibits = exhibits;
        this.extractor = extractor;
        this.request = request;
        this.findings = findings;
        this.progress = progress;
    }

    void add() {
        if (!request.wantsAny(MetricName.FID.key(), MetricName.KID.key())) {
            return;
        }
        int[] rows = Arrays.copyOf(exhibits.rows(), Math.min(MOST, exhibits.rows().length));
        List<JudgedPart> parts = run.parts(exhibits.reference(), rows, request.seed());
        if (parts.isEmpty()) {
            return;
        }
        Map<String, SetDistance> found = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            progress.at("parts of what it makes", i + 1, parts.size());
            add(parts.get(i), rows, found);
        }
        BaselineTable table = table(found);
        findings.addPart(table);
        findings.passport(SECTION, passport(rows.length));
        findings.section(SECTION, List.of(table.json(Map.of())));
    }

    private void add(JudgedPart part, int[] rows, Map<String, SetDistance> found) {
        ImageSequence seen = ImageSequence.of(exhibits.reference(), rows).each(part.seen());
        try (Extracted real = extracted(seen)) {
            part.made().forEach((name, made) -> {
                try (GeneratedImages images = made.get();
                        Extracted those = extracted(images)) {
                    found.put(name, SetDistance.of(real.features(), those.features()));
                }
            });
            exhibits.trainImages(rows.length).ifPresent(training -> {
                try (Extracted those = extracted(training.each(part.seen()))) {
                    found.put(
                            part.name() + " " + BaselineTable.OF_TRAINING,
                            SetDistance.of(real.features(), those.features()));
                }
            });
        }
    }

    private Extracted extracted(ImageSequence images) {
        return Extracted.of(extractor, images, "parts of what it makes", LoadProgress.SILENT);
    }

    private BaselineTable table(Map<String, SetDistance> found) {
        BaselineTable table = BaselineTable.of("levels");
        for (MetricName metric : List.of(MetricName.FID, MetricName.KID)) {
            if (request.wants(metric.key())) {
                Map<String, PairMean> column = new LinkedHashMap<>();
                found.forEach((row, distance) -> column.put(
                        row,
                        new PairMean(metric == MetricName.FID ? distance.fid() : distance.kid(), distance.made(), 0)));
                table = table.with(metric.key(), SECTION, column);
            }
        }
        return table;
    }

    /** That of the whole, of fewer images. */
    private MetricPassport passport(int count) {
        MetricPassport whole = Objects.requireNonNull(findings.passports().get(FeatureFindings.PASSPORT));
        return new MetricPassport(
                whole.extractor(),
                of(whole.real(), count),
                of(whole.fake(), count),
                Map.of(
                        "kid",
                        "over all images, unbiased",
                        "seen",
                        "real images as the part sees them, rounded to bytes"));
    }

    private static MetricPassport.Side of(MetricPassport.Side side, int count) {
        return new MetricPassport.Side(
                side.source(), side.sha256(), side.split(), count, side.making(), side.learned());
    }
}
