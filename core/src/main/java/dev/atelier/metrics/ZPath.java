package dev.atelier.metrics;

/** A way from one latent vector to another, t from 0 to 1. In float64: the ends of a step of 1e-4 must differ in more than rounding. */
public enum ZPath {
    /**
     * Along the great circle, at constant angular speed (Shoemake 1985, "Animating rotation with quaternion curves"), while the length goes
     * evenly from that of the one to that of the other: on the way between two normal z the length is that of a normal z. Parallel vectors
     * have no circle, opposite ones no single one: these go straight.
     */
    SPHERE {
        @Override
        double[] at(double[] a, double[] b, double t) {
            double lengthA = length(a);
            double lengthB = length(b);
            double angle = angle(a, lengthA, b, lengthB);
            double sine = Math.sin(angle);
            if (!(sine > STRAIGHT)) {
                return LINE.at(a, b, t);
            }
            double length = (1 - t) * lengthA + t * lengthB;
            double left = length * Math.sin((1 - t) * angle) / sine / lengthA;
            double right = length * Math.sin(t * angle) / sine / lengthB;
            double[] z = new double[a.length];
            for (int i = 0; i < z.length; i++) {
                z[i] = left * a[i] + right * b[i];
            }
            return z;
        }
    },
    /** Straight, at constant speed: the way between uniform z, which fill a cube, and between the w of a mapping network. */
    LINE {
        @Override
        double[] at(double[] a, double[] b, double t) {
            double[] z = new double[a.length];
            for (int i = 0; i < z.length; i++) {
                z[i] = (1 - t) * a[i] + t * b[i];
            }
            return z;
        }
    };

    private static final double STRAIGHT = 1e-12;

    /** The vector at t, from {@code a} at 0 to {@code b} at 1. */
    abstract double[] at(double[] a, double[] b, double t);

    /** By the half angle's tangent, exact where the cosine is near 1 and nothing to clamp; NaN where a vector is zero. */
    private static double angle(double[] a, double lengthA, double[] b, double lengthB) {
        double difference = 0;
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double u = a[i] / lengthA;
            double v = b[i] / lengthB;
            difference += (u - v) * (u - v);
            sum += (u + v) * (u + v);
        }
        return 2 * Math.atan2(Math.sqrt(difference), Math.sqrt(sum));
    }

    private static double length(double[] a) {
        double squares = 0;
        for (double value : a) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
