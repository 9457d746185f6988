package dev.atelier.metrics;

import dev.atelier.media.Image;
import java.util.Arrays;
import java.util.List;

/** How near a made picture is to the one that it should be, from 8-bit pictures of one shape. */
public enum PairMetric {
    /** In decibels, of luma. */
    PSNR(MetricName.PSNR) {
        @Override
        double compare(Image made, Image wanted) {
            return Psnr.between(made, wanted, Shades.Y);
        }
    },
    /** Of luma. */
    SSIM(MetricName.SSIM) {
        @Override
        double compare(Image made, Image wanted) {
            return Ssim.between(made, wanted, Shades.Y);
        }
    },
    /** In decibels, over all channels together. */
    PSNR_RGB(MetricName.PSNR_RGB) {
        @Override
        double compare(Image made, Image wanted) {
            return Psnr.between(made, wanted, Shades.CHANNELS);
        }
    },
    /** The mean over channels. */
    SSIM_RGB(MetricName.SSIM_RGB) {
        @Override
        double compare(Image made, Image wanted) {
            return Ssim.between(made, wanted, Shades.CHANNELS);
        }
    },
    /** Mean absolute difference over all channels, as a share of the range: 1 between black and white. */
    L1(MetricName.L1) {
        @Override
        double compare(Image made, Image wanted) {
            return PairMetric.l1(made, wanted);
        }
    };

    private static final double RANGE = 255;

    private final MetricName metric;

    PairMetric(MetricName metric) {
        this.metric = metric;
    }

    /** Its name, which way is better, what it says. */
    public MetricName metric() {
        return metric;
    }

    /**
     * Of a pair.
     *
     * @param shave pixels a side that are left out: the scale of an enlargement, 0 of a translation
     */
    public double of(Image made, Image wanted, int shave) {
        Shades.requireAlike(metric.key(), made, wanted);
        return compare(Framing.shaved(made, shave), Framing.shaved(wanted, shave));
    }

    /** Those that mean something for pictures of such a shape, each of another view: of one channel luma is the channel. */
    public static List<PairMetric> of(Image like) {
        boolean structure = Math.min(like.height(), like.width()) >= Plane.WINDOW;
        return Arrays.stream(values())
                .filter(each -> switch (each) {
                    case PSNR -> like.channels() == 1 || like.channels() == 3;
                    case SSIM -> structure && (like.channels() == 1 || like.channels() == 3);
                    case PSNR_RGB -> like.channels() > 1;
                    case SSIM_RGB -> structure && like.channels() > 1;
                    case L1 -> true;
                })
                .toList();
    }

    abstract double compare(Image made, Image wanted);

    /** Mean absolute difference of two pictures of one shape, 0 … 1. */
    static double l1(Image a, Image b) {
        Shades.requireAlike(MetricName.L1.key(), a, b);
        long sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            sum += Math.abs((a.pixels()[i] & 0xFF) - (b.pixels()[i] & 0xFF));
        }
        return sum / (RANGE * a.pixels().length);
    }
}
