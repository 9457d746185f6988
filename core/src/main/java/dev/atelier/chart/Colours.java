package dev.atelier.chart;

/** Colours as 0xRRGGBB, chosen so that nobody who sees fewer colours than most confuses two of them. */
final class Colours {
    static final int INK = 0x222222;
    static final int SOFT = 0x4b5563;
    static final int GRID = 0xe4e4e4;
    static final int FRAME = 0xc0c0c0;
    static final int PALE = 0xb0b0b0;
    static final int PAPER = 0xffffff;

    /** Okabe and Ito (2008), without black and yellow, which are faint or mean text on white. */
    private static final int[] LINES = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9};

    /** Viridis (Smith and van der Walt 2015) at ninths, dark to bright. */
    private static final int[] VIRIDIS = {
        0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6dcd59, 0xb4de2c, 0xf0e442
    };

    private Colours() {}

    /** Of the line that comes at a place, counted from 0. */
    static int line(int place) {
        return LINES[Math.floorMod(place, LINES.length)];
    }

    /** From 0, dark, to 1, bright. */
    static int viridis(double share) {
        double place = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
        int below = Math.min(VIRIDIS.length - 2, (int) place);
        return mix(VIRIDIS[below], VIRIDIS[below + 1], place - below);
    }

    /** The first colour with a share of the second in it. */
    static int mix(int a, int b, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = a >> shift & 0xff;
            int to = b >> shift & 0xff;
            mixed |= (int) Math.round(from + share * (to - from)) << shift;
        }
        return mixed;
    }
}
