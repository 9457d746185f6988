package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/** Names of files: as they are compared and ordered, and which of them are nobody's data. */
final class FileNames {
    /** The order of all names and classes: by the bytes of their UTF-8, the same on every machine. */
    static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /** What operating systems and their servers leave in folders, in small letters; names with a dot before them are hidden anyway. */
    private static final Set<String> OF_SYSTEMS = Set.of(
            "__macosx",
            "thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "@eadir",
            "#recycle",
            "$recycle.bin",
            "system volume information",
            "lost+found");

    private FileNames() {}

    /** The name with its accents composed (NFC): equal for names that look equal, however a system writes them. */
    static String composed(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC)
                ? name
                : Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** Whether a file or folder of this name is passed over in silence. */
    static boolean isNobodys(String name) {
        return name.startsWith(".") || OF_SYSTEMS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The path of a file below a root, with '/', composed; one that this JVM cannot read rightly is refused. */
    static String below(Path root, Path file) {
        String name = root.relativize(file).toString();
        String encoding = System.getProperty("os.name").startsWith("Windows")
                ? StandardCharsets.UTF_8.name() // names come as they are there, whatever the code page
                : System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name());
        requireReadable(root, name, encoding);
        return composed(name.replace(root.getFileSystem().getSeparator(), "/"));
    }

    /**
     * Refuses a name that was not understood: in an encoding that is not UTF-8 different names become one, and labels and order
     * differ from those of other machines.
     *
     * @param encoding that the JVM reads names in
     */
    static void requireReadable(Path root, String name, String encoding) {
        boolean utf8 = encoding.equalsIgnoreCase("UTF-8") || encoding.equalsIgnoreCase("UTF8");
        if (!utf8 && name.chars().anyMatch(c -> c > 127)) {
            throw new BadInput(root + ": the name '" + name
                    + "' in it cannot be read rightly, for Java was started in a" + " locale whose names are "
                    + encoding + "; start it in one of UTF-8, as by LC_ALL=C.UTF-8");
        }
        if (name.indexOf('\uFFFD') >= 0) {
            throw new BadInput(
                    root + ": the name '" + name + "' in it is not UTF-8; give that file or folder another name");
        }
    }
}
