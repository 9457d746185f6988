package dev.atelier.judge;

import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.ImageSet;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.MsSsim;
import dev.atelier.metrics.SlicedWasserstein;
import java.util.Map;
import java.util.Optional;

/** The scores that look at pixels: how alike generated images are to each other, how far the two clouds of pixels are apart. */
final class ImageFindings {
    private static final String PASSPORT = "pixels";
    private static final int PAIRS = 1000;

    private final EvaluationData exhibits;
    private final EvaluationRequest request;
    private final Findings findings;
    private final LoadProgress progress;

    ImageFindings(EvaluationData exhibits, EvaluationRequest request, Findings findings, LoadProgress progress) {
        this.exhibits = exhibits;
        this.request = request;
        this.findings = findings;
        this.progress = progress;
    }

    void add() {
        if (!request.wantsAny("ms_ssim", "swd")) {
            return;
        }
        int count = Math.min(exhibits.rows().length, exhibits.fake().count());
        findings.passport(
                PASSPORT,
                new MetricPassport(
                        MetricPassport.Extractor.pixels(exhibits.reference().samples()),
                        exhibits.real(),
                        exhibits.generated(),
                        Map.of(
                                "ms_ssim.pairs", Integer.toString(Math.min(PAIRS, count / 2)),
                                "swd.directions", Integer.toString(SlicedWasserstein.DIRECTIONS),
                                "swd.images", Integer.toString(count))));
        if (request.wants("ms_ssim")) {
            progress.at("pairs of images", 0, -1);
            likeness();
        }
        if (request.wants("swd")) {
            progress.at("clouds of pixels", 0, -1);
            distance(count);
        }
    }

    private void likeness() {
        MsSsim.Diversity made = MsSsim.diversity(exhibits.fake(), PAIRS, 0);
        MsSsim.Diversity real = MsSsim.diversity(exhibits.realImages(), PAIRS, 0);
        findings.add(new Score("ms_ssim", made.mean(), Optional.empty(), Optional.of(real.mean()), PASSPORT));
        Verdicts.ofLikeness(findings.scores()).ifPresent(findings::add);
    }

    private void distance(int count) {
        SlicedWasserstein metric = new SlicedWasserstein(SlicedWasserstein.DIRECTIONS, 0);
        ImageSet real = set(exhibits.realImages(), count);
        double value = 100 * metric.distance(set(exhibits.fake(), count), real);
        Optional<Double> floor = exhibits.trainImages(count)
                .filter(train -> train.count() >= count)
                .map(train -> 100 * metric.distance(set(train, count), real));
        findings.add(new Score("swd", value, Optional.empty(), floor, PASSPORT));
    }

    /** Images as points in [0, 1]. */
    private static ImageSet set(ImageSequence supply, int count) {
        return ImageSet.of(supply.images(0, count));
    }
}
