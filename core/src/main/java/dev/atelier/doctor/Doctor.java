package dev.atelier.doctor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Watches the rows of one training and says what goes wrong. A function of the rows alone: a new doctor who is shown the rows of a run up
 * to a step knows what the old one knew, so nothing of him needs saving. Each illness is told once, and again only after it was gone for
 * as many rows as it took to be believed.
 */
public final class Doctor {
    private static final int REST = 10;

    /** @param healthy step of the last row before the first that showed it; {@code quiet} rows since the last that did */
    private record Course(int shown, long healthy, boolean told, int quiet) {
        static final Course HEALTHY = new Course(0, 0, false, 0);
    }

    private final boolean calibrated;
    private final Predicate<String> keys;
    private final History history = new History();
    private final Map<Diagnosis.Kind, Course> courses = new EnumMap<>(Diagnosis.Kind.class);

    /**
     * @param calibrated whether the loss has a border between real and fake, so that accuracies mean something
     * @param keys whether the training has a key of this name, which may then be proposed
     */
    public Doctor(boolean calibrated, Predicate<String> keys) {
        this.calibrated = calibrated;
        this.keys = keys;
    }

    /** The name of the diversity in rows. */
    public static String diversity() {
        return Detector.DIVERSITY;
    }

    /** The name of the share of over-fitting in rows. */
    public static String overfit() {
        return Detector.OVERFIT;
    }

    /** The name of the share of samples driven to one end in rows. */
    public static String saturation() {
        return Detector.SATURATION;
    }

    /** The name of how bright outputs are where their inputs are, in rows. */
    public static String likeness() {
        return Detector.LIKENESS;
    }

    /** The name of the same of what should have come out, in rows. */
    public static String likenessReal() {
        return Detector.LIKENESS_REAL;
    }

    /** The name of how much outputs differ from each other, in rows. */
    public static String variety() {
        return Detector.VARIETY;
    }

    /** What is new in this row. */
    public List<Diagnosis> examine(long step, Map<String, Double> values) {
        history.add(step, values);
        List<Diagnosis> found = new ArrayList<>();
        for (Detector detector : Detector.ALL) {
            Course before = courses.getOrDefault(detector.kind(), Course.HEALTHY);
            Optional<String> evidence = detector.look(history, calibrated);
            Course now = next(before, evidence.isPresent(), detector);
            courses.put(detector.kind(), now);
            if (now.told && !before.told) {
                found.add(new Diagnosis(
                        detector.kind(),
                        step,
                        evidence.orElseThrow(),
                        detector.cause(),
                        Proposals.fitting(List.of(detector.proposal(), detector.proposalForPictures()), keys)));
            }
        }
        return found;
    }

    private Course next(Course before, boolean shown, Detector detector) {
        if (shown) {
            int times = before.shown + 1;
            long healthy = before.shown == 0 ? history.before() : before.healthy;
            return new Course(times, healthy, before.told || times >= detector.patience(), 0);
        }
        if (!looked(detector)) {
            return before; // this row has nothing to see it in
        }
        int quiet = before.quiet + 1;
        return before.told && quiet < REST ? new Course(0, before.healthy, true, quiet) : Course.HEALTHY;
    }

    /** Whether the newest row has the numbers that the detector looks at. */
    private boolean looked(Detector detector) {
        return switch (detector.kind()) {
            case COLLAPSE -> history.has(Detector.DIVERSITY);
            case INVERSION -> history.has(Detector.LIKENESS);
            case ONE_CONTENT -> history.has(Detector.VARIETY);
            case UNLEARNED -> history.has(Detector.TURNS);
            case SATURATION -> history.has(Detector.SATURATION);
            case OVER_FITTING -> history.has(Detector.OVERFIT);
            default -> true;
        };
    }

    /** The step of the last row before an illness that was told showed itself; a checkpoint up to then is from better days. */
    public long healthy(Diagnosis diagnosis) {
        return courses.getOrDefault(diagnosis.kind(), Course.HEALTHY).healthy;
    }
}
