package dev.atelier.run;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Folders that are there whole or not at all. A draft beside the place is filled and renamed; making the draft is one step of the file
 * system, so that of several processes that want a name at the same moment one has it.
 */
public final class FreshFolder {
    /** Fills a draft. */
    public interface Contents {
        void write(Path draft) throws IOException;
    }

    private FreshFolder() {}

    /** At a place that somebody chose: free, or an empty folder. A draft that a kill has left there is swept. */
    public static void at(Path root, Contents contents) throws IOException {
        Path draft = draft(root);
        Files.createDirectories(draft.getParent());
        new RunDirectory(draft).delete();
        Files.createDirectory(draft);
        fill(root, draft, contents);
    }

    /**
     * Under the first name that nobody has: {@code <name>-<yyyyMMdd-HHmmss>}, then the same with -2, -3 and so on. Returns the place.
     */
    public static Path under(Path parent, String name, LocalDateTime now, Contents contents) throws IOException {
        String stem = name + "-" + now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        Files.createDirectories(parent);
        for (int i = 1; true; i++) {
            Path root = parent.resolve(i == 1 ? stem : stem + "-" + i);
            Path draft = draft(root);
            try {
                Files.createDirectory(draft); // from here on the name is ours
            } catch (FileAlreadyExistsException theirs) {
                continue;
            }
            if (Files.exists(root)) {
                Files.delete(draft);
            } else {
                fill(root, draft, contents);
                return root;
            }
        }
    }

    private static void fill(Path root, Path draft, Contents contents) throws IOException {
        try {
            contents.write(draft);
            Files.deleteIfExists(root);
            Files.move(draft, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            new RunDirectory(draft).delete();
            throw e;
        }
    }

    private static Path draft(Path root) {
        Path absolute = root.toAbsolutePath();
        Path name = absolute.getFileName();
        if (name == null) {
            throw new BadInput(root + " cannot be a new folder; give another");
        }
        return absolute.resolveSibling("." + name + ".tmp");
    }
}
