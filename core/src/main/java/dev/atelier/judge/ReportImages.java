package dev.atelier.judge;

import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.run.JudgedRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pictures of a report. */
final class ReportImages {
    private static final int COUNT = 50;
    private static final int COLUMNS = 10;

    private ReportImages() {}

    static Report.Material of(EvaluationData exhibits, Findings findings, Optional<JudgedRun> run) {
        int count = Math.min(COUNT, exhibits.fake().count());
        Image made =
                run.map(r -> r.grid(count)).orElseGet(() -> grid(exhibits.fake().images(0, count)));
        Image real = CopyFindings.sheet(exhibits.reference(), exhibits.rows(), COUNT, COLUMNS);
        String caption = run.map(r -> "The first of seed 1, not picked"
                        + (r.hasClasses() ? "; a column for each class that was asked for." : "."))
                .orElse("The first " + count + " of the images that were judged.");
        return new Report.Material(
                List.of(
                        new Report.Figure("What it makes", made, "generated pictures", caption),
                        new Report.Figure(
                                "What is real",
                                real,
                                "real pictures",
                                "Real images of the " + exhibits.split().key() + " split.")),
                findings.pairs(),
                List.of(),
                findings.tables(),
                findings.charts(),
                run.map(r -> r.directory().receipt()).orElse(Map.of()));
    }

    private static Image grid(List<Image> images) {
        return Grid.of(images, COLUMNS, CopyFindings.scale(images.get(0)), 2);
    }
}
