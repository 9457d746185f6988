package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The splits of one source in one shape, each read at most once, and whatever else its name may stand for. */
public final class Shelf {
    private final DataRequest request;
    private final LoadProgress progress;
    private final Map<Split, OpenedSource> opened = new EnumMap<>(Split.class);

    private Shelf(DataRequest request, LoadProgress progress) {
        this.request = request;
        this.progress = progress;
    }

    /** Of a source; the split that is asked for plays no part. */
    public static Shelf of(DataRequest request, LoadProgress progress) {
        return new Shelf(request, progress);
    }

    /** How the source is called. */
    public String source() {
        return request.source();
    }

    /** The parts that it has; a source that is not there is bad input. */
    public List<Split> splits() {
        return DataSources.splits(request.source());
    }

    /** One of {@link #splits}. */
    public OpenedSource open(Split split) {
        OpenedSource known = opened.get(split);
        if (known == null) {
            known = DataSources.open(request.with(split), progress);
            opened.put(split, known);
        }
        return known;
    }

    /**
     * The images of this hash: a split of the source, or of any of the places that its name stands for on this machine. Empty where they
     * are not there, and where the source is not.
     */
    public Optional<OpenedSource> find(String sha256) {
        try {
            for (Split split : splits()) {
                if (open(split).dataset().sha256().equals(sha256)) {
                    return Optional.of(open(split));
                }
            }
            for (Split split : splits()) {
                Optional<OpenedSource> found = DataSources.everywhere(request.with(split), progress)
                        .filter(source -> source.dataset().sha256().equals(sha256))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (BadInput gone) {
            return Optional.empty();
        }
    }
}
