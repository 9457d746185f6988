package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A place that photographs come from, once it is known how they lie there: pictures of any sizes, of which the small ones are made,
 * or the folders HR and LR with both.
 */
public final class PhotoSource {
    private static final TwoFolders.Names NAMES = new TwoFolders.Names("LR", "HR");
    private static final double SHARE_OF_MEMORY = 0.6;

    private final PhotoRequest request;
    private final FolderSource source;
    private final Optional<PairLayout> both;

    private PhotoSource(PhotoRequest request, FolderSource source, Optional<PairLayout> both) {
        this.request = request;
        this.source = source;
        this.both = both;
    }

    /** Looks how the photographs lie; nothing is decoded. */
    public static PhotoSource of(PhotoRequest request) {
        if (!(DataSources.find(request.source(), Optional.empty(), DataLocations.ofThisMachine())
                instanceof FolderSource folder)) {
            throw new BadInput(request.asker() + ": '" + request.source() + "' is no folder or zip of photographs");
        }
        FileTree tree = folder.tree();
        return new PhotoSource(
                request,
                folder,
                PairLayout.ofTwo(
                        tree,
                        request.asker(),
                        request.family(),
                        NAMES,
                        stem -> stem.endsWith("x" + request.scale())
                                ? stem.substring(
                                        0,
                                        stem.length()
                                                - 1
                                                - Integer.toString(request.scale())
                                                        .length())
                                : stem));
    }

    /** The splits; where there is no test split, a tenth of the photographs is one. */
    public List<Split> splits() {
        if (both.isPresent()) {
            return Arrays.stream(Split.values())
                    .filter(split -> both.get().splits().containsKey(split))
                    .toList();
        }
        List<Split> splits = source.splits();
        return splits.equals(List.of(Split.TRAIN)) ? List.of(Split.values()) : splits;
    }

    /** Channels of the photographs to learn from, as {@link #open} would have them; a few are looked at where nobody has said it. */
    public int channels() {
        return request.channels() != 0
                ? request.channels()
                : channels(found(Split.TRAIN).pairs());
    }

    private int channels(List<Partners.Pair> pairs) {
        return Side.channels(
                request.channels(),
                pairs.size(),
                i -> pairs.get(i).reading().get().second().upright().image());
    }

    /** Whether a split has any photograph. */
    public boolean has(Split split) {
        return splits().contains(split) && !found(split).pairs().isEmpty();
    }

    /** Whether the small pictures are made of the large ones, and not given. */
    public boolean isMade() {
        return both.isEmpty();
    }

    /** How the small pictures come about, for a person and for the passport of a score. */
    public String low() {
        return both.isPresent() ? "lr=given" : "lr=pillow-bicubic";
    }

    /** What becomes of a photograph. */
    private enum Change {
        TURNED("turned upright by the orientation that the file tells"),
        ON_WHITE("with transparency, laid on white"),
        COLOURED("grey, made colour by repetition"),
        GREYED("in colour, made grey"),
        DEEP("of 16 bits, read as 8"),
        CUT("cut at the right and the lower edge to a multiple of the scale");

        private final String said;

        Change(String said) {
            this.said = said;
        }
    }

    private record Found(List<Partners.Pair> pairs, String origin, List<String> notices) {}

    private Found found(Split split) {
        if (both.isPresent()) {
            Partners partners = both.get().partners(split);
            requirePartners(partners);
            return new Found(
                    partners.pairs(),
                    PairSource.origin(both.get().place()),
                    both.get().notices());
        }
        boolean whole = source.splits().equals(List.of(Split.TRAIN));
        Split from = whole ? Split.TRAIN : split;
        Source.Items items = source.items(from, LoadProgress.SILENT);
        List<DataFile> files = source.files(from);
        List<Partners.Pair> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            DataFile file = files.get(i);
            String name = items.names().apply(i);
            all.add(new Partners.Pair(
                    Partners.stem(name), "", name, name, () -> new Partners.Both(Optional.empty(), Picture.of(file))));
        }
        List<String> notices = new ArrayList<>(items.notices());
        notices.add(request.source() + ": layout: pictures alone; ×" + request.scale()
                + " smaller ones are made of them, bicubic and antialiased as in Pillow");
        if (whole) {
            notices.add(HeldOutTenth.notice(request.source(), request.family()));
        } else {
            request.family().requireNone(request.asker(), request.source());
        }
        return new Found(
                whole ? HeldOutTenth.of(all, Partners.Pair::stem, request.family(), split, request.source()) : all,
                items.origin(),
                notices);
    }

    private void requirePartners(Partners partners) {
        for (boolean low : new boolean[] {true, false}) {
            List<String> alone = low ? partners.firstAlone() : partners.secondAlone();
            if (!alone.isEmpty()) {
                throw new BadInput(request.asker() + ": " + alone.size() + " of "
                        + (partners.whole() + alone.size()) + " pictures in " + (low ? "LR" : "HR")
                        + " have no partner in " + (low ? "HR" : "LR") + " (first: " + alone.get(0)
                        + "); equal names, or 0001.png in HR and 0001x" + request.scale() + ".png in LR");
            }
        }
    }

    /**
     * Every photograph of a split in memory, one byte per sample, in two sizes. Bad input are small pictures that are not exactly as
     * large as they have to be, photographs below a piece (of the train split), files that cannot be read, and more than the
     * memory of this JVM can hold.
     */
    public OpenedPhotographs open(Split split, LoadProgress progress) {
        Found found = found(split);
        List<Partners.Pair> pairs = found.pairs();
        if (pairs.isEmpty()) {
            throw new BadInput(request.asker() + ": " + request.source() + ": the " + split.key()
                    + " split has no photographs; allowed: at least one");
        }
        int channels = channels(pairs);
        Photograph[] all = new Photograph[pairs.size()];
        Reading reading = new Reading(split, channels);
        Faults faults = new Faults(pairs.size());
        Decoding.each(
                "decoding photographs",
                pairs.size(),
                progress,
                i -> faults.of(i, () -> {
                    all[i] = reading.photograph(pairs.get(i));
                }));
        faults.refuse(request.asker() + ": ", "photographs");
        List<String> notices = new ArrayList<>(found.notices());
        notices.addAll(reading.notices(pairs.size()));
        String name = split.key() + " split of " + request.source();
        List<Photograph> photographs =
                Arrays.stream(all).map(Objects::requireNonNull).toList();
        return new OpenedPhotographs(
                new Photographs(name, photographs, request.scale(), request.crop()), found.origin(), notices);
    }

    /** Reads photographs on several threads and counts what became of them. */
    private final class Reading {
        private final Split split;
        private final int channels;
        private final AtomicLong bytes = new AtomicLong();
        private final Map<Change, AtomicInteger> changes = new EnumMap<>(Change.class);

        Reading(Split split, int channels) {
            this.split = split;
            this.channels = channels;
            for (Change change : Change.values()) {
                changes.put(change, new AtomicInteger());
            }
        }

        Photograph photograph(Partners.Pair pair) {
            requireMemory();
            Partners.Both read = pair.reading().get();
            Image high = converted(pair.second(), read.second());
            if (split == Split.TRAIN && (high.height() < request.crop() || high.width() < request.crop())) {
                throw new BadInput(pair.second() + " is " + high.width() + "×" + high.height()
                        + " (width×height); allowed: at least " + request.crop() + "×" + request.crop()
                        + ", or smaller pieces");
            }
            if (read.first().isEmpty()) {
                Photograph made = Photograph.of(pair.second(), high, request.scale());
                count(Change.CUT, made.high() != high);
                return new Photograph(pair.stem(), made.high(), made.low());
            }
            Image low = converted(pair.first(), read.first().get());
            if (high.height() != low.height() * request.scale() || high.width() != low.width() * request.scale()) {
                throw new BadInput(pair.first() + " is " + low.width() + "×" + low.height() + ", " + pair.second() + " "
                        + high.width() + "×" + high.height() + "; allowed: exactly ×" + request.scale() + " ("
                        + low.width() * request.scale() + "×" + low.height() * request.scale() + ")");
            }
            return new Photograph(pair.stem(), high, low);
        }

        private Image converted(String file, Picture picture) {
            Image image = picture.upright().image();
            if (image.channels() > 2 && channels == 1 && request.channels() == 0) {
                throw new BadInput(file
                        + " is in colour, the first photographs are grey; say how many channels are wanted, 1 or 3");
            }
            count(Change.TURNED, picture.upright().turned());
            count(Change.DEEP, picture.deep());
            count(Change.COLOURED, image.channels() <= 2 && channels == 3);
            count(Change.GREYED, image.channels() > 2 && channels == 1);
            count(Change.ON_WHITE, image.channels() % 2 == 0);
            Image made = Channels.convert(image, channels);
            bytes.addAndGet(made.pixels().length);
            return made;
        }

        private void requireMemory() {
            long memory = Runtime.getRuntime().maxMemory();
            long most = (long) (memory * SHARE_OF_MEMORY);
            if (bytes.get() > most) {
                throw new BadInput(String.format(
                        Locale.ROOT,
                        "%s: photographs of more than %.1f GB, the JVM may use %.1f GB; give it more by -Xmx, or take"
                                + " fewer or smaller ones",
                        request.source(),
                        most / 1e9,
                        memory / 1e9));
            }
        }

        private void count(Change change, boolean changed) {
            if (changed) {
                Objects.requireNonNull(changes.get(change)).incrementAndGet();
            }
        }

        List<String> notices(int count) {
            return changes.entrySet().stream()
                    .filter(change -> change.getValue().get() > 0)
                    .map(change -> request.source() + ": " + change.getValue().get() + " of "
                            + Counted.of(count, "photograph") + " " + change.getKey().said)
                    .toList();
        }
    }
}
