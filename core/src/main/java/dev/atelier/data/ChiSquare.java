package dev.atelier.data;

/** How often chance alone gives a statistic as large as one that was found. */
final class ChiSquare {
    private static final double TINY = 1e-300;
    private static final double SMALL = 1e-15;
    private static final int MOST_TERMS = 100_000;

    private ChiSquare() {}

    /** P(χ² ≥ x) for so many degrees of freedom: the regularised upper gamma function Q(degrees/2, x/2). */
    static double tail(double x, int degrees) {
        if (degrees < 1 || !(x > 0)) {
            return 1;
        }
        double a = degrees / 2.0;
        double y = x / 2;
        double factor = Math.exp(a * Math.log(y) - y - logGamma(degrees));
        return Math.max(0, Math.min(1, y < a + 1 ? 1 - factor * series(a, y) : factor * fraction(a, y)));
    }

    /** P(|Z| ≥ z) of a standard normal Z. */
    static double twoSided(double z) {
        return tail(z * z, 1);
    }

    /** ln Γ(n/2), by Γ(x + 1) = x Γ(x) from Γ(1) or Γ(1/2). */
    private static double logGamma(int n) {
        double sum = n % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (int i = n - 2; i > 0; i -= 2) {
            sum += Math.log(i / 2.0);
        }
        return sum;
    }

    /** Σ yⁱ / (a (a + 1) … (a + i)). */
    private static double series(double a, double y) {
        double term = 1 / a;
        double sum = term;
        for (int i = 1; i < MOST_TERMS && term > SMALL * sum; i++) {
            term *= y / (a + i);
            sum += term;
        }
        return sum;
    }

    /** 1/(y + 1 − a − 1(1 − a)/(y + 3 − a − 2(2 − a)/(y + 5 − a − …))), from the front (Lentz 1976). */
    private static double fraction(double a, double y) {
        double b = y + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double value = d;
        for (int i = 1; i < MOST_TERMS; i++) {
            double numerator = -i * (i - a);
            b += 2;
            d = 1 / notZero(numerator * d + b);
            c = notZero(b + numerator / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < SMALL) {
                break;
            }
        }
        return value;
    }

    private static double notZero(double x) {
        return Math.abs(x) < TINY ? TINY : x;
    }
}
