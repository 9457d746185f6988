package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.RandomStream;

/**
 * Random changes of the real images, drawn anew each time that an image is handed out. All movements are one affine map, read
 * bilinearly with the border pixels repeated; then come the colours; then the values are clamped to their range.
 *
 * @param flip left to right, with probability ½
 * @param rotate by −rotate to rotate degrees; 0 to 180
 * @param translate by −translate to translate of the width, and as much of the height; 0 to 1
 * @param zoom by exp(u), u between ±log(1 + zoom): as likely larger as smaller; 0 to 4
 * @param colour brightness, contrast and, of three colours, saturation each times 1 − colour to 1 + colour; 0 to 1
 */
public record Augmentation(boolean flip, double rotate, double translate, double zoom, double colour) {
    /** Every image as it is, to the bit. */
    public static final Augmentation NONE = new Augmentation(false, 0, 0, 0, 0);

    public Augmentation {
        require("rotate", rotate, 180);
        require("translate", translate, 1);
        require("zoom", zoom, 4);
        require("colour", colour, 1);
    }

    private static void require(String name, double value, int most) {
        if (!(value >= 0 && value <= most)) {
            throw new BadInput("augmentation: " + name + " is " + value + "; 0 to " + most);
        }
    }

    private boolean moves() {
        return flip || rotate > 0 || translate > 0 || zoom > 0;
    }

    /**
     * Changes images in place. How many numbers are drawn does not depend on what is switched on.
     *
     * @param values [images, channels, height, width]; those after {@code count} images are left alone
     */
    void apply(float[] values, int count, ImageFormat format, PixelRange range, RandomStream stream) {
        if (equals(NONE)) {
            return;
        }
        float low = range.toFloat(0);
        float high = range.toFloat(255);
        float[] moved = new float[format.samples()];
        for (int i = 0, from = 0; i < count; i++, from += moved.length) {
            Warp warp = warp(format, stream);
            ColourJitter tint = new ColourJitter(factor(stream), factor(stream), factor(stream));
            if (moves()) {
                warp.apply(values, from, format, moved);
                System.arraycopy(moved, 0, values, from, moved.length);
            }
            if (colour > 0) {
                tint.apply(values, from, format, low);
            }
            for (int at = from; at < from + moved.length; at++) {
                values[at] = Math.max(low, Math.min(high, values[at]));
            }
        }
    }

    private Warp warp(ImageFormat format, RandomStream stream) {
        boolean mirrored = stream.nextDouble() < 0.5 && flip;
        double larger = StrictMath.exp(symmetric(stream) * StrictMath.log(1 + zoom));
        double degrees = symmetric(stream) * rotate;
        double right = symmetric(stream) * translate * format.width();
        double down = symmetric(stream) * translate * format.height();
        return Warp.of(mirrored, larger, degrees, right, down);
    }

    private float factor(RandomStream stream) {
        return (float) (1 + symmetric(stream) * colour);
    }

    /** Uniform on [−1, 1). */
    private static double symmetric(RandomStream stream) {
        return 2 * stream.nextDouble() - 1;
    }
}
