package dev.atelier.networks;

/** Channels, height and width of the images that a pair of networks makes and judges. */
public record ImageShape(int channels, int height, int width) {
    /** 28×28 grey. */
    public static final ImageShape SMALL_GREY = new ImageShape(1, 28, 28);

    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("image shape " + channels + "×" + height + "×" + width);
        }
    }

    /** Samples in an image. */
    public int count() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /**
     * The shape before {@code stages} doublings: ⌈side / 2ˢ⌉, so that doubling and cropping leads back to this shape and convolutions
     * of stride 2 lead from it.
     */
    ImageShape before(int stages, int channels) {
        return new ImageShape(channels, ceil(height, stages), ceil(width, stages));
    }

    private static int ceil(int side, int stages) {
        return (side + (1 << stages) - 1) >> stages;
    }

    /** How often the shorter side can be halved until it is 4 to 7. */
    int stages() {
        return Math.max(0, 29 - Integer.numberOfLeadingZeros(Math.min(height, width)));
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
