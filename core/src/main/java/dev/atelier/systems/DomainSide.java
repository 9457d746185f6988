package dev.atelier.systems;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.KnownImages;
import dev.atelier.data.OpenedDomains;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricPassport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of two kinds of pictures, as translations between them are judged.
 *
 * @param name A or B
 * @param kind of the test split
 * @param learned of the train split at the size of training; empty where what lies there is not what was learned from
 */
record DomainSide(String name, OpenedDomains.Kind kind, Unseen unseen, Optional<OpenedDomains.Kind> learned) {
    /** A picture that has a partner in both kinds is rare by chance: from this share on they are taken for partners. */
    private static final double PARTNERS = 0.5;

    static DomainSide of(String name, OpenedDomains.Kind kind, Optional<OpenedDomains.Kind> train) {
        ImageDataset held = kind.pictures();
        Unseen unseen = train.map(known ->
                        Unseen.of(held.size(), KnownImages.of(known.pictures()).among(held)))
                .orElseGet(() -> Unseen.unknown(held.size()));
        return new DomainSide(name, kind, unseen, train);
    }

    /** Without what was learned from. */
    DomainSide alone() {
        return new DomainSide(name, kind, unseen, Optional.empty());
    }

    ImageDataset held() {
        return kind.pictures();
    }

    List<String> names() {
        return kind.names();
    }

    /** A picture, as all are. */
    Image picture() {
        return PackedImages.image(held(), 0);
    }

    /** The row of real pictures of the test split. */
    String real() {
        return BaselineTable.REAL + name;
    }

    /** The row of pictures that nothing is done to. */
    String asItIs() {
        return name + " as it is";
    }

    /** The row of what was learned from. */
    String training() {
        return name + " " + BaselineTable.OF_TRAINING;
    }

    /** So many of its pictures as what stands for the truth. */
    MetricPassport.Side truth(int count) {
        return unseen.truth(held().description(), held().sha256(), count);
    }

    /** Which picture of the other kind has the same name, by the number among those that are judged. */
    Map<Integer, Integer> partners(DomainSide other, int[] rows) {
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < other.names().size(); i++) {
            byName.put(other.names().get(i), i);
        }
        Map<Integer, Integer> partners = new LinkedHashMap<>();
        for (int i = 0; i < rows.length; i++) {
            Integer found = byName.get(names().get(rows[i]));
            if (found != null) {
                partners.put(i, found);
            }
        }
        return partners.size() < 2 || partners.size() < PARTNERS * rows.length ? Map.of() : partners;
    }
}
