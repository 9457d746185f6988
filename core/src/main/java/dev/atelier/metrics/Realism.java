package dev.atelier.metrics;

/**
 * The share of fakes that lie among the denser half of real samples: those with a realism score of at least 1 (Kynkäänniemi et al. 2019,
 * arXiv 1904.06991, section 5: balls to the k-th nearest neighbour, those beyond the median left out; reference: the authors' code).
 * Precision keeps the wide balls of rare samples too, and a blurred picture, which lies between everything, is in many of them.
 */
public final class Realism {
    private Realism() {}

    /** 0 to 1, rims included; both sets have more than k samples. Compare with what unseen real samples get, which is about a half. */
    public static double share(Features real, Features fake, int k) {
        Prdc.require(real, fake, k);
        try (Distinct reals = Distinct.of(real);
                Distinct fakes = Distinct.of(fake)) {
            return (double) Balls.countSmaller(reals, k, fakes).inside(true) / fake.count();
        }
    }
}
