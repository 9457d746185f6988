package dev.atelier.media;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places of Exif and XMP in a JPEG (APP1 segments), a PNG (eXIf and iTXt chunks), a WebP (EXIF and XMP chunks) or a TIFF
 * (which is Exif's form itself). What is not there or broken is not found; nothing here is an error.
 */
final class Metadata {
    private static final Pattern XMP_ORIENTATION = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");
    private static final byte[] PNG = latin("\u0089PNG\r\n\u001A\n");
    private static final byte[] RIFF = latin("RIFF");
    private static final byte[] WEBP = latin("WEBP");
    private static final byte[] EXIF_HEAD = latin("Exif\0\0");
    private static final byte[] XMP_HEAD = latin("http://ns.adobe.com/xap/1.0/\0");
    private static final byte[] PNG_XMP_HEAD = latin("XML:com.adobe.xmp\0");

    private final byte[] file;
    private Optional<TiffTags> exif = Optional.empty();
    private Optional<int[]> xmp = Optional.empty();

    private Metadata(byte[] file) {
        this.file = file;
    }

    static Metadata of(byte[] file) {
        Metadata found = new Metadata(file);
        if (found.has(0, latin("\u00FF\u00D8"))) {
            found.jpeg();
        } else if (found.has(0, PNG)) {
            found.png();
        } else if (found.has(0, RIFF) && found.has(8, WEBP)) {
            found.webp();
        } else {
            found.exif = TiffTags.of(file, 0, file.length);
            found.xmp = found.exif.flatMap(tags -> tags.range(TiffTags.XMP));
        }
        return found;
    }

    /** The tags of Exif's first directory, or those of a TIFF. */
    Optional<TiffTags> exif() {
        return exif;
    }

    Optional<Integer> xmpOrientation() {
        return xmp.map(at -> new String(file, at[0], at[1] - at[0], StandardCharsets.UTF_8))
                .map(XMP_ORIENTATION::matcher)
                .filter(Matcher::find)
                .map(match -> Integer.parseInt(match.group(1)));
    }

    private void jpeg() {
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
            int marker = file[at + 1] & 0xFF;
            if (marker == 0xFF) { // filling
                at++;
                continue;
            }
            int end = at + 2 + ((file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF);
            if (marker == 0xDA || marker == 0xD9 || end < at + 4 || end > file.length) {
                return;
            }
            if (marker == 0xE1 && has(at + 4, EXIF_HEAD)) {
                exif(at + 4, end);
            } else if (marker == 0xE1 && has(at + 4, XMP_HEAD)) {
                xmp(at + 4 + XMP_HEAD.length, end);
            }
            at = end;
        }
    }

    private void png() {
        long at = PNG.length;
        while (at + 12 <= file.length) {
            int start = (int) at + 8;
            long end = start + (big(start - 8) & 0xFFFFFFFFL);
            if (end + 4 > file.length) {
                return;
            }
            if (has(start - 4, latin("eXIf"))) {
                exif(start, (int) end);
            } else if (has(start - 4, latin("iTXt")) && has(start, PNG_XMP_HEAD)) {
                xmp(start + PNG_XMP_HEAD.length, (int) end);
            }
            at = end + 4;
        }
    }

    private void webp() {
        long at = 12;
        while (at + 8 <= file.length) {
            int start = (int) at + 8;
            long length = Integer.reverseBytes(big(start - 4)) & 0xFFFFFFFFL;
            if (start + length > file.length) {
                return;
            }
            if (has(start - 8, latin("EXIF"))) {
                exif(start, (int) (start + length));
            } else if (has(start - 8, latin("XMP "))) {
                xmp(start, (int) (start + length));
            }
            at = start + length + (length & 1);
        }
    }

    /** The first one holds; some writers put JPEG's head before it in other kinds of files too. */
    private void exif(int start, int end) {
        if (exif.isEmpty()) {
            exif = TiffTags.of(file, has(start, EXIF_HEAD) ? start + EXIF_HEAD.length : start, end);
        }
    }

    private void xmp(int start, int end) {
        if (xmp.isEmpty() && start < end) {
            xmp = Optional.of(new int[] {start, end});
        }
    }

    private boolean has(int at, byte[] wanted) {
        if (at + wanted.length > file.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (file[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private int big(int at) {
        return (file[at] & 0xFF) << 24 | (file[at + 1] & 0xFF) << 16 | (file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
