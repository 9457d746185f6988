package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the folders of the data mean. A folder that is alone is gone into. Folders that are called as splits ({@link SplitName})
 * are the splits, and nothing else may lie beside them; any others are classes. A validation split stands in for a test split
 * that is not there, else it is held out: neither trained on nor judged by. What cannot be told for certain is refused.
 *
 * @param splits the folder of each, as in "" or "photos/train/"
 * @param heldOut folders that are no part of any split
 * @param notices what was decided that is not plain from the names alone
 */
record Layout(Map<Split, String> splits, List<String> heldOut, List<String> notices) {
    Layout {
        splits = new EnumMap<>(splits);
        heldOut = List.copyOf(heldOut);
        notices = List.copyOf(notices);
    }

    static Layout of(FileTree tree) {
        List<String> notices = new ArrayList<>(tree.remarks());
        String root = innermost(tree, notices);
        Level level = Level.at(tree, root);
        if (level.flat().isEmpty() && level.full().isEmpty()) {
            throw new BadInput(tree.place() + ": no images in this " + (tree.isArchive() ? "archive" : "folder")
                    + "; known are PNG, JPEG, BMP, GIF, TIFF, WebP by their names" + tree.instead());
        }
        Map<SplitName, String> named = named(tree, root, level);
        Layout layout = named.isEmpty()
                ? new Layout(Map.of(Split.TRAIN, root), List.of(), notices)
                : ofSplits(tree, root, named, notices);
        layout.refuseHiddenSplits(tree);
        return layout;
    }

    /** Whether train and test are told apart. */
    boolean isSplit() {
        return splits.size() > 1 || !splits.containsKey(Split.TRAIN) || !heldOut.isEmpty();
    }

    /** Whether something lies in the folder of a split or is held out. */
    boolean isOfASplit(String name) {
        return Stream.concat(splits.values().stream(), heldOut.stream())
                .anyMatch(folder -> !folder.isEmpty() && name.startsWith(folder));
    }

    /** Whether a folder has no images, at any depth. */
    static boolean isEmpty(FileTree tree, String folder) {
        return tree.files().stream().noneMatch(file -> file.name().startsWith(folder) && file.isNamedAsImage());
    }

    /** The folder of a split; one that is not there is refused. */
    String folder(FileTree tree, Split split) {
        return Optional.ofNullable(splits.get(split))
                .orElseThrow(() -> new BadInput(tree.place() + ": no " + split.key() + " split; the sub-folders "
                        + "train and test, or validation, are splits"));
    }

    private static String innermost(FileTree tree, List<String> notices) {
        String root = "";
        Level level = Level.at(tree, root);
        while (level.isWrapper() && SplitName.of(level.full().get(0)).isEmpty()) {
            root += level.full().get(0) + "/";
            level = Level.at(tree, root);
        }
        if (!root.isEmpty()) {
            notices.add(tree.place() + ": all images are in its sub-folder " + root
                    + ", which is taken for the data; one folder alone is no class");
        }
        return root;
    }

    private static Map<SplitName, String> named(FileTree tree, String root, Level level) {
        Map<SplitName, String> named = new EnumMap<>(SplitName.class);
        List<String> others = new ArrayList<>();
        for (String folder : level.full()) {
            Optional<SplitName> split = SplitName.of(folder);
            if (split.isEmpty()) {
                others.add(folder);
                continue;
            }
            if (split.get() == SplitName.DOMAIN) {
                throw new BadInput(
                        tree.at(root) + ": '" + folder + "' is called as one of two kinds of pictures in a split;"
                                + " pix2pix (pairs) and cyclegan (two kinds that need not belong together) learn from"
                                + " such folders, 'data pairs' looks at them; for any other, give one that holds one kind,"
                                + " with train and test in it");
            }
            String other = named.putIfAbsent(split.get(), folder);
            if (other != null) {
                throw new BadInput(tree.at(root) + ": both '" + other + "' and '" + folder
                        + "' are names of the same split; one folder for each split");
            }
        }
        if (!named.isEmpty() && !(others.isEmpty() && level.flat().isEmpty())) {
            String split = named.values().iterator().next();
            String other = others.isEmpty() ? level.flat().get(0).name().substring(root.length()) : others.get(0);
            throw new BadInput(tree.at(root) + ": '" + split + "' is the name of a split, but '" + other
                    + "' beside it is "
                    + (others.isEmpty() ? "an image" : "none") + "; if it is a split, move what lies beside it into it;"
                    + " if it is a class, give it another name");
        }
        return named;
    }

    private static Layout ofSplits(FileTree tree, String root, Map<SplitName, String> named, List<String> notices) {
        Map<SplitName, String> folders = new EnumMap<>(SplitName.class);
        named.forEach((split, folder) -> folders.put(split, root + folder + "/"));
        goInto(tree, folders, notices);
        Map<Split, String> splits = new EnumMap<>(Split.class);
        List<String> heldOut = new ArrayList<>();
        Optional.ofNullable(folders.get(SplitName.TRAIN)).ifPresent(folder -> splits.put(Split.TRAIN, folder));
        Optional.ofNullable(folders.get(SplitName.TEST)).ifPresent(folder -> splits.put(Split.TEST, folder));
        Optional.ofNullable(folders.get(SplitName.VALIDATION)).ifPresent(folder -> {
            if (splits.containsKey(Split.TEST)) {
                heldOut.add(folder);
                notices.add(tree.at(folder) + ": " + count(tree, folder)
                        + " held out: neither trained on nor judged by, for there is a test split");
            } else {
                splits.put(Split.TEST, folder);
                notices.add(tree.at(folder) + ": taken for the test split, which is not there otherwise");
            }
        });
        if (splits.size() == 1) {
            splits.forEach((split, folder) -> notices.add(
                    tree.at(folder) + ": by its name the " + split.key() + " split, and the only one with images"));
        }
        return new Layout(splits, heldOut, notices);
    }

    private static String count(FileTree tree, String folder) {
        long count = tree.files().stream()
                .filter(file -> file.name().startsWith(folder) && file.isNamedAsImage())
                .count();
        return count == 1 ? "1 image" : count + " images";
    }

    /** Where every split has but one folder in it, of the same name, that is no class either. */
    private static void goInto(FileTree tree, Map<SplitName, String> folders, List<String> notices) {
        String into = "";
        while (true) {
            List<Level> levels = folders.values().stream()
                    .map(folder -> Level.at(tree, folder))
                    .toList();
            List<String> names = levels.stream()
                    .flatMap(level -> level.full().stream())
                    .distinct()
                    .toList();
            if (names.size() != 1
                    || !levels.stream().allMatch(Level::isWrapper)
                    || SplitName.of(names.get(0)).isPresent()) {
                break;
            }
            into += names.get(0) + "/";
            folders.replaceAll((split, folder) -> folder + names.get(0) + "/");
        }
        if (!into.isEmpty()) {
            notices.add(tree.place() + ": all images of every split are in its sub-folder " + into
                    + ", which is taken for the split; one folder alone is no class");
        }
    }

    /** A split within a class or within a split would be trained on unseen. */
    private void refuseHiddenSplits(FileTree tree) {
        Set<String> folders = new TreeSet<>(FileNames.BY_BYTES);
        for (DataFile file : tree.files()) {
            if (file.isNamedAsImage()) {
                folders.add(file.name().substring(0, file.name().lastIndexOf('/') + 1));
            }
        }
        for (String split : splits.values()) {
            for (String folder : folders) {
                if (folder.startsWith(split)) {
                    hiddenSplit(folder.substring(split.length())).ifPresent(name -> {
                        throw new BadInput(tree.at(folder) + ": '" + name
                                + "' is called as a split, but splits come first and classes in them, as in train/cat"
                                + " and test/cat; move it, or give it another name");
                    });
                }
            }
        }
    }

    private static Optional<String> hiddenSplit(String name) {
        int from = 0;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', from)) {
            String folder = name.substring(from, slash);
            if (SplitName.of(folder).isPresent()) {
                return Optional.of(folder);
            }
            from = slash + 1;
        }
        return Optional.empty();
    }
}
