package dev.atelier.systems;

import dev.atelier.data.LoadProgress;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.Extractors;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.Fid;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMean;
import dev.atelier.metrics.RandomFeatures;
import dev.atelier.metrics.SetDistance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds sets of pictures against what they should be like: by an extractor that fits them, else by features that nobody trained, so that
 * there is always a distance. Owns the extractor until closed.
 *
 * @param trained whether it learned from pictures, so that a Fréchet distance of its features means something
 */
record SetView(FeatureExtractor extractor, boolean trained, Optional<String> remark) implements AutoCloseable {
    /** The name of the passport. */
    static final String PASSPORT = "features";

    private static final String SHIPPED = "fashion-mnist";
    private static final int SHIPPED_SIDE = 28;

    /** What {@code auto} stands for in a training on a source, whatever its pictures are like. */
    static String fitting(String source) {
        return Extractors.forSource(source, "").orElse(RandomFeatures.NAME);
    }

    /**
     * @param wanted {@code auto}, a known name or a file; {@link RandomFeatures#NAME} for features that nobody trained
     * @param source where the pictures come from, as {@code sha256} to find an extractor of theirs by
     */
    static SetView of(String wanted, String source, String sha256, Image like) {
        if (wanted.equals(RandomFeatures.NAME)) {
            return new SetView(new RandomFeatures(), false, Optional.empty());
        }
        if (!wanted.equals(MetricKeys.AUTO)) {
            return new SetView(Extractors.open(wanted), true, Optional.empty());
        }
        Optional<String> fitting = Extractors.forSource(source, sha256);
        if (fitting.isPresent()) {
            return new SetView(Extractors.open(fitting.get()), true, Optional.empty());
        }
        if (like.channels() == 1 && like.height() == SHIPPED_SIDE && like.width() == SHIPPED_SIDE) {
            return new SetView(
                    Extractors.open(SHIPPED),
                    true,
                    Optional.of("the extractor learned from grey clothes of 28×28, not from these pictures; one of"
                            + " their own: --extractor"));
        }
        return new SetView(new RandomFeatures(), false, Optional.empty());
    }

    /** Says which distances mean nothing for sets of so many pictures. */
    void leaveOut(Evidence evidence, int real, int made) {
        if (Math.min(real, made) < 2) {
            evidence.leftOut("sets of fewer than two pictures", MetricName.FID, MetricName.KID);
        } else if (!trained) {
            evidence.leftOut(
                    "no extractor that learned from such pictures: --extractor FILE, or atelier extractor train; kid is of "
                            + RandomFeatures.NAME,
                    MetricName.FID);
        }
    }

    /**
     * The table with the distances of sets from {@code real}.
     *
     * @param sets by row, each of one shape; the model's first
     * @param side what is judged and what stands for the truth
     */
    BaselineTable columns(
            BaselineTable table,
            List<Image> real,
            Map<String, List<Image>> sets,
            Evidence evidence,
            MetricPassport.Side truth,
            MetricPassport.Side judged) {
        if (!evidence.wants(MetricName.FID, MetricName.KID)) {
            return table;
        }
        int made = sets.values().iterator().next().size();
        leaveOut(evidence, real.size(), made);
        if (Math.min(real.size(), made) < 2) {
            return table;
        }
        remark.ifPresent(evidence::caution);
        LoadProgress progress = evidence.wish().progress();
        Map<String, PairMean> kid = new LinkedHashMap<>();
        Map<String, PairMean> fid = new LinkedHashMap<>();
        try (Extracted truths =
                Extracted.of(extractor, ImageSequence.of(real), "features of real pictures", progress)) {
            String model = sets.keySet().iterator().next();
            sets.forEach((row, pictures) -> {
                if (pictures.size() < 2 || !(evidence.wish().whole() || row.equals(model))) {
                    return;
                }
                try (Extracted seen =
                        Extracted.of(extractor, ImageSequence.of(pictures), "features of " + row, progress)) {
                    SetDistance apart = SetDistance.of(truths.features(), seen.features());
                    kid.put(row, new PairMean(apart.kid(), pictures.size(), 0));
                    fid.put(row, new PairMean(apart.fid(), pictures.size(), 0));
                    if (trained && evidence.wants(MetricName.FID) && row.equals(model)) {
                        Fid.caution(truths.features(), seen.features()).ifPresent(evidence::caution);
                    }
                }
            });
            BaselineTable wider = table.with(PASSPORT, passport(truth, judged));
            if (evidence.wants(MetricName.KID)) {
                wider = wider.with(MetricName.KID.key(), PASSPORT, kid);
            }
            return trained && evidence.wants(MetricName.FID) ? wider.with(MetricName.FID.key(), PASSPORT, fid) : wider;
        }
    }

    /** Of distances. */
    MetricPassport passport(MetricPassport.Side truth, MetricPassport.Side judged) {
        return new MetricPassport(
                new MetricPassport.Extractor(
                        extractor.name(), extractor.sha256(), extractor.resize(), extractor.size(), "float32"),
                truth,
                judged,
                Map.of("kid", "all pictures, unbiased", "fid", "covariances by n − 1"));
    }

    @Override
    public void close() {
        extractor.close();
    }
}
