package dev.atelier.tune;

import dev.atelier.tensor.RandomStream;
import java.util.List;

/**
 * A density over a space: a window around each of some points and one component that is uniform. A window is a product over the axes,
 * a normal density cut off at the bounds on an interval, a little leakage to the other options on a choice. (Bergstra, Bardenet,
 * Bengio and Kégl 2011, "Algorithms for hyper-parameter optimization", section 4; windows that span all axes after Falkner, Klein and
 * Hutter 2018, arXiv 1807.01774, so that what goes well together stays together.)
 */
final class Parzen {
    private static final double LEAK = 0.2;
    private static final double WIDTH = 0.2;
    private static final double NARROWEST = 0.02;

    private final List<Axis> axes;
    private final List<double[]> points;
    private final double width;

    Parzen(List<Axis> axes, List<double[]> points) {
        this.axes = axes;
        this.points = points;
        // narrower with more points as in Scott's rule (1992)
        width = Math.max(NARROWEST, WIDTH * StrictMath.pow(points.size(), -1.0 / (axes.size() + 4)));
    }

    double density(double[] x) {
        double sum = 1; // the uniform component
        for (int d = 0; d < x.length; d++) {
            sum /= axes.get(d) instanceof Axis.Choice choice ? choice.size() : 1;
        }
        for (double[] point : points) {
            double product = 1;
            for (int d = 0; d < x.length; d++) {
                product *= window(axes.get(d), point[d], x[d]);
            }
            sum += product;
        }
        return sum / (points.size() + 1);
    }

    private double window(Axis axis, double centre, double x) {
        if (axis instanceof Axis.Choice choice) {
            return LEAK / choice.size() + (centre == x ? 1 - LEAK : 0);
        }
        double z = (x - centre) / width;
        double inside = normal((1 - centre) / width) - normal(-centre / width);
        return StrictMath.exp(-z * z / 2) / (Math.sqrt(2 * Math.PI) * width * inside);
    }

    double[] draw(RandomStream random) {
        int component = random.nextInt(points.size() + 1);
        double[] x = new double[axes.size()];
        for (int d = 0; d < x.length; d++) {
            boolean uniform = component == points.size();
            if (axes.get(d) instanceof Axis.Choice choice) {
                boolean leaks = uniform || random.nextDouble() < LEAK;
                x[d] = leaks ? random.nextInt(choice.options().size()) : points.get(component)[d];
            } else {
                x[d] = uniform ? random.nextDouble() : near(points.get(component)[d], random);
            }
        }
        return x;
    }

    private double near(double centre, RandomStream random) {
        float[] normal = new float[1];
        while (true) {
            random.fillNormal(normal, 0, 1);
            double x = centre + width * normal[0];
            if (x >= 0 && x <= 1) {
                return x;
            }
        }
    }

    /** The normal distribution function to 1e-7 (Abramowitz and Stegun 1964, formula 26.2.17). */
    static double normal(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return z >= 0 ? 1 - tail : tail;
    }
}
