package dev.atelier.metrics;

/** Fisher's exact test of two shares (Fisher 1934): no approximation, so that it holds for a handful of cases too. */
final class FisherExact {
    private FisherExact() {}

    /**
     * How probable it is that of {@code a + c} cases dealt at random to samples of {@code n} and {@code m}, the first gets {@code a} or
     * more: the one-sided p-value of a/n &gt; c/m.
     */
    static double more(int a, int n, int c, int m) {
        double[] ln = logFactorials(n + m);
        int cases = a + c;
        double whole = choose(ln, n + m, cases);
        double p = 0;
        for (int x = Math.max(0, cases - n); x <= c; x++) {
            p += Math.exp(choose(ln, m, x) + choose(ln, n, cases - x) - whole);
        }
        return Math.min(1, p);
    }

    private static double[] logFactorials(int n) {
        double[] ln = new double[n + 1];
        for (int i = 2; i <= n; i++) {
            ln[i] = ln[i - 1] + Math.log(i);
        }
        return ln;
    }

    private static double choose(double[] ln, int n, int k) {
        return ln[n] - ln[k] - ln[n - k];
    }
}
