package dev.atelier.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Pages that Atelier draws of several pictures, contact sheets and grids: they say so in a text of their PNG, so that nobody takes
 * one for data, wherever it lies and whatever it is called.
 */
public final class DrawnSheet {
    private static final String KEYWORD = "Atelier";
    private static final String VALUE = "sheet";
    /** So many first bytes tell: the texts come right after the header, and nobody's are longer. */
    public static final int HEAD = 2048;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] MARK = (KEYWORD + "\0" + VALUE).getBytes(StandardCharsets.ISO_8859_1);
    // contact sheets as they were written before there was a mark: no other picture had this text
    private static final byte[] OLD_MARK = "Software\0Atelier".getBytes(StandardCharsets.ISO_8859_1);

    private DrawnSheet() {}

    /** The texts of a picture, to which is added that it is a sheet. */
    public static Map<String, String> text(Map<String, String> text) {
        Map<String, String> all = new LinkedHashMap<>(text);
        all.put(KEYWORD, VALUE);
        return all;
    }

    /** Whether a file of this name can be one: it need not be looked into otherwise. */
    public static boolean isNamedSo(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".png");
    }

    /** Whether a file is one; it is not if it cannot be read. */
    public static boolean is(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return is(in.readNBytes(HEAD));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a file that begins so is one. */
    public static boolean is(byte[] head) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        if (head.length < SIGNATURE.length || !startsWith(bytes, SIGNATURE)) {
            return false;
        }
        bytes.position(SIGNATURE.length);
        while (bytes.remaining() >= 12) {
            int length = bytes.getInt();
            int type = bytes.getInt();
            if (type == 0x49444154 || length < 0 || length > bytes.remaining()) { // IDAT: the texts are over
                return false;
            }
            if (type == 0x74455874) { // tEXt
                ByteBuffer text = bytes.slice(bytes.position(), length);
                if (text.equals(ByteBuffer.wrap(MARK)) || text.equals(ByteBuffer.wrap(OLD_MARK))) {
                    return true;
                }
            }
            bytes.position(bytes.position() + length);
            if (bytes.remaining() < 4) {
                return false;
            }
            bytes.position(bytes.position() + 4); // the checksum
        }
        return false;
    }

    private static boolean startsWith(ByteBuffer bytes, byte[] start) {
        return bytes.slice(0, start.length).equals(ByteBuffer.wrap(start));
    }
}
