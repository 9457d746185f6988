package dev.atelier.metrics;

import dev.atelier.data.LoadProgress;
import dev.atelier.media.Image;
import java.util.List;

/**
 * How far one set of pictures is from another as an extractor sees them: for translations without partners, and for crops of
 * enlargements. Of few pictures KID tells more, because it is unbiased; FID of few is mostly its own error.
 *
 * @param fid with covariances divided by n − 1
 * @param kid over all pictures, unbiased: about 0 for sets of one kind, also below
 * @param made pictures of the judged set, against {@code real} of the other
 */
public record SetDistance(double fid, double kid, int made, int real) {
    /**
     * Of two sets of at least two pictures, each set of one shape; the extractor resizes and converts them its way. The caller opens the
     * extractor ({@link Extractors#open} takes the shipped ones by name, as {@code fashion-mnist} for grey clothes of 28×28, those that
     * {@code atelier extractor train} made, and the path of a file) and closes it.
     */
    public static SetDistance of(
            FeatureExtractor extractor, List<Image> made, List<Image> real, LoadProgress progress) {
        try (Extracted a = Extracted.of(extractor, ImageSequence.of(real), "features of real pictures", progress);
                Extracted b = Extracted.of(extractor, ImageSequence.of(made), "features of made pictures", progress)) {
            return of(a.features(), b.features());
        }
    }

    /** Of what an extractor said of the two sets. */
    public static SetDistance of(Features real, Features made) {
        try (FeatureStats a = FeatureStats.of(real);
                FeatureStats b = FeatureStats.of(made)) {
            return new SetDistance(Fid.between(a, b), Kid.unbiased(real, made), made.count(), real.count());
        }
    }
}
