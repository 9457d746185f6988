package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders of two kinds of pictures. Where there are no splits, all is {@link SplitName#TRAIN}.
 *
 * @param layout how they lie, for a person
 * @param first the folder of each split below the root of the data, with a slash at its end
 * @param second the same of the other kind, of the same splits
 * @param others folders beside them that hold pictures
 */
record TwoFolders(String layout, Map<SplitName, String> first, Map<SplitName, String> second, List<String> others) {
    /** What both kinds are called. */
    record Names(String first, String second) {
        static final Names DOMAINS = new Names("A", "B");

        boolean has(String folder) {
            return folder.equalsIgnoreCase(first) || folder.equalsIgnoreCase(second);
        }
    }

    /** Looks for folders of these names. */
    private record Search(FileTree tree, String root, Names names) {
        Set<String> folders(String below) {
            Level level = Level.at(tree, below);
            Set<String> all = new TreeSet<>(FileNames.BY_BYTES);
            all.addAll(level.full());
            all.addAll(level.empty());
            return all;
        }

        Optional<String> named(String below, String name) {
            return folders(below).stream()
                    .filter(folder -> folder.equalsIgnoreCase(name))
                    .findFirst()
                    .map(folder -> below + folder + "/");
        }

        Map<SplitName, String> splits(String below) {
            Map<SplitName, String> splits = new EnumMap<>(SplitName.class);
            for (String folder : folders(below)) {
                SplitName.of(folder).filter(split -> split != SplitName.DOMAIN).ifPresent(split -> {
                    String other = splits.putIfAbsent(split, below + folder + "/");
                    if (other != null) {
                        throw new BadInput(
                                tree.at(below) + ": both '" + tree.at(other).getFileName() + "' and '" + folder
                                        + "' are names of the same split; one folder for each split");
                    }
                });
            }
            return splits;
        }

        /** {@code A/train} and {@code B/train}. */
        Optional<TwoFolders> splitsWithin() {
            Optional<String> first = named(root, names.first());
            Optional<String> second = named(root, names.second());
            if (first.isEmpty() || second.isEmpty() || !isSplit(first.get()) || !isSplit(second.get())) {
                return Optional.empty();
            }
            return found(both() + " with train and test in them", splits(first.get()), splits(second.get()));
        }

        private boolean isSplit(String folder) {
            Level level = Level.at(tree, folder);
            return level.flat().isEmpty()
                    && !level.full().isEmpty()
                    && level.full().stream()
                            .allMatch(name -> SplitName.of(name)
                                    .filter(split -> split != SplitName.DOMAIN)
                                    .isPresent());
        }

        /** {@code train/A} and {@code train/B}. */
        Optional<TwoFolders> withinSplits() {
            Map<SplitName, String> first = new EnumMap<>(SplitName.class);
            Map<SplitName, String> second = new EnumMap<>(SplitName.class);
            splits(root).forEach((split, folder) -> {
                named(folder, names.first()).ifPresent(found -> first.put(split, found));
                named(folder, names.second()).ifPresent(found -> second.put(split, found));
            });
            return found("train/ and test/ with " + both() + " in them", first, second);
        }

        /** {@code trainA} and {@code trainB}. */
        Optional<TwoFolders> joined() {
            Map<SplitName, String> first = new EnumMap<>(SplitName.class);
            Map<SplitName, String> second = new EnumMap<>(SplitName.class);
            if (names.equals(Names.DOMAINS)) {
                for (String folder : folders(root)) {
                    SplitName.ofDomain(folder)
                            .ifPresent(is -> (is.first() ? first : second).put(is.split(), root + folder + "/"));
                }
            }
            return found("trainA/ and trainB/, testA/ and testB/", first, second);
        }

        /** {@code A} and {@code B}. */
        Optional<TwoFolders> plain() {
            Optional<String> first = named(root, names.first());
            Optional<String> second = named(root, names.second());
            return first.isEmpty() || second.isEmpty()
                    ? Optional.empty()
                    : found(both(), Map.of(SplitName.TRAIN, first.get()), Map.of(SplitName.TRAIN, second.get()));
        }

        private Optional<TwoFolders> found(String layout, Map<SplitName, String> first, Map<SplitName, String> second) {
            if (first.isEmpty() && second.isEmpty()) {
                return Optional.empty();
            }
            for (SplitName split : SplitName.values()) {
                requireBoth(split, first, second);
            }
            List<String> others = Level.at(tree, root).full().stream()
                    .filter(name -> Stream.of(first, second)
                            .flatMap(side -> side.values().stream())
                            .noneMatch(used -> used.startsWith(root + name + "/")))
                    .toList();
            return Optional.of(new TwoFolders(layout, Map.copyOf(first), Map.copyOf(second), others));
        }

        private void requireBoth(SplitName split, Map<SplitName, String> first, Map<SplitName, String> second) {
            long a = count(first.get(split));
            long b = count(second.get(split));
            boolean asked = first.containsKey(split) || second.containsKey(split);
            if (asked && (a == 0 || b == 0)) {
                boolean firstEmpty = a == 0;
                Map<SplitName, String> full = firstEmpty ? second : first;
                Map<SplitName, String> empty = firstEmpty ? first : second;
                String missing = Optional.ofNullable(empty.get(split))
                        .map(folder -> tree.at(folder) + " has no pictures")
                        .orElse(tree.at(root) + ": " + split.name().toLowerCase(Locale.ROOT) + " has no pictures of "
                                + (firstEmpty ? names.first() : names.second()));
                throw new BadInput(missing
                        + (full.containsKey(split) && Math.max(a, b) > 0
                                ? ", " + tree.at(String.valueOf(full.get(split))) + " has " + Math.max(a, b)
                                : "")
                        + "; allowed: pictures of both kinds, " + names.first() + " and " + names.second());
            }
        }

        private String both() {
            return names.first() + "/ and " + names.second() + "/";
        }

        private long count(@Nullable String folder) {
            return folder == null
                    ? 0
                    : tree.files().stream()
                            .filter(file -> file.isNamedAsImage() && file.name().startsWith(folder))
                            .count();
        }
    }

    /** The first layout that fits; one of a kind without pictures is bad input. */
    static Optional<TwoFolders> of(FileTree tree, String root, Names names) {
        Search search = new Search(tree, root, names);
        return search.splitsWithin().or(search::withinSplits).or(search::joined).or(search::plain);
    }

    /** The folder that holds all: one that is alone is gone into, unless its name means something. */
    static String root(FileTree tree, Names names) {
        String root = "";
        Level level = Level.at(tree, root);
        while (level.isWrapper()
                && level.empty().isEmpty()
                && SplitName.of(level.full().get(0)).isEmpty()
                && !names.has(level.full().get(0))) {
            root += level.full().get(0) + "/";
            level = Level.at(tree, root);
        }
        return root;
    }

    /** What a person has to know of the folders that were found. */
    List<String> notices(FileTree tree) {
        List<String> notices = new ArrayList<>();
        if (!others.isEmpty()) {
            notices.add(tree.place() + ": " + Counted.of(others.size(), "sub-folder") + " beside them passed over ("
                    + String.join(", ", others.subList(0, Math.min(3, others.size())))
                    + (others.size() > 3 ? ", …" : "") + ")");
        }
        return notices;
    }
}
