package dev.atelier.metrics;

import java.util.List;

/**
 * How many modes of a mixture of round Gaussians a set of points finds, and how many of the points lie on one (Srivastava et al. 2017,
 * arXiv 1705.07761, section 5: a point is of high quality within three deviations of a centre).
 *
 * @param found modes with a point of high quality: the usual count, which points spread evenly over the plane would pass
 * @param covered modes with at least a fifth of their fair share of points of high quality, so that points spread evenly cover none
 * @param modes in all
 * @param highQuality share of the points within three deviations of a centre
 */
public record ModeCoverage(int found, int covered, int modes, double highQuality) {
    private static final double DEVIATIONS = 3;
    private static final double LEAST_SHARE = 0.2;

    /** Points and centres as [x, y] in the same unit. */
    public static ModeCoverage of(List<double[]> points, List<double[]> centres, double deviation) {
        if (points.isEmpty() || centres.isEmpty()) {
            throw new IllegalArgumentException(points.size() + " points, " + centres.size() + " centres");
        }
        int[] hits = new int[centres.size()];
        int good = 0;
        for (double[] point : points) {
            int nearest = 0;
            for (int i = 1; i < hits.length; i++) {
                if (distance(point, centres.get(i)) < distance(point, centres.get(nearest))) {
                    nearest = i;
                }
            }
            if (distance(point, centres.get(nearest)) <= DEVIATIONS * deviation) {
                hits[nearest]++;
                good++;
            }
        }
        double least = Math.max(1, LEAST_SHARE * points.size() / hits.length);
        int found = 0;
        int covered = 0;
        for (int count : hits) {
            found += count > 0 ? 1 : 0;
            covered += count >= least ? 1 : 0;
        }
        return new ModeCoverage(found, covered, hits.length, (double) good / points.size());
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }
}
