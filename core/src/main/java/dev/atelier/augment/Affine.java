package dev.atelier.augment;

/**
 * Where each pixel of a changed image is read: the inverse of all that was done to it, composed step by step (Karras et al. 2020,
 * appendix B). Coordinates are pixels from the image's centre, x to the right, y down.
 */
final class Affine {
    private static final double[] COSINES = {1, 0, -1, 0};

    /** x' = m0·x + m1·y + m2, y' = m3·x + m4·y + m5. */
    private double[] m = {1, 0, 0, 0, 1, 0};

    /** Left becomes right. */
    Affine flip() {
        return undo(-1, 0, 0, 0, 1, 0);
    }

    /** Turns clockwise by {@code turns} · 90°, exactly. */
    Affine quarterTurns(int turns) {
        double cosine = COSINES[turns & 3];
        double sine = COSINES[(turns + 3) & 3];
        return undo(cosine, sine, 0, -sine, cosine, 0);
    }

    /** Turns clockwise by an angle in radians. */
    Affine rotate(double angle) {
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        return undo(cosine, sine, 0, -sine, cosine, 0);
    }

    /** Moves by pixels. */
    Affine translate(double right, double down) {
        return undo(1, 0, -right, 0, 1, -down);
    }

    /** Makes larger, by more than 1, or smaller. */
    Affine scale(double horizontal, double vertical) {
        return undo(1 / horizontal, 0, 0, 0, 1 / vertical, 0);
    }

    /** Reading goes backwards: from the last step to the first. */
    private Affine undo(double a, double b, double c, double d, double e, double f) {
        m = new double[] {
            m[0] * a + m[1] * d,
            m[0] * b + m[1] * e,
            m[0] * c + m[1] * f + m[2],
            m[3] * a + m[4] * d,
            m[3] * b + m[4] * e,
            m[3] * c + m[4] * f + m[5]
        };
        return this;
    }

    boolean isIdentity() {
        return m[0] == 1 && m[1] == 0 && m[2] == 0 && m[3] == 0 && m[4] == 1 && m[5] == 0;
    }

    /** The 2×3 matrix in libtorch's coordinates: −1 and 1 are the centres of the first and the last pixel. */
    void write(float[] out, int at, long height, long width) {
        double x = Math.max(width - 1, 1) / 2.0;
        double y = Math.max(height - 1, 1) / 2.0;
        double[] normalised = {m[0], m[1] * y / x, m[2] / x, m[3] * x / y, m[4], m[5] / y};
        for (int i = 0; i < 6; i++) {
            out[at + i] = (float) normalised[i];
        }
    }
}
