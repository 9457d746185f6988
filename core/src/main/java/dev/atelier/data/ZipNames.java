package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * What the names in a zip are. One with the mark of UTF-8 (APPNOTE 6.3, 4.4.4, bit 11, or the Unicode extra field) is certain; one
 * without that is more than ASCII is read as UTF-8 where its bytes can be, else in the code page 437 of the format's beginnings, and
 * both are told.
 */
final class ZipNames {
    private final Path archive;
    private final List<String> asUtf8 = new ArrayList<>();
    private final List<String> asCodePage = new ArrayList<>();

    ZipNames(Path archive) {
        this.archive = archive;
    }

    /** The entry's path, with '/', composed, without a slash at its end; one that leads out of the archive is refused. */
    String of(ZipArchiveEntry entry) {
        String name = text(entry);
        if (name.indexOf('\\') >= 0 && name.indexOf('/') < 0) {
            name = name.replace('\\', '/'); // an old Windows program's
        }
        requireInside(name);
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        return FileNames.composed(name.replaceAll("/+", "/").replaceAll("/$", ""));
    }

    private String text(ZipArchiveEntry entry) {
        byte[] raw = entry.getRawName();
        boolean marked = entry.getGeneralPurposeBit().usesUTF8ForNames()
                || entry.getNameSource() == ZipArchiveEntry.NameSource.UNICODE_EXTRA_FIELD;
        if (marked || raw == null || isAscii(raw)) {
            return entry.getName();
        }
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
            asUtf8.add(name);
            return name;
        } catch (CharacterCodingException notUtf8) {
            String name = new String(raw, Charset.forName("IBM437"));
            asCodePage.add(name);
            return name;
        }
    }

    private static boolean isAscii(byte[] raw) {
        for (byte b : raw) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private void requireInside(String name) {
        boolean out = name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*");
        for (String part : name.split("/")) {
            out |= part.equals("..");
        }
        if (out) {
            throw new BadInput(
                    archive + ": the entry '" + name + "' leads out of the archive; such archives are not read");
        }
        if (name.indexOf('\0') >= 0 || !canBeCalled(name)) {
            throw new BadInput(archive + ": the entry '" + name
                    + "' has a name that no file can have here; where names are "
                    + System.getProperty("sun.jnu.encoding") + ", a locale of UTF-8 may help, as LC_ALL=C.UTF-8");
        }
    }

    private boolean canBeCalled(String name) {
        try {
            return archive.resolve(name).getNameCount() > 0;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** What was not certain. */
    List<String> notices() {
        List<String> notices = new ArrayList<>();
        add(notices, asUtf8, "UTF-8, which their bytes are");
        add(notices, asCodePage, "code page 437, the oldest that zip knows; class names may be wrong");
        return notices;
    }

    private void add(List<String> notices, List<String> names, String as) {
        if (!names.isEmpty()) {
            notices.add(archive + ": " + Plural.of(names.size(), "name", "names")
                    + " beyond ASCII without a mark of their encoding (" + names.get(0) + "), read as " + as);
        }
    }
}
