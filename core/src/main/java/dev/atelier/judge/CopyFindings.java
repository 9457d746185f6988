package dev.atelier.judge;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.Memorisation;
import dev.atelier.metrics.Neighbours;
import dev.atelier.metrics.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether the output copies what was learned from: a verdict, and the closest pairs as pictures. */
final class CopyFindings {
    private static final int PAIRS = 12;
    private static final int NEAREST = 3;

    private final EvaluationData exhibits;
    private final Findings findings;

    CopyFindings(EvaluationData exhibits, Findings findings) {
        this.exhibits = exhibits;
        this.findings = findings;
    }

    void add(Extracted real, Extracted made, Optional<Extracted> train, Optional<ImageSequence> images) {
        if (train.isEmpty()) {
            findings.add(new Verdict("Copies", Verdict.Level.UNKNOWN, "Not decidable: " + exhibits.audit() + "."));
            return;
        }
        Memorisation memorisation = Memorisation.of(train.get().features(), real.features(), made.features());
        findings.add(new Verdict("Copies", level(memorisation.verdict()), memorisation.text()));
        findings.section("memorisation", memorisation.json());
        findings.section("memorisationEvidence", memorisation.evidence());
        pictures(made, train.get(), images.orElseThrow());
    }

    private static Verdict.Level level(Memorisation.Verdict verdict) {
        return switch (verdict) {
            case COPIES -> Verdict.Level.POOR;
            case SUSPICIOUS -> Verdict.Level.FAIR;
            case CLEAN -> Verdict.Level.GOOD;
            case UNDECIDABLE -> Verdict.Level.UNKNOWN;
        };
    }

    private void pictures(Extracted made, Extracted train, ImageSequence training) {
        int nearest = Math.min(NEAREST, train.features().count());
        Neighbours.Nearest found = Neighbours.nearest(made.features(), train.features(), nearest);
        int[] closest = IntStream.range(0, made.features().count())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> found.squared()[i * nearest]))
                .limit(PAIRS)
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i : closest) {
            List<Image> row = new ArrayList<>(exhibits.fake().images(i, 1));
            for (int k = 0; k < nearest; k++) {
                row.addAll(training.images(found.rows()[i * nearest + k], 1));
            }
            findings.add(new Report.Pair(
                    Grid.of(row, nearest + 1, scale(row.get(0)), 2),
                    "distance " + Report.number(Math.sqrt(found.squared()[i * nearest]))));
        }
        findings.section(
                "pairsNote",
                "The " + closest.length + " of " + made.features().count()
                        + " generated images that lie closest to a training image: left the generated one, right of it its "
                        + nearest + " nearest of " + train.features().count()
                        + " training images, by the extractor's features.");
    }

    /** Small pictures are drawn larger. */
    static int scale(Image image) {
        return Math.max(1, 64 / Math.max(image.height(), image.width()));
    }

    /** A sheet of real images. */
    static Image sheet(ImageDataset dataset, int[] rows, int count, int columns) {
        List<Image> images = IntStream.range(0, Math.min(count, rows.length))
                .mapToObj(i -> PackedImages.image(dataset, rows[i]))
                .toList();
        return Grid.of(images, columns, scale(images.get(0)), 2);
    }
}
