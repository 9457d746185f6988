package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.DrawnSheet;
import dev.atelier.media.ImageFiles;
import dev.atelier.media.Upright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Goes through a folder once; links are followed, those that lead nowhere are told. */
final class FolderTree extends SimpleFileVisitor<Path> {
    private static final List<List<String>> OWN = List.of(
            List.of("recipe.yaml", "receipt.json"), // a run
            List.of("tune.json", "base.yaml")); // a search

    private final Path root;
    private final List<DataFile> files = new ArrayList<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private final List<SkippedFile> passed = new ArrayList<>();
    private final Map<String, Path> seen = new HashMap<>();

    private FolderTree(Path root) {
        this.root = root;
    }

    private record InFolder(String name, Path place) implements DataFile {
        @Override
        public InputStream stream() throws IOException {
            return Files.newInputStream(place);
        }

        @Override
        public Upright upright() {
            return ImageFiles.upright(place);
        }
    }

    static FileTree of(Path root) {
        if (isOwn(root)) {
            throw new BadInput(root + ": Atelier wrote this folder; it is a run or a search, not data");
        }
        FolderTree walk = new FolderTree(root);
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw new BadInput(root + ": cannot be read: " + FailureReason.of(e), e);
        }
        walk.passed.sort((a, b) -> FileNames.BY_BYTES.compare(a.name(), b.name()));
        return new FileTree(root, walk.files, walk.folders, walk.passed, List.of());
    }

    /** Whether a run or a search is kept here, told by its files. */
    static boolean isOwn(Path folder) {
        return isOwn(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** The same of a folder in which {@code has} finds files by their names. */
    static boolean isOwn(Predicate<String> has) {
        return OWN.stream().anyMatch(names -> names.stream().allMatch(has));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(root)) {
            return FileVisitResult.CONTINUE;
        }
        if (FileNames.isNobodys(lastName(folder))) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        String name = name(folder);
        if (isOwn(folder)) {
            passed.add(new SkippedFile(SkippedFile.Kind.OWN_FOLDER, name));
            return FileVisitResult.SKIP_SUBTREE;
        }
        folders.add(name);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (FileNames.isNobodys(lastName(file))) {
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isSymbolicLink()) { // links are followed, so this one could not be
            passed.add(new SkippedFile(SkippedFile.Kind.DEAD_LINK, name(file) + " → " + Files.readSymbolicLink(file)));
        } else if (attributes.isRegularFile()) {
            String name = name(file);
            if (DrawnSheet.isNamedSo(file) && DrawnSheet.is(file)) {
                passed.add(new SkippedFile(SkippedFile.Kind.OWN_SHEET, name));
            } else {
                files.add(new InFolder(name, file));
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        throw new BadInput(file + ": cannot be read: " + FailureReason.of(e), e);
    }

    private static String lastName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private String name(Path path) {
        String name = FileNames.below(root, path);
        Path other = seen.putIfAbsent(name, path);
        if (other != null) {
            throw new BadInput(
                    root + ": '" + name + "' is there twice, its accents composed in one name and apart in the"
                            + " other; they look the same, so rename or join them");
        }
        return name;
    }
}
