package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.Spelling;
import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A place that two kinds of pictures come from, once it is known how they lie there: two folders for each split, or two classes of
 * a labelled source.
 */
public final class ImageDomains {
    private static final String KNOWN =
            "trainA, trainB, testA, testB; train/ and test/ with A and B in them; A/ and B/ with train and test in them; A/ and B/";

    private final DomainRequest request;
    private final String layout;
    private final String origin;
    private final Map<Split, Both> splits;
    private final boolean made;
    private final List<String> notices;

    private ImageDomains(
            DomainRequest request,
            String layout,
            String origin,
            Map<Split, Both> splits,
            boolean made,
            List<String> notices) {
        this.made = made;
        this.request = request;
        this.layout = layout;
        this.origin = origin;
        this.splits = splits;
        this.notices = notices;
    }

    /**
     * A picture that can be read.
     *
     * @param name without its end
     * @param label its class within the kind; empty where nobody says
     * @param file what to call it in messages
     */
    private record Member(String name, String label, String file, Supplier<Picture> reading) {}

    private record Both(List<Member> a, List<Member> b) {}

    /** Looks how the pictures lie. A place without two kinds, an empty kind and a class that is not there are bad input. */
    public static ImageDomains of(DomainRequest request) {
        return of(request, LoadProgress.SILENT);
    }

    /** The same; a source that is no folder may have to be read. */
    public static ImageDomains of(DomainRequest request, LoadProgress progress) {
        return request.classes().isEmpty() ? ofFolders(request) : ofClasses(request, progress);
    }

    private static ImageDomains ofFolders(DomainRequest request) {
        if (!(DataSources.find(request.source(), Optional.empty(), DataLocations.ofThisMachine())
                instanceof FolderSource folder)) {
            throw new BadInput(request.asker() + ": '" + request.source()
                    + "' is no folder or zip of two kinds of pictures; two of its classes are chosen by --domains");
        }
        FileTree tree = folder.tree();
        String root = TwoFolders.root(tree, TwoFolders.Names.DOMAINS);
        TwoFolders two = TwoFolders.of(tree, root, TwoFolders.Names.DOMAINS)
                .orElseThrow(() -> new BadInput(request.asker() + ": " + tree.place()
                        + ": no two kinds of pictures in a known layout; known: " + KNOWN
                        + "; two classes of labelled pictures are chosen by --domains"));
        Map<SplitName, Both> found = new EnumMap<>(SplitName.class);
        two.first()
                .forEach((split, first) -> found.put(
                        split,
                        new Both(
                                members(tree, first),
                                members(
                                        tree,
                                        Optional.ofNullable(two.second().get(split))
                                                .orElseThrow()))));
        List<String> notices = new ArrayList<>();
        notices.add(tree.at(root) + ": layout: " + two.layout() + ", unpaired");
        notices.addAll(two.notices(tree));
        Map<Split, Both> splits = settled(tree.place().toString(), found, notices);
        boolean made = tenth(request, tree.place().toString(), splits, notices);
        notices.addAll(PairLayout.passed(tree));
        return new ImageDomains(request, two.layout(), PairSource.origin(tree.place()), splits, made, notices);
    }

    private static List<Member> members(FileTree tree, String folder) {
        return tree.files().stream()
                .filter(file -> file.isNamedAsImage() && file.name().startsWith(folder))
                .sorted((a, b) -> FileNames.BY_BYTES.compare(a.name(), b.name()))
                .map(file -> member(Partners.stem(file.name().substring(folder.length())), file))
                .toList();
    }

    private static Member member(String stem, DataFile file) {
        return new Member(stem, PictureClasses.folder(stem), file.name(), () -> Picture.of(file));
    }

    private static Map<Split, Both> settled(String place, Map<SplitName, Both> found, List<String> notices) {
        Map<Split, Both> splits = new EnumMap<>(Split.class);
        Optional<Both> train = Optional.ofNullable(found.get(SplitName.TRAIN));
        Optional<Both> test = Optional.ofNullable(found.get(SplitName.TEST));
        Optional<Both> validation = Optional.ofNullable(found.get(SplitName.VALIDATION));
        train.ifPresent(both -> splits.put(Split.TRAIN, both));
        test.or(() -> validation).ifPresent(both -> splits.put(Split.TEST, both));
        if (validation.isPresent()) {
            notices.add(place + ": the validation split is "
                    + (test.isPresent()
                            ? "held out: neither trained on nor judged by, for there is a test split"
                            : "taken for the test split, which is not there otherwise"));
        }
        return splits;
    }

    /** Holds a tenth out where there is no test split; whether it did. */
    private static boolean tenth(DomainRequest request, String place, Map<Split, Both> splits, List<String> notices) {
        Both all = splits.get(Split.TRAIN);
        if (splits.size() > 1 || all == null || all.a().size() < 2 || all.b().size() < 2) {
            request.family().requireNone(request.asker(), place);
            return false;
        }
        for (Split split : Split.values()) {
            splits.put(
                    split,
                    new Both(
                            HeldOutTenth.of(all.a(), Member::name, request.family(), split, place),
                            HeldOutTenth.of(all.b(), Member::name, request.family(), split, place)));
        }
        notices.add(HeldOutTenth.notice(place, request.family()));
        return true;
    }

    private static ImageDomains ofClasses(DomainRequest request, LoadProgress progress) {
        Source source = DataSources.find(request.source(), Optional.empty(), DataLocations.ofThisMachine());
        Map<Split, Both> splits = new EnumMap<>(Split.class);
        List<String> notices = new ArrayList<>();
        String origin = "";
        for (Split split : source.splits()) {
            Source.Items items = source.items(split, progress);
            List<DataFile> files = source instanceof FolderSource folder ? folder.files(split) : List.of();
            requireClasses(request, split, items);
            splits.put(
                    split,
                    new Both(
                            members(request, request.classes().get(0), split, items, files),
                            members(request, request.classes().get(1), split, items, files)));
            origin = origin.isEmpty() ? items.origin() : origin;
            items.notices().stream().filter(notice -> !notices.contains(notice)).forEach(notices::add);
        }
        String layout = "class '" + request.classes().get(0) + "' is A, class '"
                + request.classes().get(1) + "' is B";
        notices.add(request.source() + ": " + layout + ", unpaired");
        boolean made = tenth(request, request.source(), splits, notices);
        return new ImageDomains(request, layout, origin, splits, made, notices);
    }

    private static void requireClasses(DomainRequest request, Split split, Source.Items items) {
        if (items.classNames().isEmpty()) {
            throw new BadInput(request.asker() + ": the " + split.key() + " split of " + request.source()
                    + " has no classes; domains are two classes of labelled pictures");
        }
        for (String wanted : request.classes()) {
            if (!items.classNames().contains(wanted)) {
                throw new BadInput(request.asker() + ": domain '" + wanted + "' is no class of " + request.source()
                        + "; known: " + Spelling.known(wanted, items.classNames()));
            }
        }
    }

    private static List<Member> members(
            DomainRequest request, String name, Split split, Source.Items items, List<DataFile> files) {
        int label = items.classNames().indexOf(name);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.labels().applyAsInt(i) == label) {
                int at = i;
                members.add(new Member(
                        Partners.stem(items.names().apply(i)),
                        "",
                        items.names().apply(i),
                        () -> files.isEmpty() ? Picture.plain(items.images().apply(at)) : Picture.of(files.get(at))));
            }
        }
        if (members.isEmpty()) {
            throw new BadInput(request.asker() + ": the " + split.key() + " split of " + request.source()
                    + " has no picture of class '" + name + "'; allowed: pictures of both");
        }
        return members;
    }

    /** The splits; where there is no test split, a tenth of both kinds is one. */
    public List<Split> splits() {
        return List.copyOf(splits.keySet());
    }

    /** How the pictures lie, for a person. */
    public String layout() {
        return layout;
    }

    /**
     * Both kinds of a split in memory, one byte per sample: the train split at the size that the jitter loads, the test split at
     * the size itself. Bad input are pictures below the size, files that cannot be read, and A and B that are the same pictures.
     */
    public OpenedDomains open(Split split, LoadProgress progress) {
        return open(
                split,
                split == Split.TRAIN ? request.jitter() : request.jitter().still(),
                progress);
    }

    /** What must be said of the tenth that is held out beside what is learned from, kind by kind; nothing where there are splits. */
    public List<String> twins(OpenedDomains train, LoadProgress progress) {
        if (!made) {
            return List.of();
        }
        OpenedDomains test = open(Split.TEST, progress);
        return Stream.of(
                        Twins.of(test.kindA(), train.kindA()).remark("picture").map(text -> "A: " + text),
                        Twins.of(test.kindB(), train.kindB()).remark("picture").map(text -> "B: " + text))
                .flatMap(Optional::stream)
                .map(text -> request.source() + ": " + text)
                .toList();
    }

    /** The same, stored as large as this jitter loads. */
    public OpenedDomains open(Split split, Jitter jitter, LoadProgress progress) {
        return open(split, List.of(jitter), progress).get(0);
    }

    /** The same, stored as large as each of these jitters loads; every file is read once. */
    public List<OpenedDomains> open(Split split, List<Jitter> jitters, LoadProgress progress) {
        Both both = both(split);
        List<Kind> a = read("A", both.a(), request.channelsA(), split, jitters, progress);
        List<Kind> b = read("B", both.b(), request.channelsB(), split, jitters, progress);
        return IntStream.range(0, jitters.size())
                .mapToObj(i -> opened(split, both, a.get(i), b.get(i)))
                .toList();
    }

    /** One kind in one size, and what became of its pictures. */
    private record Kind(PackedImages pictures, List<String> told) {}

    private OpenedDomains opened(Split split, Both both, Kind kindA, Kind kindB) {
        List<String> told = new ArrayList<>(notices);
        told.addAll(kindA.told());
        told.addAll(kindB.told());
        ImageDataset a = kindA.pictures();
        ImageDataset b = kindB.pictures();
        int same = KnownImages.of(b).among(a).length;
        if (same == a.size()) {
            throw new BadInput(request.asker() + ": " + request.source() + ": "
                    + (a.size() == b.size() ? "A and B are the same pictures" : "all pictures of A are in B, too")
                    + "; allowed: two kinds of them");
        }
        if (same > 0) {
            told.add(request.source() + ": " + Counted.of(same, "picture") + " of the " + split.key() + " split's "
                    + a.size() + " in A " + (same == 1 ? "is" : "are") + " in B, too");
        }
        return new OpenedDomains(kind(a, both.a()), kind(b, both.b()), origin, told);
    }

    private static OpenedDomains.Kind kind(ImageDataset pictures, List<Member> members) {
        return new OpenedDomains.Kind(
                pictures,
                members.stream().map(Member::name).toList(),
                PictureClasses.of(members.stream().map(Member::label).toList()));
    }

    private Both both(Split split) {
        return Optional.ofNullable(splits.get(split))
                .orElseThrow(() ->
                        new BadInput(request.asker() + ": " + request.source() + ": no " + split.key() + " split"));
    }

    private List<Kind> read(
            String name, List<Member> members, int wanted, Split split, List<Jitter> jitters, LoadProgress progress) {
        int channels = Side.channels(wanted, members.size(), i -> image(members.get(i)));
        List<Side> sizes = jitters.stream()
                .map(jitter -> new Side(name, request.source(), channels, wanted != 0, jitter, members.size()))
                .toList();
        Faults faults = new Faults(members.size());
        Decoding.each(
                "decoding " + name,
                members.size(),
                progress,
                i -> faults.of(i, () -> {
                    Picture picture = members.get(i).reading().get();
                    sizes.forEach(side -> side.put(i, members.get(i).file(), picture));
                }));
        faults.refuse(request.asker() + ": ", "pictures");
        return sizes.stream()
                .map(side -> new Kind(
                        side.finish(name + " of the " + split.key() + " split of " + request.source() + ", "
                                + Counted.of(members.size(), "image") + " " + side.format()),
                        side.notices(members.size())))
                .toList();
    }

    private static Image image(Member member) {
        return member.reading().get().upright().image();
    }

    /** The shapes of A and of B by their first pictures; channels are those that the request leads to. */
    public Stored stored() {
        Both both = both(splits().get(0));
        return new Stored(stored(both.a(), request.channelsA()), stored(both.b(), request.channelsB()));
    }

    private static ImageFormat stored(List<Member> members, int wanted) {
        Image first = image(members.get(0));
        int channels = Side.channels(wanted, members.size(), i -> image(members.get(i)));
        return new ImageFormat(channels, first.height(), first.width());
    }

    /** A and B as they are stored. */
    public record Stored(ImageFormat a, ImageFormat b) {}
}
