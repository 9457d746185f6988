package dev.atelier.data;

import dev.atelier.BadInput;

/**
 * Which photographs somebody needs in two sizes.
 *
 * @param asker how the one is called that asks, for messages, as in "srgan"
 * @param source a folder or a zip of pictures, or of HR and LR
 * @param channels 1 or 3; 0: as in the data, without transparency
 * @param scale how many times as large the large pictures are
 * @param family what stays on one side where a tenth is held out
 * @param crop side of a piece of the large pictures in pixels, a multiple of the scale
 */
public record PhotoRequest(String asker, String source, int channels, int scale, Family family, int crop) {
    public PhotoRequest {
        if (channels != 0 && channels != 1 && channels != 3) {
            throw new BadInput(asker + ": channels " + channels + "; allowed: 1 or 3, or 0 for as in the data");
        }
        if (scale < 2 || crop < scale || crop % scale != 0) {
            throw new BadInput(asker + ": pieces of " + crop + " pixels at ×" + scale + "; allowed: ×2 or more, and a"
                    + " multiple of it, as " + Math.max(1, (crop + scale / 2) / Math.max(1, scale)) * scale);
        }
    }
}
