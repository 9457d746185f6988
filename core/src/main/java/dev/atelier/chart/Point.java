package dev.atelier.chart;

/**
 * A point of a line.
 *
 * @param y a number that is not finite is a gap
 * @param low least of what was measured there, where an upright stroke begins; {@code y} without a stroke
 * @param high most of it
 */
public record Point(double x, double y, double low, double high, Dot dot) {
    /** What stands at a point. */
    public enum Dot {
        /** A small dot where the line has few points, else nothing. */
        PLAIN,
        FILLED,
        HOLLOW
    }

    public static Point of(double x, double y) {
        return new Point(x, y, y, y, Dot.PLAIN);
    }

    public static Point dot(double x, double y, boolean filled) {
        return new Point(x, y, y, y, filled ? Dot.FILLED : Dot.HOLLOW);
    }

    boolean finite() {
        return Double.isFinite(x) && Double.isFinite(y);
    }
}
