package dev.atelier.media;

/**
 * A picture the right way up.
 *
 * @param turned whether it is stored in another way, which its file says in an orientation tag (Exif 2.32, tag 274): turned by
 *     quarters, mirrored, or both
 */
public record Upright(Image image, boolean turned) {
    /** A picture whose place knows no orientation. */
    public static Upright asStored(Image image) {
        return new Upright(image, false);
    }
}
