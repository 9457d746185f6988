package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.media.Image;

/**
 * How alike two pictures are in their structure, up to 1 for equal ones (Wang et al. 2004, "Image quality assessment: from error
 * visibility to structural similarity", equation 13): in float64, an 11×11 Gaussian of σ 1.5 at the positions where it lies inside of the
 * picture, K₁ 0.01, K₂ 0.03, L 255, variances divided by the weights' sum.
 */
public final class Ssim {
    private static final double C1 = (0.01 * 255) * (0.01 * 255);
    private static final double C2 = (0.03 * 255) * (0.03 * 255);

    private Ssim() {}

    /** Of two pictures of one shape, at least 11×11; of colours the mean over channels, or of their {@link Shades#Y luma}. */
    public static double between(Image a, Image b, Shades shades) {
        Shades.requireAlike("ssim", a, b);
        if (Math.min(a.height(), a.width()) < Plane.WINDOW) {
            throw new BadInput("ssim: pictures of " + a.height() + "×" + a.width() + "; allowed: at least "
                    + Plane.WINDOW + "×" + Plane.WINDOW);
        }
        double sum = 0;
        int planes = shades.planes("ssim", a);
        for (int i = 0; i < planes; i++) {
            sum += similarity(shades.plane(a, i), shades.plane(b, i), true);
        }
        return sum / planes;
    }

    /** Mean over positions of contrast and structure; with {@code luminance} times that. */
    static double similarity(Plane x, Plane y, boolean luminance) {
        double[] meanX = x.blurred();
        double[] meanY = y.blurred();
        double[] squareX = x.times(x).blurred();
        double[] squareY = y.times(y).blurred();
        double[] cross = x.times(y).blurred();
        double sum = 0;
        for (int i = 0; i < cross.length; i++) {
            double both = meanX[i] * meanY[i];
            double squares = meanX[i] * meanX[i] + meanY[i] * meanY[i];
            double value = (2 * (cross[i] - both) + C2) / (squareX[i] + squareY[i] - squares + C2);
            sum += luminance ? value * (2 * both + C1) / (squares + C1) : value;
        }
        return sum / cross.length;
    }
}
