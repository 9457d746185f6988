package dev.atelier.augment;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The augmentations of adaptive discriminator augmentation (Karras et al. 2020, arXiv 2006.06676, section 2 and appendix B): each
 * fires on each image with probability p, the {@link #strength()}. Pixel blits and geometry become one affine map and one bilinear
 * resampling per image, colour one matrix.
 *
 * <p>Departures: the paper resamples between wavelet low-pass filters on an image enlarged twice; here one bilinear step without
 * low-pass, which blurs a little and aliases a little where images shrink. The image is mirrored once and for all at the end, not
 * after each blit. Images that are not square turn by 180° only, not by 90°. The paper's groups of image filters and corruptions,
 * which did not help it, are left out. Resampling has no second derivative: a gradient penalty must be taken with respect to the
 * augmented images.
 */
public final class AdaptiveAugment implements InputTransform {
    private static final double LOG_2 = StrictMath.log(2);

    private final RandomStream stream;
    private final Groups groups;
    private final ValueRange range;
    private double strength;

    /**
     * Which augmentations may fire.
     *
     * @param blit flips, turns by 90°, moves by whole pixels: no pixel is blended with another
     * @param geometry scaling, rotation, moves by fractions of a pixel
     * @param colour brightness, contrast, luma flip, and with three channels hue and saturation
     */
    public record Groups(boolean blit, boolean geometry, boolean colour) {
        /** The paper's choice. */
        public static Groups all() {
            return new Groups(true, true, true);
        }
    }

    /**
     * At strength 0.
     *
     * @param low the value of black
     * @param high the value of white
     */
    public AdaptiveAugment(RandomStream stream, Groups groups, double low, double high) {
        this.stream = stream;
        this.groups = groups;
        range = new ValueRange(low, high);
    }

    /** p: how likely each augmentation is, for each image. */
    public double strength() {
        return strength;
    }

    /** Sets p, in [0, 1]. At 0 nothing is drawn and images go through bit for bit. */
    public void strength(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("augmentation strength must be in [0, 1], got " + p);
        }
        strength = p;
    }

    @Override
    public Tensor apply(Tensor images) {
        Pixels.require(images);
        if (strength == 0) {
            return new Tensor(images);
        }
        List<Affine> maps = new ArrayList<>();
        List<ColourMatrix> colours = new ArrayList<>();
        for (long i = 0; i < images.size(0); i++) {
            maps.add(map(images.size(2), images.size(3)));
            colours.add(colour(images.size(1)));
        }
        try (TensorScope scope = TensorScope.open()) {
            return scope.promote(Pixels.recolour(Pixels.warp(images, maps), colours, range));
        }
    }

    private Affine map(long height, long width) {
        Affine map = new Affine();
        if (groups.blit()) {
            blit(map, height, width);
        }
        if (groups.geometry()) {
            geometry(map, height, width);
        }
        return map;
    }

    private void blit(Affine map, long height, long width) {
        if (fires(strength) && stream.nextInt(2) == 1) {
            map.flip();
        }
        if (fires(strength)) {
            map.quarterTurns(height == width ? stream.nextInt(4) : 2 * stream.nextInt(2));
        }
        if (fires(strength)) {
            long right = Math.round((0.25 * stream.nextDouble() - 0.125) * width);
            long down = Math.round((0.25 * stream.nextDouble() - 0.125) * height);
            map.translate(right, down);
        }
    }

    private void geometry(Affine map, long height, long width) {
        double either = 1 - Math.sqrt(1 - strength); // of two rotations at least one fires with probability p
        if (fires(strength)) {
            double factor = logNormal(0.2);
            map.scale(factor, factor);
        }
        if (fires(either)) {
            map.rotate(angle());
        }
        if (fires(strength)) {
            double factor = logNormal(0.2);
            map.scale(factor, 1 / factor);
        }
        if (fires(either)) {
            map.rotate(angle());
        }
        if (fires(strength)) {
            double right = 0.125 * normal() * width;
            double down = 0.125 * normal() * height;
            map.translate(right, down);
        }
    }

    private ColourMatrix colour(long channels) {
        ColourMatrix matrix = new ColourMatrix();
        if (!groups.colour()) {
            return matrix;
        }
        if (fires(strength)) {
            matrix.brightness(0.2 * normal());
        }
        if (fires(strength)) {
            matrix.contrast(logNormal(0.5));
        }
        if (fires(strength) && stream.nextInt(2) == 1) {
            matrix.lumaFlip();
        }
        if (channels == 3 && fires(strength)) {
            matrix.hue(angle());
        }
        if (channels == 3 && fires(strength)) {
            matrix.saturation(logNormal(1));
        }
        return matrix;
    }

    private boolean fires(double probability) {
        return stream.nextDouble() < probability;
    }

    private double angle() {
        return Math.PI * (2 * stream.nextDouble() - 1);
    }

    private double normal() {
        float[] value = new float[1];
        stream.fillNormal(value, 0, 1);
        return value[0];
    }

    /** 2 to the power of a normal number with this deviation. */
    private double logNormal(double octaves) {
        return StrictMath.exp(LOG_2 * octaves * normal());
    }
}
