package dev.atelier.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a file is, told by its first bytes and said in plain words, with its article: {@code a web page (HTML)}, {@code a zip
 * archive}. For refusals: whoever gave a file of the wrong kind learns what it is. The words say nothing of the rest of the
 * file, which may be damaged.
 */
public final class FileKind {
    /** So many first bytes tell all kinds; fewer are looked at as they are. */
    public static final int HEAD = 1024;

    private static final String UNKNOWN = "a file of unknown kind";

    private static final List<Mark> MARKS = List.of(
            mark("a PNG picture", 0, "\u0089PNG\r\n\u001A\n"),
            mark("a JPEG picture", 0, "\u00FF\u00D8\u00FF"),
            mark("a GIF picture", 0, "GIF87a"),
            mark("a GIF picture", 0, "GIF89a"),
            mark("a TIFF picture", 0, "II*\0"),
            mark("a TIFF picture", 0, "MM\0*"),
            mark("a BigTIFF picture", 0, "II+\0"),
            mark("a BigTIFF picture", 0, "MM\0+"),
            mark("a WebP picture", 8, "WEBP"),
            mark("a JPEG XL picture", 0, "\u00FF\n"),
            mark("a JPEG XL picture", 0, "\0\0\0\fJXL \r\n\u0087\n"),
            mark("a JPEG 2000 picture", 0, "\0\0\0\fjP  \r\n\u0087\n"),
            mark("a JPEG 2000 picture", 0, "\u00FFO\u00FFQ"),
            mark("an AVIF picture", 4, "ftypavif"),
            mark("an AVIF picture", 4, "ftypavis"),
            mark("a HEIC picture", 4, "ftyphei"),
            mark("a HEIC picture", 4, "ftyphev"),
            mark("a HEIC picture", 4, "ftypmif1"),
            mark("a HEIC picture", 4, "ftypmsf1"),
            mark("a QuickTime video", 4, "ftypqt"),
            mark("an MP4 video", 4, "ftyp"),
            mark("a QuickTime video", 4, "moov"),
            mark("a Matroska or WebM video", 0, "\u001AE\u00DF\u00A3"),
            mark("an AVI video", 8, "AVI "),
            mark("a WAV sound", 8, "WAVE"),
            mark("an MP3 sound", 0, "ID3"),
            mark("an Ogg stream", 0, "OggS"),
            mark("a Photoshop document", 0, "8BPS"),
            mark("an OpenEXR picture", 0, "v/1\u0001"),
            mark("a Radiance HDR picture", 0, "#?RADIANCE"),
            mark("a Windows icon", 0, "\0\0\u0001\0"),
            mark("a PDF document", 0, "%PDF-"),
            mark("a PostScript document", 0, "%!PS"),
            mark("a zip archive", 0, "PK\u0003\u0004"),
            mark("an empty zip archive", 0, "PK\u0005\u0006"),
            mark("a gzip archive", 0, "\u001F\u008B"),
            mark("a bzip2 archive", 0, "BZh"),
            mark("an xz archive", 0, "\u00FD7zXZ\0"),
            mark("a Zstandard archive", 0, "(\u00B5/\u00FD"),
            mark("a 7-Zip archive", 0, "7z\u00BC\u00AF'\u001C"),
            mark("a RAR archive", 0, "Rar!\u001A\u0007"),
            mark("a tar archive", 257, "ustar"),
            mark("a NumPy array", 0, "\u0093NUMPY"),
            mark("an HDF5 file", 0, "\u0089HDF\r\n\u001A\n"),
            mark("a Parquet table", 0, "PAR1"),
            mark("an SQLite data base", 0, "SQLite format 3\0"),
            mark("an IDX file", 0, "\0\0\b\u0001"),
            mark("an IDX file", 0, "\0\0\b\u0003"),
            mark("a pickled Python object", 0, "\u0080\u0002"),
            mark("a pickled Python object", 0, "\u0080\u0003"),
            mark("a pickled Python object", 0, "\u0080\u0004"),
            mark("a pickled Python object", 0, "\u0080\u0005"),
            mark("a Git LFS pointer, in place of a file that was never fetched", 0, "version https://git-lfs"),
            mark("a picture of plain numbers (PNM)", 0, "P5\n"),
            mark("a picture of plain numbers (PNM)", 0, "P6\n"),
            mark("a program", 0, "\u007FELF"),
            mark("a program", 0, "MZ"));

    private FileKind() {}

    /**
     * What a file that begins so is.
     *
     * @param head the first {@link #HEAD} bytes or more, or the whole file where it is shorter
     */
    public static String describe(byte[] head) {
        if (head.length == 0) {
            return "an empty file";
        }
        for (Mark mark : MARKS) {
            if (mark.fits(head)) {
                return mark.kind;
            }
        }
        if (isBmp(head)) {
            return "a BMP picture";
        }
        return isZeros(head) ? "a file that begins with zeros" : text(head);
    }

    /** The same of a file; where it is no file, or cannot be opened, the error says so. */
    public static String describe(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return describe(in.readNBytes(HEAD));
        }
    }

    /** Two letters alone begin many a text: the size of the header must be one of those that exist. */
    private static boolean isBmp(byte[] head) {
        return head.length >= 18
                && head[0] == 'B'
                && head[1] == 'M'
                && (head[14] == 12 || head[14] >= 40 && head[14] <= 124)
                && head[15] == 0
                && head[16] == 0
                && head[17] == 0;
    }

    private static boolean isZeros(byte[] head) {
        for (byte b : head) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] head) {
        String text = decoded(head);
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f')) {
            return UNKNOWN;
        }
        String start = text.strip().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html") || start.contains("<html")) {
            return "a web page (HTML)";
        }
        if (start.startsWith("<svg") || start.startsWith("<") && start.contains("<svg")) {
            return "an SVG drawing";
        }
        if (start.startsWith("<?xml")) {
            return "an XML document";
        }
        if (Stream.of("<head", "<body", "<title", "<script").anyMatch(start::startsWith)) {
            return "a web page (HTML)";
        }
        return start.startsWith("{") || start.startsWith("[") ? "text (JSON, it seems)" : "text";
    }

    /** As UTF-8 or, with its mark, UTF-16; empty where it is neither. */
    private static String decoded(byte[] head) {
        if (head.length >= 2
                && (head[0] == (byte) 0xFF && head[1] == (byte) 0xFE || head[0] == (byte) 0xFE && head[1] == -1)) {
            return new String(head, StandardCharsets.UTF_16).replace("\uFEFF", "");
        }
        for (int cut = 0; cut < 4 && cut < head.length; cut++) { // the head may end within a character
            try {
                ByteBuffer bytes = ByteBuffer.wrap(head, 0, head.length - cut);
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(bytes)
                        .toString()
                        .replace("\uFEFF", "");
            } catch (CharacterCodingException e) {
                continue;
            }
        }
        return "";
    }

    private static Mark mark(String kind, int offset, String bytes) {
        return new Mark(kind, offset, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private record Mark(String kind, int offset, byte[] bytes) {
        boolean fits(byte[] head) {
            if (head.length < offset + bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (head[offset + i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
