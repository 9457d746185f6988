package dev.atelier.networks;

import dev.atelier.BadInput;

/**
 * Which heights and widths a network takes.
 *
 * @param network what it is called in the refusal
 * @param multiple what both must be a multiple of
 * @param least shortest side
 */
record Sides(String network, int multiple, int least) {
    private static final int MOST_CHANNELS = 4;

    /** Refuses other sizes and tells the nearest that it takes. */
    void require(long height, long width) {
        if (!fits(height) || !fits(width)) {
            throw new BadInput(
                    network + " does not take images of " + height + "×" + width + "; allowed: sides of at least "
                            + least + (multiple == 1 ? "" : ", multiples of " + multiple) + "; nearest: "
                            + nearest(height) + "×"
                            + nearest(width));
        }
    }

    private boolean fits(long side) {
        return side >= least && side % multiple == 0;
    }

    private long nearest(long side) {
        long rounded = Math.max(1, Math.round((double) side / multiple)) * multiple;
        long shortest = (least + multiple - 1L) / multiple * multiple;
        return Math.max(shortest, rounded);
    }

    /** Refuses other numbers of channels than images have. */
    static void requireChannels(String network, int least, int... channels) {
        for (int each : channels) {
            if (each < least || each > MOST_CHANNELS) {
                throw new BadInput(network + " does not take images of " + each + " channels; allowed: " + least
                        + " to " + MOST_CHANNELS);
            }
        }
    }

    /** Refuses a number of filters, blocks or units below 1. */
    static void requirePositive(String network, String what, int number) {
        if (number < 1) {
            throw new BadInput(network + " cannot have " + number + " " + what + "; allowed: at least 1");
        }
    }
}
