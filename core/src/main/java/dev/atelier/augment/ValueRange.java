package dev.atelier.augment;

/** The values from black to white in which the images come. Where a paper says 0 for images in [−1, 1], the middle is meant. */
record ValueRange(double low, double high) {
    ValueRange {
        if (!(low < high && Double.isFinite(high - low))) {
            throw new IllegalArgumentException("the images' range must go up, got " + low + " to " + high);
        }
    }

    /** Mid-grey. */
    double middle() {
        return low + half();
    }

    /** What is 1 in [−1, 1]. */
    double half() {
        return (high - low) / 2;
    }
}
