package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images of one split in an order that is the same on every machine: by the bytes of their UTF-8 path below its folder,
 * written with '/', accents composed. Images right in the folder are unlabelled. If they lie in sub-folders (at any depth), each
 * sub-folder is a class, and the classes are numbered in the order of their names' bytes. Both together are refused: which it
 * should be cannot be told.
 *
 * @param root the split's folder
 * @param prefix what stands before {@code names} below the root of the data
 * @param labels null where there are none
 */
record FolderListing(
        Path root,
        String prefix,
        List<DataFile> files,
        List<String> names,
        int @Nullable [] labels,
        List<String> classNames,
        List<String> notices) {

    /**
     * @param known absolute paths of files that have another use: they are not told of as passed over
     * @param whole whether to tell also of what lies outside of all splits
     */
    static FolderListing of(FileTree tree, Layout layout, Split split, Set<Path> known, boolean whole) {
        String prefix = layout.folder(tree, split);
        Path root = tree.at(prefix);
        Level level = Level.at(tree, prefix);
        if (level.flat().isEmpty() && level.full().isEmpty()) {
            throw new BadInput(root + ": no images in this folder");
        }
        if (!level.flat().isEmpty() && !level.full().isEmpty()) {
            String flat = level.flat().get(0).name().substring(prefix.length());
            throw new BadInput(root + ": images both in it (" + flat + ") and in its sub-folders ("
                    + level.full().get(0) + "); either all without classes or one sub-folder for each class");
        }
        return sorted(root, prefix, tree.files(), level, notices(tree, layout, prefix, level, known, whole));
    }

    private static FolderListing sorted(
            Path root, String prefix, List<DataFile> all, Level level, List<String> notices) {
        List<DataFile> files = all.stream()
                .filter(file -> file.isNamedAsImage() && file.name().startsWith(prefix))
                .sorted(Comparator.comparing(DataFile::name, FileNames.BY_BYTES))
                .toList();
        List<String> names = files.stream()
                .map(file -> file.name().substring(prefix.length()))
                .toList();
        Map<String, Integer> numbers = new HashMap<>();
        level.full().forEach(name -> numbers.put(name, numbers.size()));
        int @Nullable [] labels = null;
        if (!numbers.isEmpty()) {
            labels = names.stream()
                    .mapToInt(name -> numbers.getOrDefault(name.substring(0, name.indexOf('/')), -1))
                    .toArray();
        }
        return new FolderListing(root, prefix, files, names, labels, level.full(), notices);
    }

    /** The same with the labels of these names, among which all its classes are. */
    FolderListing numberedBy(Vocabulary classes) {
        return labels == null || classNames.equals(classes.names())
                ? this
                : new FolderListing(
                        root, prefix, files, names, classes.renumbered(labels, classNames), classes.names(), notices);
    }

    FolderListing withNotices(List<String> more) {
        List<String> all = new ArrayList<>(notices);
        all.addAll(more);
        return new FolderListing(root, prefix, files, names, labels, classNames, all);
    }

    private static List<String> notices(
            FileTree tree, Layout layout, String prefix, Level level, Set<Path> known, boolean whole) {
        List<SkippedFile> here = new ArrayList<>();
        List<SkippedFile> outside = new ArrayList<>();
        tree.files().stream()
                .filter(file -> !file.isNamedAsImage()
                        && !known.contains(file.place().toAbsolutePath().normalize()))
                .forEach(file -> (file.name().startsWith(prefix) ? here : outside)
                        .add(new SkippedFile(SkippedFile.Kind.NO_IMAGE, file.name())));
        level.empty().forEach(folder -> here.add(new SkippedFile(SkippedFile.Kind.EMPTY, prefix + folder)));
        tree.passed().forEach(each -> (each.name().startsWith(prefix) ? here : outside).add(each));
        List<String> notices = new ArrayList<>();
        if (whole) {
            notices.addAll(layout.notices());
            tree.folders().stream()
                    .filter(folder -> folder.indexOf('/') < 0
                            && !prefix.startsWith(folder + "/")
                            && Layout.isEmpty(tree, folder + "/"))
                    .sorted(FileNames.BY_BYTES)
                    .forEach(folder -> {
                        if (!prefix.isEmpty()) {
                            outside.add(new SkippedFile(SkippedFile.Kind.EMPTY, folder));
                        }
                    });
            outside.removeIf(each -> layout.isOfASplit(each.name()));
            notices.addAll(SkippedFile.notices(tree.place().toString(), outside));
        }
        notices.addAll(SkippedFile.notices(tree.at(prefix).toString(), named(here, prefix)));
        return notices;
    }

    /** By their paths below the split. */
    private static List<SkippedFile> named(List<SkippedFile> all, String prefix) {
        return all.stream()
                .map(each -> new SkippedFile(each.kind(), each.name().substring(prefix.length())))
                .toList();
    }
}
