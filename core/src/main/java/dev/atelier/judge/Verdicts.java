package dev.atelier.judge;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.metrics.DiscriminatorAccuracy;
import dev.atelier.metrics.Verdict;
import dev.atelier.metrics.Verdict.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Scores in sentences. Every bound compares with what real images get, because a score by itself says little. */
final class Verdicts {
    private final Map<String, Score> scores;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Verdicts(Map<String, Score> scores) {
        this.scores = scores;
    }

    /** Images from which on a Fréchet distance is more than the error of its own covariances. */
    private static final int ENOUGH = 1000;

    /** What features say: likeness, realism, variety. */
    static List<Verdict> ofFeatures(Map<String, Score> scores, int images) {
        Verdicts words = new Verdicts(scores);
        words.likeness(images);
        words.realism();
        words.variety();
        return words.verdicts;
    }

    private void likeness(int images) {
        Score fid = scores.get("fid");
        if (fid == null) {
            return;
        }
        String text = format("The Fréchet distance to real images is %s", Report.number(fid.value()));
        if (fid.real().isEmpty()) {
            verdicts.add(
                    new Verdict("Likeness", Level.UNKNOWN, text + "; compare it with other runs (atelier compare)."));
            return;
        }
        if (images < ENOUGH) {
            verdicts.add(new Verdict(
                    "Likeness",
                    Level.UNKNOWN,
                    format(
                            "%s, of %d images: too few to say how far that is; at least %d tell.",
                            text, images, ENOUGH)));
            return;
        }
        double floor = Math.max(1e-12, fid.real().get());
        double times = fid.value() / floor;
        Level level = times <= 10 ? Level.GOOD : times <= 100 ? Level.FAIR : Level.POOR;
        verdicts.add(new Verdict(
                "Likeness",
                level,
                format(
                        "%s; as many unseen real images are at %s, so the output is %s times as far.",
                        text, Report.number(floor), Report.number(times))));
    }

    private void realism() {
        share(
                "Realism",
                "realism",
                "%s of the generated images lie where real ones are dense%s: %s.",
                "single pictures look right",
                "many pictures look right, some do not",
                "most pictures would not pass for real");
    }

    private void variety() {
        share(
                "Variety",
                "coverage",
                "The output comes near %s of the real images%s: %s.",
                "it makes nearly all there is",
                "it leaves kinds of pictures out",
                "it makes only a small part of what there is");
    }

    private void share(String topic, String name, String sentence, String good, String fair, String poor) {
        Score score = scores.get(name);
        if (score == null) {
            return;
        }
        double most = score.real().orElse(1.0);
        double share = most > 0 ? score.value() / most : 0;
        Level level = share >= 0.85 ? Level.GOOD : share >= 0.5 ? Level.FAIR : Level.POOR;
        String words = level == Level.GOOD ? good : level == Level.FAIR ? fair : poor;
        String beside = score.real()
                .map(real -> " (of unseen real images " + percent(real) + ")")
                .orElse("");
        verdicts.add(new Verdict(topic, level, format(sentence, percent(score.value()), beside, words)));
    }

    /** Whether two generated images are more alike than two real ones. */
    static Optional<Verdict> ofLikeness(Map<String, Score> scores) {
        Score similarity = scores.get("ms_ssim");
        if (similarity == null || similarity.real().isEmpty()) {
            return Optional.empty();
        }
        double more = similarity.value() - similarity.real().get();
        Level level = more <= 0.05 ? Level.GOOD : more <= 0.15 ? Level.FAIR : Level.POOR;
        return Optional.of(new Verdict(
                "Difference",
                level,
                format(
                        "Two generated images are alike by %s (MS-SSIM), two real ones by %s: %s.",
                        Report.number(similarity.value()),
                        Report.number(similarity.real().get()),
                        level == Level.GOOD
                                ? "they differ as real ones do"
                                : "they differ less than real ones, a sign of collapse")));
    }

    /** Which classes come too often, too seldom, not at all. */
    static Verdict ofClasses(int captured, int classes, double apart, List<String> missing, Optional<Double> named) {
        Level level = captured < classes || apart > 0.25 ? Level.POOR : apart > 0.1 ? Level.FAIR : Level.GOOD;
        String text = captured == classes
                ? format(
                        "All %d classes come; %s of the output would have to change class to match the data.",
                        classes, percent(apart))
                : format("Only %d of %d classes come; missing: %s.", captured, classes, String.join(", ", missing));
        String asked = named.map(
                        share -> format(" A classifier names the class that was asked for in %s.", percent(share)))
                .orElse("");
        return new Verdict("Classes", level, text + asked);
    }

    /** Whether the output helps to train a classifier. */
    static Verdict ofUsefulness(double real, double synthetic, double both) {
        double share = real > 0 ? synthetic / real : 0;
        Level level = share >= 0.9 ? Level.GOOD : share >= 0.7 ? Level.FAIR : Level.POOR;
        return new Verdict(
                "Usefulness",
                level,
                format(
                        "A classifier that learned from generated images alone is right on %s of real test images, from real ones on %s;"
                                + " generated images beside the real ones %s (%s).",
                        percent(synthetic),
                        percent(real),
                        both > real + 0.002 ? "help" : both < real - 0.002 ? "hurt" : "make no difference",
                        percent(both)));
    }

    /** What the discriminator remembers of the training images. */
    static Verdict ofDiscriminator(DiscriminatorAccuracy accuracy, boolean calibrated) {
        if (!calibrated) {
            return new Verdict(
                    "Discriminator",
                    Level.UNKNOWN,
                    "Its loss has no border between real and fake, so it has no accuracy.");
        }
        double gap = accuracy.gap();
        Level level = gap <= 0.1 ? Level.GOOD : gap <= 0.3 ? Level.FAIR : Level.POOR;
        return new Verdict(
                "Discriminator",
                level,
                format(
                        "It takes %s of the training images for real, %s of unseen real ones, and finds %s of the generated ones out: %s.",
                        percent(accuracy.train()),
                        percent(accuracy.heldOut()),
                        percent(accuracy.fake()),
                        level == Level.GOOD
                                ? "it has not learned the training images by heart"
                                : "it knows the training images better than others of their kind (over-fitting)"));
    }

    /** What the doctor said while the run was trained; {@code looked}: he was not off. */
    static Verdict ofTraining(List<Diagnosis> diagnoses, boolean looked) {
        if (diagnoses.isEmpty()) {
            return looked
                    ? new Verdict("Training", Level.GOOD, "The doctor saw nothing wrong.")
                    : new Verdict("Training", Level.NOTE, "The doctor was off (doctor.action).");
        }
        Diagnosis last = diagnoses.get(diagnoses.size() - 1);
        return new Verdict(
                "Training",
                Level.FAIR,
                format(
                        "The doctor gave %d warning%s, the last at step %d: %s.",
                        diagnoses.size(),
                        diagnoses.size() == 1 ? "" : "s",
                        last.step(),
                        last.kind().key()));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
