package dev.atelier.metrics;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Workers;
import java.util.List;
import java.util.function.Function;

/**
 * What is left of a picture that was translated there and back, F(G(a)) against a, and of one that was there already, G(b) against b
 * (Zhu et al. 2017, arXiv 1703.10593). All in shares of the range, 0 … 1.
 *
 * <p>What G made is rounded to bytes before F sees it, as a file would round it. Translations learn to hide their input in invisible
 * noise (Chu et al. 2017, arXiv 1712.02950): with noise added to what G made, a mean that jumps says so.
 *
 * @param exact mean over pictures of |F(round(G(a))) − a|
 * @param noisy the same with N(0, 2/255) added to the rounded picture, and rounded again
 */
public record RoundTrip(PairMean exact, PairMean noisy) {
    /** Deviation of the noise, in levels of a byte. */
    public static final double NOISE = 2;

    /**
     * Of pictures in one direction. Both functions are called from several threads.
     *
     * @param there G, back F: as pictures before rounding
     * @param seed of the noise, of which each picture has its own
     */
    public static RoundTrip of(
            List<Image> pictures, Function<Image, Levels> there, Function<Image, Levels> back, long seed) {
        List<double[]> both = Workers.map(pictures.size(), i -> {
            Image picture = pictures.get(i);
            Image made = there.apply(picture).image();
            Image disturbed = disturbed(made, RandomStream.of(seed, "noise " + i));
            return new double[] {apart(back.apply(made), picture), apart(back.apply(disturbed), picture)};
        });
        return new RoundTrip(
                PairMean.of(both.stream().map(each -> each[0]).toList()),
                PairMean.of(both.stream().map(each -> each[1]).toList()));
    }

    /** Mean over pictures of |round(G(b)) − b|: what a translation into B does to pictures that are in B. */
    public static PairMean identity(List<Image> pictures, Function<Image, Levels> translation) {
        return PairMean.of(
                Workers.map(pictures.size(), i -> apart(translation.apply(pictures.get(i)), pictures.get(i))));
    }

    /** After rounding, as all that is judged. */
    private static double apart(Levels made, Image picture) {
        return PairMetric.l1(made.image(), picture);
    }

    private static Image disturbed(Image image, RandomStream stream) {
        Levels levels = Levels.of(image);
        float[] noise = new float[levels.values().length + levels.values().length % 2];
        stream.fillNormal(noise, 0, noise.length);
        for (int i = 0; i < levels.values().length; i++) {
            levels.values()[i] += (float) NOISE * noise[i];
        }
        return levels.image();
    }
}
