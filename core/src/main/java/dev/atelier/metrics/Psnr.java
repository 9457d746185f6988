package dev.atelier.metrics;

import dev.atelier.media.Image;

/**
 * Peak signal-to-noise ratio of two pictures in decibels, 10·log₁₀(255² / mean squared difference): 48.13 for a difference of one level
 * everywhere, infinite for equal pictures. In float64, on 8-bit pictures.
 */
public final class Psnr {
    private static final double PEAK = 255;

    private Psnr() {}

    /** Of two pictures of one shape; the mean goes over all channels, or over their {@link Shades#Y luma}. */
    public static double between(Image a, Image b, Shades shades) {
        Shades.requireAlike("psnr", a, b);
        double sum = 0;
        int planes = shades.planes("psnr", a);
        for (int i = 0; i < planes; i++) {
            double[] x = shades.plane(a, i).values();
            double[] y = shades.plane(b, i).values();
            for (int k = 0; k < x.length; k++) {
                sum += (x[k] - y[k]) * (x[k] - y[k]);
            }
        }
        double mean = sum / ((double) planes * a.height() * a.width());
        return mean == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(PEAK * PEAK / mean);
    }
}
