package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder in an order that is the same on every machine: by the bytes of their UTF-8 path below the folder,
 * written with '/'. Images right in the folder are unlabelled. If they lie in sub-folders (at any depth), each sub-folder is a
 * class, and the classes are numbered in the order of their names' bytes. Both together are refused: which it should be cannot
 * be told. Passed over, with a notice: files that are not named as images, and sub-folders without images. Passed over in
 * silence: names that begin with a dot.
 *
 * @param labels null where there are none
 */
record FolderListing(
        Path root,
        List<Path> files,
        List<String> names,
        int @Nullable [] labels,
        List<String> classNames,
        List<String> notices) {
    static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /** Whether the sub-folders are exactly {@code train} and {@code test}. */
    static boolean isSplit(Path root) {
        return children(root).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .sorted()
                .toList()
                .equals(List.of("test", "train"));
    }

    /**
     * @param known absolute paths of files that have another use: they are not told of as passed over
     */
    static FolderListing of(Path root, Set<Path> known) {
        List<Path> children = children(root);
        List<Path> flat = children.stream()
                .filter(Files::isRegularFile)
                .filter(ImageFiles::isImageName)
                .toList();
        long passedOver = others(children, known);
        List<Path> classFolders = new ArrayList<>();
        List<Path> files = new ArrayList<>(flat);
        List<String> empty = new ArrayList<>();
        for (Path folder : children.stream().filter(Files::isDirectory).toList()) {
            List<Path> below = below(folder);
            List<Path> images = below.stream().filter(ImageFiles::isImageName).toList();
            passedOver += others(below, known);
            files.addAll(images);
            if (images.isEmpty()) {
                empty.add(folder.getFileName().toString());
            } else {
                classFolders.add(folder);
            }
        }
        if (files.isEmpty()) {
            throw new BadInput(
                    root + ": no images in this folder; known are PNG, JPEG, BMP, GIF, TIFF, WebP by their names");
        }
        if (!flat.isEmpty() && !classFolders.isEmpty()) {
            throw new BadInput(root + ": images both in it (" + flat.get(0).getFileName() + ") and in its sub-folders ("
                    + classFolders.get(0).getFileName()
                    + "); either all without classes or one sub-folder for each class");
        }
        return sorted(root, files, classFolders, notices(root, passedOver, empty));
    }

    private static long others(List<Path> files, Set<Path> known) {
        return files.stream()
                .filter(Files::isRegularFile)
                .filter(file -> !ImageFiles.isImageName(file))
                .filter(file -> !known.contains(file.toAbsolutePath().normalize()))
                .count();
    }

    private static FolderListing sorted(Path root, List<Path> files, List<Path> classFolders, List<String> notices) {
        record Named(String name, Path file) {}
        List<Named> order = files.stream()
                .map(file -> new Named(name(root, file), file))
                .sorted(Comparator.comparing(Named::name, BY_BYTES))
                .toList();
        List<String> names = order.stream().map(Named::name).toList();
        List<String> classes = classFolders.stream()
                .map(folder -> folder.getFileName().toString())
                .sorted(BY_BYTES)
                .toList();
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        int @Nullable [] labels = null;
        if (!classes.isEmpty()) {
            labels = names.stream()
                    .mapToInt(name -> numbers.getOrDefault(name.substring(0, name.indexOf('/')), -1))
                    .toArray();
        }
        return new FolderListing(root, order.stream().map(Named::file).toList(), names, labels, classes, notices);
    }

    private static List<String> notices(Path root, long passedOver, List<String> empty) {
        List<String> notices = new ArrayList<>();
        if (passedOver > 0) {
            notices.add(root + ": " + passedOver + (passedOver == 1 ? " file that is" : " files that are")
                    + " not named as images passed over");
        }
        if (!empty.isEmpty()) {
            notices.add(root + ": " + empty.size() + (empty.size() == 1 ? " sub-folder" : " sub-folders")
                    + " without images passed over (" + empty.get(0) + (empty.size() > 1 ? ", …)" : ")"));
        }
        return notices;
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    private static List<Path> children(Path root) {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(FolderListing::isVisible).sorted().toList();
        } catch (IOException e) {
            throw new BadInput(root + ": cannot be read: " + Reasons.of(e), e);
        } catch (UncheckedIOException e) {
            throw new BadInput(root + ": cannot be read: " + Reasons.of(e), e);
        }
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> visibleBelow(folder, file))
                    .toList();
        } catch (IOException e) {
            throw new BadInput(folder + ": cannot be read: " + Reasons.of(e), e);
        } catch (UncheckedIOException e) {
            throw new BadInput(folder + ": cannot be read: " + Reasons.of(e), e);
        }
    }

    private static boolean visibleBelow(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(Path path) {
        return !path.getFileName().toString().startsWith(".");
    }
}
