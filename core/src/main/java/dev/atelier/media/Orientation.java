package dev.atelier.media;

/**
 * How a picture lies in its file: 1 upright, 2 mirrored, 3 upside down, 4 both; 5 to 8 are those with rows and columns exchanged
 * (Exif 2.32, tag 274; TIFF 6.0, section 8).
 */
record Orientation(int tag) {
    private static final int UPRIGHT = 1;

    /** By the file's metadata: Exif's word first, then XMP's, as Pillow does; what is missing, broken or unknown is upright. */
    static Orientation of(byte[] file) {
        Metadata metadata = Metadata.of(file);
        int found = metadata.exif()
                .flatMap(tags -> tags.first(TiffTags.ORIENTATION))
                .or(metadata::xmpOrientation)
                .orElse(UPRIGHT);
        return new Orientation(found >= UPRIGHT && found <= 8 ? found : UPRIGHT);
    }

    Upright upright(Image stored) {
        return tag == UPRIGHT ? Upright.asStored(stored) : new Upright(turned(stored), true);
    }

    private Image turned(Image stored) {
        boolean fromRight = tag == 2 || tag == 3 || tag == 7 || tag == 8;
        boolean fromBelow = tag == 3 || tag == 4 || tag == 6 || tag == 7;
        return new Turn(fromRight, fromBelow, tag >= 5).of(stored);
    }
}
