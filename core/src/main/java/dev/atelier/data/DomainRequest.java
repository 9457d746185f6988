package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.List;
import java.util.Objects;

/**
 * Which two kinds of pictures somebody needs, that need not belong together.
 *
 * @param asker how the one is called that asks, for messages, as in "cyclegan"
 * @param source a folder or a zip of two kinds; with {@code classes} any labelled source that {@link DataSources} understands
 * @param classes none, or two: the class that is A and the one that is B
 * @param channelsA of A, 1 to 4; 0: as in the data, without transparency
 * @param channelsB the same of B
 * @param family what stays on one side where a tenth is held out
 * @param jitter the size that networks see, and whether the train split is stored somewhat larger
 */
public record DomainRequest(
        String asker, String source, List<String> classes, int channelsA, int channelsB, Family family, Jitter jitter) {
    public DomainRequest {
        classes = List.copyOf(classes);
        Objects.requireNonNull(jitter, "jitter");
        if (channelsA < 0 || channelsA > 4 || channelsB < 0 || channelsB > 4) {
            throw new BadInput(asker + ": channels " + channelsA + " and " + channelsB
                    + "; allowed: 1 to 4, or 0 for as in the data");
        }
        if (!classes.isEmpty() && (classes.size() != 2 || classes.get(0).equals(classes.get(1)))) {
            throw new BadInput(asker + ": domains '" + String.join(",", classes)
                    + "'; allowed: two classes of the data with a comma between them");
        }
    }

    /** Two kinds in a folder, with the channels that they have, moved and mirrored. */
    public static DomainRequest of(String asker, String source, int side) {
        return new DomainRequest(asker, source, List.of(), 0, 0, Family.NONE, Jitter.full(side, side));
    }

    /** Two classes of a labelled source. */
    public DomainRequest ofClasses(String a, String b) {
        return new DomainRequest(asker, source, List.of(a, b), channelsA, channelsB, family, jitter);
    }

    public DomainRequest withChannels(int a, int b) {
        return new DomainRequest(asker, source, classes, a, b, family, jitter);
    }

    public DomainRequest with(Family other) {
        return new DomainRequest(asker, source, classes, channelsA, channelsB, other, jitter);
    }

    public DomainRequest with(Jitter other) {
        return new DomainRequest(asker, source, classes, channelsA, channelsB, family, other);
    }
}
