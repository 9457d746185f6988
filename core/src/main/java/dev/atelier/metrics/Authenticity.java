package dev.atelier.metrics;

import java.util.Arrays;

/**
 * How many generated samples are their own (Alaa et al. 2022, arXiv 2102.08921, section 3.3; in the corrected form of dgm-eval, Stein et
 * al. 2023): a fake is authentic where its nearest training sample lies nearer to another training sample than to the fake. Of fresh
 * samples of the same distribution about half are, depending on dimension and number, so a baseline belongs beside it.
 */
public final class Authenticity {
    private Authenticity() {}

    /** 0 to 100; a tie is not authentic. */
    public static double percent(Features train, Features fake) {
        Neighbours.Nearest nearest = Neighbours.nearest(fake, train, 1);
        int[] hit = Arrays.stream(nearest.rows()).distinct().sorted().toArray();
        double[] gaps = Neighbours.within(train, hit, 1).squared();
        int authentic = 0;
        for (int i = 0; i < fake.count(); i++) {
            double gap = gaps[Arrays.binarySearch(hit, nearest.rows()[i])];
            authentic += gap < nearest.squared()[i] ? 1 : 0;
        }
        return 100.0 * authentic / fake.count();
    }
}
