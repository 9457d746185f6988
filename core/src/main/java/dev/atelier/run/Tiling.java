package dev.atelier.run;

import java.util.OptionalInt;

/**
 * Whether large pictures are worked on in tiles.
 *
 * @param side of a tile; empty for one that fits into the memory, or none
 * @param never whether a picture is worked on as a whole, and refused where the memory is too small for that
 */
public record Tiling(OptionalInt side, boolean never) {
    public static final Tiling AUTO = new Tiling(OptionalInt.empty(), false);
    public static final Tiling OFF = new Tiling(OptionalInt.empty(), true);

    /** As {@code --tile} says: {@code auto}, {@code off} or a side in pixels. */
    public static Tiling of(String text) {
        if (text.equals("auto")) {
            return AUTO;
        } else if (text.equals("off")) {
            return OFF;
        }
        return new Tiling(OptionalInt.of(InputSize.whole("--tile", text, "auto, off")), false);
    }
}
