package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;

/**
 * How alike two images look, from 0 to 1: multi-scale structural similarity (Wang, Simoncelli and Bovik 2003, "Multiscale structural
 * similarity for image quality assessment", equation 7), as a measure of diversity after Odena et al. 2017, arXiv 1610.09585: random
 * pairs of one class that look alike mean collapse. In float64; an 11×11 Gaussian of σ 1.5 that stays inside of the image, K₁ 0.01,
 * K₂ 0.03, L 255, the five weights of the paper. Means that are negative count as 0. Each channel has its product; the result is their
 * mean.
 *
 * <p>From scale to scale 2×2 samples become their mean; the last row or column of an odd size is left out. An image needs 11 rows and
 * columns at every scale, so 176 for all five. A smaller one has fewer scales, whose weights then are divided by their sum; only
 * numbers of one image size compare.
 */
public final class MsSsim {
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

    private MsSsim() {}

    /**
     * How alike the images of a set are.
     *
     * @param mean over pairs
     * @param scales of their size
     */
    public record Diversity(double mean, int pairs, int scales) {}

    /** Over random pairs, no image in two of them; fewer pairs where there are too few images. */
    public static Diversity diversity(ImageSequence images, int pairs, long seed) {
        int count = Math.min(pairs, images.count() / 2);
        if (count < 1) {
            throw new BadInput("ms_ssim: " + images.count() + " images; allowed: at least 2");
        }
        int[] order = RandomStream.of(seed, "pairs").permutation(images.count());
        double sum = 0;
        int scales = 0;
        for (int i = 0; i < count; i++) {
            Image a = images.images(order[2 * i], 1).get(0);
            Image b = images.images(order[2 * i + 1], 1).get(0);
            sum += between(a, b);
            scales = scales(a.height(), a.width());
        }
        return new Diversity(sum / count, count, scales);
    }

    /** Of two images of one shape, at least 11×11. */
    public static double between(Image a, Image b) {
        if (a.channels() != b.channels() || a.height() != b.height() || a.width() != b.width()) {
            throw new BadInput(
                    "ms_ssim: images of " + shape(a) + " and " + shape(b) + "; allowed: images of one shape");
        }
        double[] weights = weights(scales(a.height(), a.width()));
        double sum = 0;
        for (int c = 0; c < a.channels(); c++) {
            sum += product(Plane.of(a, c), Plane.of(b, c), weights);
        }
        return sum / a.channels();
    }

    /** Scales that an image of this size has, up to 5; one smaller than 11×11 is bad input. */
    public static int scales(int height, int width) {
        int side = Math.min(height, width);
        int scales = 0;
        while (scales < WEIGHTS.length && side >> scales >= Plane.WINDOW) {
            scales++;
        }
        if (scales == 0) {
            throw new BadInput("ms_ssim: images of " + height + "×" + width + "; allowed: at least " + Plane.WINDOW
                    + "×" + Plane.WINDOW);
        }
        return scales;
    }

    /** All five as published (their sum is 1.0001); fewer have the sum 1. */
    private static double[] weights(int scales) {
        double[] weights = Arrays.copyOf(WEIGHTS, scales);
        double sum = scales == WEIGHTS.length ? 1 : Arrays.stream(weights).sum();
        for (int i = 0; i < scales; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double product(Plane a, Plane b, double[] weights) {
        double product = 1;
        Plane x = a;
        Plane y = b;
        for (int scale = 0; scale < weights.length; scale++) {
            boolean last = scale == weights.length - 1;
            product *= Math.pow(Math.max(0, Ssim.similarity(x, y, last)), weights[scale]);
            if (!last) {
                x = x.halved();
                y = y.halved();
            }
        }
        return product;
    }

    private static String shape(Image image) {
        return image.channels() + "×" + image.height() + "×" + image.width();
    }
}
