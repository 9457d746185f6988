package dev.atelier.metrics;

import dev.atelier.BadInput;

/**
 * Precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991; reference: the authors' code), density and coverage (Naeem et al.
 * 2020, arXiv 2002.09797; reference: prdc), as counts. The ball of a sample reaches to its k-th nearest other of its own set.
 *
 * <p>Two rules for a sample on the rim of a ball are in use. The plain names follow their papers: precision and recall take the rim
 * as inside (≤), density and coverage as outside (&lt;); the other variants are here too. They differ where samples are copies.
 *
 * @param real number of real samples
 * @param fake number of fake samples
 * @param within counts with the rim
 * @param strict counts without
 */
public record Prdc(int k, int real, int fake, Counts within, Counts strict) {
    /**
     * @param precision fakes in some real ball
     * @param recall reals in some fake ball
     * @param density pairs of a fake in a real's ball
     * @param coverage reals with a fake in their ball
     */
    public record Counts(long precision, long recall, long density, long coverage) {}

    /** Of two sets with more than k samples each. */
    public static Prdc of(Features real, Features fake, int k) {
        require(real, fake, k);
        try (Distinct reals = Distinct.of(real);
                Distinct fakes = Distinct.of(fake)) {
            Balls ofReal = Balls.count(reals, k, fakes);
            Balls ofFake = Balls.count(fakes, k, reals);
            return new Prdc(k, real.count(), fake.count(), counts(ofReal, ofFake, true), counts(ofReal, ofFake, false));
        }
    }

    static void require(Features real, Features fake, int k) {
        if (real.size() != fake.size()) {
            throw new BadInput("real features have " + real.size() + " numbers, fake ones " + fake.size()
                    + "; allowed: equally many");
        }
        if (k < 1 || real.count() <= k || fake.count() <= k) {
            throw new BadInput("k is " + k + ", with " + real.count() + " real and " + fake.count()
                    + " fake samples; allowed: 1 to " + (Math.min(real.count(), fake.count()) - 1));
        }
    }

    private static Counts counts(Balls ofReal, Balls ofFake, boolean rim) {
        return new Counts(ofReal.inside(rim), ofFake.inside(rim), ofReal.pairs(rim), ofReal.filled(rim));
    }

    /** Share of fakes in some real ball, rim included. */
    public double precision() {
        return (double) within.precision() / fake;
    }

    /** Share of reals in some fake ball, rim included. */
    public double recall() {
        return (double) within.recall() / real;
    }

    /** Mean number of real balls that a fake is in, over k, rim left out. */
    public double density() {
        return (double) strict.density() / ((double) k * fake);
    }

    /** Share of reals with a fake in their ball, rim left out. */
    public double coverage() {
        return (double) strict.coverage() / real;
    }

    /** {@link #precision} without the rim. */
    public double precisionStrict() {
        return (double) strict.precision() / fake;
    }

    /** {@link #recall} without the rim. */
    public double recallStrict() {
        return (double) strict.recall() / real;
    }

    /** {@link #density} with the rim. */
    public double densityWithin() {
        return (double) within.density() / ((double) k * fake);
    }

    /** {@link #coverage} with the rim. */
    public double coverageWithin() {
        return (double) within.coverage() / real;
    }
}
