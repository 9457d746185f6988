package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Several known sets in the order in which they are wanted, as in {@code mnist, fashion-mnist}: the first that is on this machine or can
 * be fetched, else the last.
 */
final class PreferredSource implements Source {
    private final List<KnownSet> sets;
    private final DataLocations surroundings;

    PreferredSource(List<KnownSet> sets, DataLocations surroundings) {
        this.sets = List.copyOf(sets);
        this.surroundings = surroundings;
    }

    /** The sets, if these words are at least two names with commas between them. */
    static Optional<List<KnownSet>> sets(String source) {
        List<String> names =
                Arrays.stream(source.split(",", -1)).map(String::strip).toList();
        List<KnownSet> sets =
                names.stream().flatMap(name -> KnownSet.of(name).stream()).toList();
        return sets.size() > 1 && sets.size() == names.size() ? Optional.of(sets) : Optional.empty();
    }

    /**
     * @param notice which it is and how to get the others
     */
    record Choice(KnownSet set, String notice) {}

    Choice choose(LoadProgress progress) {
        List<String> reasons = new ArrayList<>();
        for (KnownSet set : sets.subList(0, sets.size() - 1)) {
            try {
                KnownSource source = new KnownSource(set, surroundings);
                if (!source.isAtHand()) {
                    if (surroundings.variable("ATELIER_OFFLINE").isPresent()) {
                        throw new BadInput(
                                set.title() + " is not on this machine, and ATELIER_OFFLINE forbids a download");
                    }
                    source.fetchOnce(progress);
                }
                return new Choice(set, taken(set, reasons));
            } catch (BadInput e) {
                reasons.add(e.getMessage() + "; get its " + set.things() + " by " + set.advice());
            }
        }
        KnownSet last = sets.get(sets.size() - 1);
        return new Choice(last, taken(last, reasons));
    }

    private String taken(KnownSet set, List<String> reasons) {
        StringBuilder notice = new StringBuilder("training on the " + set.things() + " of " + set.title());
        sets.stream()
                .filter(other -> !other.equals(set) && reasons.isEmpty())
                .forEach(other -> notice.append("; --data ")
                        .append(other.name())
                        .append(" trains on ")
                        .append(other.things()));
        reasons.forEach(reason -> notice.append("; ").append(reason));
        return notice.toString();
    }

    /** The one that a look at this machine alone chooses. */
    private KnownSource near() {
        return sets.stream()
                .map(set -> new KnownSource(set, surroundings))
                .filter(KnownSource::isAtHand)
                .findFirst()
                .orElseGet(() -> new KnownSource(sets.get(sets.size() - 1), surroundings));
    }

    @Override
    public List<Split> splits() {
        return near().splits();
    }

    @Override
    public ImageFormat storedFormat() {
        return near().storedFormat();
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        Choice choice = choose(progress);
        OpenedSource opened = new KnownSource(choice.set(), surroundings).open(wanted, split, progress);
        List<String> notices = new ArrayList<>(List.of(choice.notice()));
        notices.addAll(opened.notices());
        return new OpenedSource(opened.dataset(), opened.origin(), notices);
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        return Items.of(open(ImageFormat.asStored(), split, progress));
    }
}
