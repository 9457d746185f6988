package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.data.PictureClasses;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMean;
import dev.atelier.metrics.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether what was made of a picture is of its class, in the eyes of a classifier of real pictures of the kind: the small sister of the FCN
 * score (Isola et al. 2017, arXiv 1611.07004, section 4.1). Beside it stands what the classifier says of real pictures, which is as much as a
 * translation can reach, and of the inputs as they are.
 *
 * @param classes of the pictures that are translated
 * @param learned real pictures of the kind that comes out, of the train split, and their classes; empty where they are not there
 * @param mirrored whether a picture and its mirror image are of one class
 */
record ClassScore(PictureClasses classes, Optional<Real> learned, boolean mirrored) {
    /** The name of the passport. */
    static final String PASSPORT = "classes";

    private static final int MOST_LEARNED = 10_000;
    private static final double GOOD = 0.9;
    private static final double FAIR = 0.7;

    /** Real pictures with their classes. */
    record Real(ImageDataset pictures, PictureClasses classes) {}

    /** Pictures of one row and the class that each should be of. */
    record Row(List<Image> pictures, List<String> classes) {}

    /** These and this one. */
    static List<MetricName> beside(List<MetricName> others) {
        return Stream.concat(others.stream(), Stream.of(MetricName.CLASS_ACCURACY))
                .toList();
    }

    /** Where the pictures have no classes, that is said. */
    void leaveOut(Evidence evidence) {
        if (classes.isEmpty()) {
            evidence.leftOut(
                    "the pictures have no classes that a translation keeps: two or more folders in A and, of the same"
                            + " names, in B, or labelled data with data.derive",
                    MetricName.CLASS_ACCURACY);
        }
    }

    /**
     * The table with a column more.
     *
     * @param rows the model's first; the row of {@code real} is that of real pictures
     * @param judged what is judged, {@code truth} what stands for the truth
     */
    BaselineTable column(
            BaselineTable table,
            Map<String, Row> rows,
            String real,
            SetView view,
            Evidence evidence,
            MetricPassport.Side truth,
            MetricPassport.Side judged) {
        if (!evidence.wants(MetricName.CLASS_ACCURACY)) {
            return table;
        }
        leaveOut(evidence);
        Optional<ClassNamer> chosen = classes.isEmpty() ? Optional.empty() : namer(view, evidence);
        if (chosen.isEmpty()) {
            return table;
        }
        try (ClassNamer namer = chosen.get()) {
            Map<String, PairMean> shares = new LinkedHashMap<>();
            rows.forEach((name, row) -> shares.put(name, share(namer.named(row.pictures()), row.classes())));
            Map<String, String> settings = new LinkedHashMap<>(namer.learning());
            settings.put(
                    "class_accuracy",
                    "share of the class of the input, of " + classes.names().size());
            BaselineTable wider = table.with(MetricName.CLASS_ACCURACY.key(), PASSPORT, shares)
                    .with(PASSPORT, new MetricPassport(namer.passport(), truth, judged, settings));
            say(evidence, wider, List.copyOf(rows.keySet()), real);
            return wider;
        }
    }

    /** How many are named as they should be. */
    static PairMean share(List<String> named, List<String> wanted) {
        return PairMean.of(IntStream.range(0, wanted.size())
                .mapToObj(i -> named.get(i).equals(wanted.get(i)) ? 1.0 : 0.0)
                .toList());
    }

    private Optional<ClassNamer> namer(SetView view, Evidence evidence) {
        Assessment.Wish wish = evidence.wish();
        if (view.extractor().classNames().containsAll(classes.names())) {
            return Optional.of(ClassNamer.of(view.extractor()));
        }
        if (learned.isEmpty()) {
            evidence.leftOut(
                    "without what the run learned from there is nothing to train a classifier on; an extractor that"
                            + " names the classes: --extractor",
                    MetricName.CLASS_ACCURACY);
            return Optional.empty();
        }
        Real real = learned.get();
        if (!real.classes().names().containsAll(classes.names())) {
            evidence.leftOut(
                    "classes of the test split are not among those that can be learned (" + brief(classes.names())
                            + "; "
                            + (real.classes().isEmpty()
                                    ? "none"
                                    : brief(real.classes().names())) + ")",
                    MetricName.CLASS_ACCURACY);
            return Optional.empty();
        }
        if (!wish.extractor().equals(MetricKeys.AUTO)) {
            evidence.caution("class_accuracy: the extractor " + view.extractor().name()
                    + " does not name the classes of these pictures (" + brief(classes.names())
                    + "), so a classifier was trained on the real ones");
        }
        try {
            return Optional.of(ClassNamer.learned(labelled(real), wish.rounds(), mirrored, wish.progress()));
        } catch (BadInput e) {
            evidence.leftOut(String.valueOf(e.getMessage()), MetricName.CLASS_ACCURACY);
            return Optional.empty();
        }
    }

    private static PackedImages labelled(Real real) {
        int[] rows = Unseen.of(real.pictures().size(), new int[0]).chosen(MOST_LEARNED);
        List<Image> pictures = new ArrayList<>();
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            pictures.add(PackedImages.image(real.pictures(), rows[i]));
            labels[i] = real.classes().labels()[rows[i]];
        }
        return PackedImages.of(
                real.pictures().description(), pictures, labels, real.classes().names());
    }

    private static String brief(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(4, names.size())))
                + (names.size() > 4 ? ", … (" + names.size() + ")" : "");
    }

    private void say(Evidence evidence, BaselineTable table, List<String> rows, String real) {
        double own = table.value(rows.get(0), MetricName.CLASS_ACCURACY).orElseThrow();
        double best = table.value(real, MetricName.CLASS_ACCURACY).orElseThrow();
        Verdict.Level level =
                own >= GOOD * best ? Verdict.Level.GOOD : own >= FAIR * best ? Verdict.Level.FAIR : Verdict.Level.POOR;
        StringBuilder others = new StringBuilder();
        for (String row : rows.subList(1, rows.size())) {
            table.value(row, MetricName.CLASS_ACCURACY)
                    .ifPresent(value -> others.append(", in ")
                            .append(text(value))
                            .append(" of ")
                            .append(row));
        }
        evidence.say(
                "Recognised" + (table.name().isEmpty() ? "" : ", " + table.name()),
                level,
                "a classifier of real pictures sees the class of the input in " + text(own) + " of outputs" + others
                        + "; guessing is right in " + text(1.0 / classes.names().size()) + ".");
    }

    private static String text(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
