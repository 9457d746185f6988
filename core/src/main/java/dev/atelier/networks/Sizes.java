package dev.atelier.networks;

import dev.atelier.BadInput;

/**
 * The images that an architecture can be built for.
 *
 * @param usual what it is built for where nobody asks for another shape
 * @param least shortest side
 * @param most longest side
 * @param fixed only the usual shape
 */
public record Sizes(ImageShape usual, int least, int most, boolean fixed) {
    static Sizes fixed(ImageShape only) {
        return new Sizes(only, 0, 0, true);
    }

    /** Any sides from {@code least} to {@code most}, 1 to 4 channels; 28×28 grey where nobody asks. */
    static Sizes from(int least, int most) {
        return new Sizes(ImageShape.SMALL_GREY, least, most, false);
    }

    void require(String network, ImageShape shape) {
        if (!fits(shape)) {
            throw new BadInput(
                    "network '" + network + "' cannot be built for images of " + shape + "; allowed: " + allowed());
        }
    }

    private boolean fits(ImageShape shape) {
        return fixed
                ? shape.equals(usual)
                : Math.min(shape.height(), shape.width()) >= least
                        && Math.max(shape.height(), shape.width()) <= most
                        && shape.channels() <= 4;
    }

    private String allowed() {
        return fixed ? usual + " only" : "1 to 4 channels, sides of " + least + " to " + most;
    }

    /** What to build for a data set that holds such images: the same, or the nearest that fits. */
    public ImageShape nearest(ImageShape stored) {
        if (fixed) {
            return usual;
        }
        double shrink = Math.min(1, (double) most / Math.max(stored.height(), stored.width()));
        return new ImageShape(stored.channels(), side(stored.height() * shrink), side(stored.width() * shrink));
    }

    private int side(double length) {
        return (int) Math.max(least, Math.min(most, Math.round(length)));
    }
}
