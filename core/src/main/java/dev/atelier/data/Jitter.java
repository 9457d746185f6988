package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.tensor.RandomStream;

/**
 * How a picture that is stored somewhat larger becomes one of the size that networks see (Isola et al. 2017, section 6.2): a
 * piece of it, cut out anywhere, and mirrored half of the time.
 *
 * @param height of the piece, as {@code width} in pixels
 * @param move whether pictures are stored at 286/256 of the size, rounded up, and the piece may lie anywhere; else they are
 *     stored at the size
 * @param flip left to right, with probability ½
 */
public record Jitter(int height, int width, boolean move, boolean flip) {
    private static final int LOAD = 286;
    private static final int CROP = 256;

    public Jitter {
        if (height < 1 || width < 1) {
            throw new BadInput("pictures of " + width + "×" + height + " (width×height): at least 1×1");
        }
    }

    /** As the paper has it: moved and mirrored. */
    public static Jitter full(int height, int width) {
        return new Jitter(height, width, true, true);
    }

    /** Nothing random: for judging. */
    public Jitter still() {
        return new Jitter(height, width, false, false);
    }

    /** The height that pictures are stored at. */
    public int loadHeight() {
        return load(height);
    }

    /** The width that pictures are stored at. */
    public int loadWidth() {
        return load(width);
    }

    private int load(int side) {
        return move ? (int) (((long) side * LOAD + CROP - 1) / CROP) : side;
    }

    /** Where a piece lies and whether it is mirrored. */
    record Place(int top, int left, boolean mirrored) {}

    /** Draws a place in a stored picture; how many numbers are drawn does not depend on what is switched on. */
    Place place(int storedHeight, int storedWidth, RandomStream stream) {
        int top = stream.nextInt(storedHeight - height + 1);
        int left = stream.nextInt(storedWidth - width + 1);
        boolean mirrored = stream.nextDouble() < 0.5;
        return new Place(top, left, mirrored && flip);
    }

    /** Bad input where stored pictures are not as large as this asks for. */
    void requireStored(ImageDataset pictures) {
        boolean fits = move
                ? pictures.height() >= height && pictures.width() >= width
                : pictures.height() == height && pictures.width() == width;
        if (!fits) {
            throw new BadInput(pictures.description() + " is stored at " + pictures.width() + "×" + pictures.height()
                    + " (width×height); pieces of " + width + "×" + height + " need "
                    + (move ? "at least that" : "exactly that"));
        }
    }

    /** Copies the piece of a picture, planar, to {@code out}. */
    void cut(ImageDataset stored, byte[] picture, Place place, byte[] out) {
        int rows = stored.channels() * height;
        for (int row = 0; row < rows; row++) {
            int from = (row / height * stored.height() + place.top() + row % height) * stored.width() + place.left();
            int to = row * width;
            if (place.mirrored()) {
                for (int x = 0; x < width; x++) {
                    out[to + x] = picture[from + width - 1 - x];
                }
            } else {
                System.arraycopy(picture, from, out, to, width);
            }
        }
    }
}
