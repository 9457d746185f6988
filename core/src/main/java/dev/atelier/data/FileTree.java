package dev.atelier.data;

import dev.atelier.Counted;
import dev.atelier.media.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All that lies below the root of the data, a folder's or an archive's, before anybody says what it means. What an operating
 * system keeps for itself, hidden files and what Atelier itself wrote are not among it.
 *
 * @param place the folder or the archive
 * @param files named as images or not, each once
 * @param folders all of them, the empty too, by their paths below the root without a slash at the end
 * @param passed what the user must be told of
 * @param remarks sentences about the whole
 */
record FileTree(Path place, List<DataFile> files, Set<String> folders, List<SkippedFile> passed, List<String> remarks) {
    private static final Pattern ARCHIVE =
            Pattern.compile("\\.(zip|tar|tar\\.[gbx]z2?|tgz|7z|rar)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARRAY =
            Pattern.compile("(\\.np[yz]|[.-]idx3-ubyte(\\.gz)?)$", Pattern.CASE_INSENSITIVE);

    FileTree {
        files = List.copyOf(files);
        folders = Set.copyOf(folders);
        passed = List.copyOf(passed);
        remarks = List.copyOf(remarks);
    }

    /** Of whatever lies at {@code place}. */
    static FileTree of(Path place) {
        return Files.isDirectory(place) ? FolderTree.of(place) : ZipTree.of(place);
    }

    boolean isArchive() {
        return !Files.isDirectory(place);
    }

    /** What else lies there, where there are no images: a sentence's end, or nothing. */
    String instead() {
        List<String> others = files.stream().map(DataFile::name).toList();
        Optional<String> packed =
                others.stream().filter(name -> ARCHIVE.matcher(name).find()).findFirst();
        if (packed.isPresent()) {
            return "; unpack " + packed.get() + ", or give it"
                    + (packed.get().endsWith(".zip") ? " itself" : " as a zip");
        }
        Optional<String> array =
                others.stream().filter(name -> ARRAY.matcher(name).find()).findFirst();
        return array.map(name ->
                        "; " + name + " in it is read when it is given " + (isArchive() ? "unpacked" : "itself"))
                .orElseGet(this::first);
    }

    /** What the first file is, as nothing else is to be said of it. */
    private String first() {
        return files.stream()
                .min(Comparator.comparing(DataFile::name, FileNames.BY_BYTES))
                .map(file -> "; of the " + Counted.of(files.size(), "file", "files") + " there the first is "
                        + file.name() + ", " + kind(file))
                .orElse("");
    }

    private static String kind(DataFile file) {
        try (InputStream in = file.stream()) {
            return FileKind.describe(in.readNBytes(FileKind.HEAD));
        } catch (IOException e) {
            return "which cannot be read";
        }
    }

    /** Where something below the root lies, for messages. */
    Path at(String name) {
        return name.isEmpty() ? place : place.resolve(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
    }
}
