package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place that pairs of pictures come from, once it is known how they lie there: a folder or a zip in one of the layouts of {@code
 * PairLayout}, or any source of single pictures, of which A is derived.
 */
public final class PairSource {
    private final PairRequest request;
    private final Optional<PairLayout> layout;
    private final Optional<Source> single;

    private PairSource(PairRequest request, Optional<PairLayout> layout, Optional<Source> single) {
        this.request = request;
        this.layout = layout;
        this.single = single;
    }

    /** Looks how the pairs lie; nothing is decoded. A place without pairs is bad input, with the layouts that are known. */
    public static PairSource of(PairRequest request) {
        if (request.derive().isPresent()) {
            Source source = DataSources.find(request.source(), Optional.empty(), DataLocations.ofThisMachine());
            return new PairSource(request, Optional.empty(), Optional.of(source));
        }
        return new PairSource(
                request,
                Optional.of(PairLayout.of(tree(request.asker(), request.source()), request.asker(), request.family())),
                Optional.empty());
    }

    /** Whether there is no test split, so that a tenth is held out as one. */
    private boolean isMade() {
        return single.map(source -> source.splits().equals(List.of(Split.TRAIN)))
                .orElseGet(() -> layout.orElseThrow().made());
    }

    /** What must be said of the tenth that is held out beside what is learned from; empty where the place has splits. */
    public Optional<String> twins(OpenedPairs train, LoadProgress progress) {
        if (!isMade() || !splits().contains(Split.TEST)) {
            return Optional.empty();
        }
        OpenedPairs test = open(Split.TEST, progress);
        return Twins.of(test.pairs(), train.pairs()).remark("pair").map(text -> request.source() + ": " + text);
    }

    /** All that lies in a folder or a zip; anything else is bad input. */
    static FileTree tree(String asker, String source) {
        if (!(DataSources.find(source, Optional.empty(), DataLocations.ofThisMachine())
                instanceof FolderSource folder)) {
            throw new BadInput(asker + ": '" + source + "' is no folder or zip of pictures; pairs are made of it by"
                    + " --derive " + String.join("|", Derivation.keys()));
        }
        return folder.tree();
    }

    /** The splits; where there is no test split, a tenth of the pairs is one. */
    public List<Split> splits() {
        if (single.isPresent()) {
            List<Split> splits = single.get().splits();
            return splits.equals(List.of(Split.TRAIN)) ? List.of(Split.values()) : splits;
        }
        return List.of(Split.values()).stream()
                .filter(split -> layout.orElseThrow().splits().containsKey(split))
                .toList();
    }

    /** How the pairs lie, for a person. */
    public String layout() {
        return layout.map(PairLayout::layout)
                .orElseGet(() -> "A derived of each picture B: "
                        + request.derive().map(Derivation::key).orElseThrow());
    }

    /** What was found in one split. */
    record Found(Partners partners, String origin, List<String> notices) {}

    /** What belongs together in one split, and what is alone, which is bad input only for whoever opens it. */
    Found found(Split split, LoadProgress progress) {
        if (single.isPresent()) {
            return derived(single.get(), split, progress);
        }
        PairLayout pairs = layout.orElseThrow();
        Partners partners = pairs.partners(split);
        return new Found(partners, origin(pairs.place()), pairs.notices());
    }

    static String origin(Path place) {
        return (Files.isDirectory(place) ? "folder " : "archive ") + place.toAbsolutePath();
    }

    private Found derived(Source source, Split split, LoadProgress progress) {
        boolean whole = source.splits().equals(List.of(Split.TRAIN));
        Split from = whole ? Split.TRAIN : split;
        Source.Items items = source.items(from, progress);
        List<DataFile> files = source instanceof FolderSource folder ? folder.files(from) : List.of();
        List<Partners.Pair> all = new ArrayList<>();
        Map<String, Integer> uses = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            uses.merge(Partners.stem(items.names().apply(i)), 1, Integer::sum);
        }
        for (int i = 0; i < items.size(); i++) {
            int at = i;
            String name = items.names().apply(i);
            String stem = Partners.stem(name);
            int label = items.labels().applyAsInt(i);
            all.add(new Partners.Pair(
                    uses.getOrDefault(stem, 0) == 1 ? stem : name,
                    label < 0 ? "" : items.classNames().get(label),
                    name,
                    name,
                    () -> new Partners.Both(
                            Optional.empty(),
                            files.isEmpty() ? Picture.plain(items.images().apply(at)) : Picture.of(files.get(at)))));
        }
        List<String> notices = new ArrayList<>(items.notices());
        notices.add(request.source() + ": " + layout());
        if (whole) {
            notices.add(HeldOutTenth.notice(request.source(), request.family()));
        } else {
            request.family().requireNone(request.asker(), request.source());
        }
        Partners partners = Partners.of(all);
        return new Found(
                whole ? partners.tenth(split, request.family(), request.source()) : partners, items.origin(), notices);
    }

    /**
     * Every pair of a split in memory, one byte per sample: the train split at the size that the jitter loads, the test split at
     * the size itself. Bad input are pictures without a partner, pairs of two sizes, pictures below the size, files that cannot
     * be read, and A and B that are the same pictures.
     */
    public OpenedPairs open(Split split, LoadProgress progress) {
        return open(
                split,
                split == Split.TRAIN ? request.jitter() : request.jitter().still(),
                progress);
    }

    /** The same, stored as large as this jitter loads. */
    public OpenedPairs open(Split split, Jitter jitter, LoadProgress progress) {
        return open(split, List.of(jitter), progress).get(0);
    }

    /** The same, stored as large as each of these jitters loads; every file is read once. */
    public List<OpenedPairs> open(Split split, List<Jitter> jitters, LoadProgress progress) {
        Found found = found(split, progress);
        found.partners().requireAll(request.asker());
        List<Partners.Pair> pairs = found.partners().pairs();
        if (pairs.isEmpty()) {
            throw new BadInput(request.asker() + ": " + request.source() + ": the " + split.key()
                    + " split has no pairs; allowed: at least one");
        }
        int channelsB = Side.channels(request.channelsB(), pairs.size(), i -> second(pairs.get(i)));
        int channelsA = request.derive().isPresent()
                ? request.channelsA() == 0 ? request.derive().get().channels(channelsB) : request.channelsA()
                : Side.channels(request.channelsA(), pairs.size(), i -> first(pairs.get(i)));
        Reading reading = new Reading(
                jitters.stream()
                        .map(jitter -> new Sides(
                                new Side(
                                        "A",
                                        request.source(),
                                        channelsA,
                                        request.channelsA() != 0,
                                        jitter,
                                        pairs.size()),
                                new Side(
                                        "B",
                                        request.source(),
                                        channelsB,
                                        request.channelsB() != 0,
                                        jitter,
                                        pairs.size())))
                        .toList(),
                new Faults(pairs.size()));
        Decoding.each(
                "decoding pairs",
                pairs.size(),
                progress,
                i -> reading.faults().of(i, () -> read(i, pairs.get(i), reading)));
        reading.faults().refuse(request.asker() + ": ", "pairs");
        PictureClasses classes =
                PictureClasses.of(pairs.stream().map(Partners.Pair::label).toList());
        return reading.sizes().stream()
                .map(sides -> {
                    List<String> notices = new ArrayList<>(found.notices());
                    notices.addAll(sides.a().notices(pairs.size()));
                    notices.addAll(sides.b().notices(pairs.size()));
                    return new OpenedPairs(assembled(split, found, sides), classes, found.origin(), notices);
                })
                .toList();
    }

    /** Both kinds in one size. */
    private record Sides(Side a, Side b) {}

    private record Reading(List<Sides> sizes, Faults faults) {}

    private static Image first(Partners.Pair pair) {
        return pair.reading().get().first().orElseThrow().upright().image();
    }

    private static Image second(Partners.Pair pair) {
        return pair.reading().get().second().upright().image();
    }

    private void read(int i, Partners.Pair pair, Reading reading) {
        Partners.Both both = pair.reading().get();
        both.first().ifPresent(first -> {
            String a = Partners.size(first);
            String b = Partners.size(both.second());
            if (!a.equals(b)) {
                throw new BadInput(pair.first() + " is " + a + ", " + pair.second() + " " + b
                        + " (width×height); allowed: both of one size");
            }
            reading.sizes().forEach(sides -> sides.a().put(i, pair.first(), first));
        });
        for (Sides sides : reading.sizes()) {
            Image b = sides.b().put(i, pair.second(), both.second());
            request.derive()
                    .filter(how -> !isLightness(how))
                    .ifPresent(how -> sides.a().putMade(i, how.of(b, request.seed())));
        }
    }

    /** Whether A is B itself, of which a network is given the lightness. */
    private boolean isLightness(Derivation how) {
        return request.space() == PairSpace.LAB && how == Derivation.GREY;
    }

    private ImagePairs assembled(Split split, Found found, Sides sides) {
        String name = split.key() + " split of " + request.source();
        PackedImages b = sides.b().finish("B of the " + name);
        PackedImages a = request.derive().filter(this::isLightness).isPresent()
                ? b
                : sides.a().finish("A of the " + name);
        if (request.derive().isEmpty() && a.sha256().equals(b.sha256())) {
            throw new BadInput(request.asker() + ": " + request.source()
                    + ": A and B are the same pictures; allowed: two kinds of them");
        }
        boolean there = request.direction() == Direction.A_TO_B;
        List<String> stems =
                found.partners().pairs().stream().map(Partners.Pair::stem).toList();
        String what = name + (there ? "" : " from B to A");
        return ImagePairs.of(what, there ? a : b, there ? b : a, stems);
    }

    /**
     * The shapes of pictures as they are stored, by the first pair that can be read: what goes in and what should come out. Channels
     * are those that the request leads to.
     */
    public Stored stored() {
        Split split = splits().get(0);
        List<Partners.Pair> pairs = found(split, LoadProgress.SILENT).partners().pairs();
        for (Partners.Pair pair : pairs) {
            try {
                Image b = second(pair);
                int ofB = Side.channels(request.channelsB(), pairs.size(), i -> second(pairs.get(i)));
                int ofA = request.channelsA() != 0
                        ? request.channelsA()
                        : request.derive().isPresent()
                                ? request.derive().get().channels(ofB)
                                : Side.channels(0, pairs.size(), i -> first(pairs.get(i)));
                boolean there = request.direction() == Direction.A_TO_B;
                return new Stored(
                        new ImageFormat(there ? ofA : ofB, b.height(), b.width()),
                        new ImageFormat(there ? ofB : ofA, b.height(), b.width()));
            } catch (BadInput unreadable) {
                continue; // opening says so
            }
        }
        throw new BadInput(request.asker() + ": " + request.source() + ": none of " + Counted.of(pairs.size(), "pair")
                + " can be read; 'data pairs' says why");
    }

    /** What goes in and what should come out, as it is stored. */
    public record Stored(ImageFormat input, ImageFormat output) {}
}
