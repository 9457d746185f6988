package dev.atelier.metrics;

import java.util.Collection;

/**
 * The mean of a metric's values over pictures: of the values of each, not the value of a mean error, which for PSNR is another number.
 *
 * @param mean of the finite values; not a number where there are none
 * @param pictures all of them
 * @param infinite equal pairs, whose PSNR is infinite: they are counted, and left out of the mean
 */
public record PairMean(double mean, int pictures, int infinite) {
    public static PairMean of(Collection<Double> values) {
        double sum = 0;
        int infinite = 0;
        for (double value : values) {
            if (Double.isInfinite(value)) {
                infinite++;
            } else {
                sum += value;
            }
        }
        return new PairMean(sum / (values.size() - infinite), values.size(), infinite);
    }
}
