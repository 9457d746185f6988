package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the folders of pairs mean: the first layout that fits, told in a line. A validation split stands in for a test split that
 * is not there, else it is held out; where there is neither, a tenth is.
 *
 * @param place the folder or the archive
 * @param layout for a person
 * @param splits what belongs together in train and test
 * @param made whether the test split is a tenth that is held out here
 * @param notices what was decided
 */
record PairLayout(Path place, String layout, Map<Split, Partners> splits, boolean made, List<String> notices) {
    static final String KNOWN =
            "train/ and test/ of pictures side by side; A/ and B/ with train and test in them; train/ and test/ with A and B"
                    + " in them; trainA, trainB, testA, testB; A/ and B/; pairs.csv";

    PairLayout {
        splits = Map.copyOf(splits);
        notices = List.copyOf(notices);
    }

    static PairLayout of(FileTree tree, String asker, Family family) {
        String root = TwoFolders.root(tree, TwoFolders.Names.DOMAINS);
        Optional<Map<SplitName, String>> sideBySide = sideBySide(tree, root);
        if (sideBySide.isPresent()) {
            Map<SplitName, Partners> found = new EnumMap<>(SplitName.class);
            sideBySide.get().forEach((split, folder) -> found.put(split, Partners.sideBySide(tree, folder)));
            return of(
                    new Place(tree, root, asker, family),
                    "two pictures side by side in each file, the left half A, in a folder for each split",
                    found,
                    List.of());
        }
        return ofTwo(tree, asker, family, TwoFolders.Names.DOMAINS, UnaryOperator.identity())
                .or(() -> PairTable.of(tree, root)
                        .map(found -> of(
                                new Place(tree, root, asker, family), "pairs by " + PairTable.NAME, found, List.of())))
                .orElseThrow(() -> unknown(tree));
    }

    /**
     * Two folders of these names for each split; empty where there are none.
     *
     * @param plain what a stem of the first kind is called without what only that kind has in it
     */
    static Optional<PairLayout> ofTwo(
            FileTree tree, String asker, Family family, TwoFolders.Names names, UnaryOperator<String> plain) {
        String root = TwoFolders.root(tree, names);
        return TwoFolders.of(tree, root, names).map(two -> {
            Map<SplitName, Partners> found = new EnumMap<>(SplitName.class);
            two.first().forEach((split, folder) -> {
                String other = Optional.ofNullable(two.second().get(split)).orElseThrow();
                found.put(split, Partners.of(tree, folder, other, plain));
            });
            return of(
                    new Place(tree, root, asker, family),
                    two.layout() + ", pairs by equal names",
                    found,
                    two.notices(tree));
        });
    }

    private static BadInput unknown(FileTree tree) {
        return new BadInput(tree.place() + ": no pairs of pictures in a known layout; known: " + KNOWN
                + "; from one folder of pictures pairs are made by --derive " + String.join("|", Derivation.keys()));
    }

    /** Folders that are called as splits, with nothing but pictures right in them. */
    private static Optional<Map<SplitName, String>> sideBySide(FileTree tree, String root) {
        Level level = Level.at(tree, root);
        Map<SplitName, String> splits = new EnumMap<>(SplitName.class);
        for (String folder : level.full()) {
            Optional<SplitName> split = SplitName.of(folder).filter(name -> name != SplitName.DOMAIN);
            Level inner = Level.at(tree, root + folder + "/");
            if (split.isEmpty() || !inner.full().isEmpty() || splits.containsKey(split.get())) {
                return Optional.empty();
            }
            splits.put(split.get(), root + folder + "/");
        }
        return splits.isEmpty() || !level.flat().isEmpty() ? Optional.empty() : Optional.of(splits);
    }

    /** Where pairs lie, who asks, and what is kept together. */
    private record Place(FileTree tree, String root, String asker, Family family) {}

    private static PairLayout of(Place place, String layout, Map<SplitName, Partners> found, List<String> more) {
        FileTree tree = place.tree();
        List<String> notices = new ArrayList<>();
        notices.add(tree.at(place.root()) + ": layout: " + layout);
        notices.addAll(more);
        boolean made = found.size() == 1
                && Optional.ofNullable(found.get(SplitName.TRAIN))
                        .filter(train -> train.pairs().size() > 1)
                        .isPresent();
        if (!made) {
            place.family().requireNone(place.asker(), tree.place().toString());
        }
        Map<Split, Partners> splits = settled(place, found, made, notices);
        notices.addAll(passed(tree));
        return new PairLayout(tree.place(), layout, splits, made, notices);
    }

    /** Train and test of what was found. */
    private static Map<Split, Partners> settled(
            Place where, Map<SplitName, Partners> found, boolean made, List<String> notices) {
        String place = where.tree().place().toString();
        Map<Split, Partners> splits = new EnumMap<>(Split.class);
        Optional<Partners> train = Optional.ofNullable(found.get(SplitName.TRAIN));
        Optional<Partners> test = Optional.ofNullable(found.get(SplitName.TEST));
        Optional<Partners> validation = Optional.ofNullable(found.get(SplitName.VALIDATION));
        train.ifPresent(partners -> splits.put(Split.TRAIN, partners));
        test.or(() -> validation).ifPresent(partners -> splits.put(Split.TEST, partners));
        if (validation.isPresent()) {
            notices.add(place + ": "
                    + (test.isPresent()
                            ? Counted.of(validation.get().pairs().size(), "pair")
                                    + " of the validation split held out: neither trained on nor judged by, for there is"
                                    + " a test split"
                            : "the validation split is taken for the test split, which is not there otherwise"));
        }
        if (made) {
            for (Split split : Split.values()) {
                splits.put(split, train.orElseThrow().tenth(split, where.family(), place));
            }
            notices.add(HeldOutTenth.notice(place, where.family()));
        }
        return splits;
    }

    /** What lies there and is no data. */
    static List<String> passed(FileTree tree) {
        List<SkippedFile> passed = new ArrayList<>(tree.passed());
        tree.files().stream()
                .filter(file -> !file.isNamedAsImage() && !file.name().endsWith(PairTable.NAME))
                .forEach(file -> passed.add(new SkippedFile(SkippedFile.Kind.NO_IMAGE, file.name())));
        return SkippedFile.notices(tree.place().toString(), passed);
    }

    /** The pairs of a split; one that is not there is bad input. */
    Partners partners(Split split) {
        return Optional.ofNullable(splits.get(split))
                .orElseThrow(() -> new BadInput(place + ": no " + split.key() + " split; it has "
                        + splits.keySet().stream().map(Split::key).sorted().collect(Collectors.joining(", "))));
    }
}
