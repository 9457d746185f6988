package dev.atelier.augment;

/**
 * An affine change of colours, composed step by step (Karras et al. 2020, appendix B): a 4×4 matrix whose last row, 0 0 0 1, is not
 * stored. Values are those of images in [−1, 1]. But for brightness all steps leave the direction of grey, (1, 1, 1), as it is or
 * turned round.
 */
final class ColourMatrix {
    /** Three rows of three factors and an offset. */
    private double[] m = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};

    ColourMatrix brightness(double amount) {
        for (int row = 0; row < 3; row++) {
            m[4 * row + 3] += amount;
        }
        return this;
    }

    ColourMatrix contrast(double factor) {
        return aroundGrey(factor, factor, 0);
    }

    /** Turns light into dark and keeps the colours. */
    ColourMatrix lumaFlip() {
        return aroundGrey(-1, 1, 0);
    }

    ColourMatrix hue(double angle) {
        return aroundGrey(1, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    ColourMatrix saturation(double factor) {
        return aroundGrey(1, factor, 0);
    }

    /** Multiplies the part along grey by one factor, the part across by another, and adds {@code turn} times the latter turned by 90°. */
    private ColourMatrix aroundGrey(double along, double across, double turn) {
        double same = across + (along - across) / 3;
        double before = (along - across) / 3 + turn / StrictMath.sqrt(3);
        double after = (along - across) / 3 - turn / StrictMath.sqrt(3);
        double[] product = new double[12];
        for (int i = 0; i < 12; i++) {
            int row = i / 4;
            int column = i % 4;
            product[i] =
                    same * m[i] + before * m[4 * ((row + 2) % 3) + column] + after * m[4 * ((row + 1) % 3) + column];
        }
        m = product;
        return this;
    }

    boolean isIdentity() {
        for (int i = 0; i < 12; i++) {
            if (m[i] != (i % 5 == 0 ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }

    /** What a grey value is multiplied by. */
    double greyScale() {
        return m[0] + m[1] + m[2];
    }

    /** What is added to a channel of images in this range. */
    double offset(int row, ValueRange range) {
        double sum = m[4 * row] + m[4 * row + 1] + m[4 * row + 2];
        return range.middle() * (1 - sum) + range.half() * m[4 * row + 3];
    }

    /** The upper 3×4 for images in this range, row-major. */
    void write(float[] out, int at, ValueRange range) {
        for (int i = 0; i < 12; i++) {
            out[at + i] = (float) (i % 4 == 3 ? offset(i / 4, range) : m[i]);
        }
    }
}
