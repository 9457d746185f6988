package dev.atelier.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether generated samples are copies of training samples. Unseen real samples are the measure: they cannot be copies, so whatever
 * they show is chance.
 *
 * <p>For each sample its distance to the nearest training sample is set against that one's distance to its own nearest other (copies of
 * it left out), as in authenticity (Alaa et al. 2022, arXiv 2102.08921): a ratio near 0 is a copy, of unseen real samples it is about 1,
 * in dense regions as in thin ones. A near copy has a ratio below that of all but a hundredth of the unseen samples, and below half of
 * their median, so that smooth pictures, which lie nearer to everything, are not taken for copies. The share of near copies makes the
 * verdict. Beside it stand AuthPct, the ratio of median distances, and C_T (Meehan et al. 2020, arXiv 2004.05675).
 *
 * @param authentic AuthPct of the generated samples, 0 to 100
 * @param authenticUnseen the same of unseen real samples: the baseline
 * @param medianRatio median distance to the training samples, generated over unseen
 * @param ct C_T: far below 0 where generated samples lie nearer to training samples than unseen ones do
 * @param nearCopies share of generated samples that are near copies
 * @param byChance the share that unseen samples would have at most
 * @param exactCopies share of generated samples that equal a training sample
 */
public record Memorisation(
        Verdict verdict,
        double authentic,
        double authenticUnseen,
        double medianRatio,
        double ct,
        double nearCopies,
        double byChance,
        double exactCopies) {
    /** What the numbers say. */
    public enum Verdict {
        COPIES,
        SUSPICIOUS,
        CLEAN,
        UNDECIDABLE
    }

    private static final int LEAST = 50;
    private static final double TAIL = 0.01;
    private static final int LEAST_IN_TAIL = 5;
    private static final int OTHERS = 5;
    private static final double COPYING = 0.2;
    private static final double SUSPECT = 0.02;
    private static final double SIGMAS = 4;
    private static final int CELLS = 3;

    /** Of features; training samples and generated ones must be of one length. */
    public static Memorisation of(Features train, Features unseen, Features fake) {
        Nearness made = Nearness.of(train, fake);
        Nearness real = Nearness.of(train, unseen);
        double tail = Math.min(0.5, Math.max(TAIL, (double) LEAST_IN_TAIL / unseen.count()));
        double[] ratios = sorted(real.ratio);
        double border = Math.min(ratios[(int) (tail * ratios.length)], median(ratios) / 2);
        double near = share(made.ratio, border);
        double exact = Arrays.stream(made.squared).filter(d -> d == 0).count() / (double) fake.count();
        return new Memorisation(
                verdict(train, unseen, fake, near, tail),
                made.authentic,
                real.authentic,
                median(sorted(roots(made.squared))) / Math.max(Double.MIN_NORMAL, median(sorted(roots(real.squared)))),
                DataCopying.ct(train, unseen, real.squared, fake, made.squared, CELLS),
                near,
                tail,
                exact);
    }

    private static Verdict verdict(Features train, Features unseen, Features fake, double near, double tail) {
        if (train.count() < LEAST || unseen.count() < LEAST || fake.count() < LEAST) {
            return Verdict.UNDECIDABLE;
        }
        double error = Math.sqrt(tail * (1 - tail) * (1.0 / fake.count() + 1.0 / unseen.count()));
        boolean chance = near <= tail + SIGMAS * error;
        double more = near - tail;
        return chance || more < SUSPECT ? Verdict.CLEAN : more >= COPYING ? Verdict.COPIES : Verdict.SUSPICIOUS;
    }

    /** How near some samples are to the training samples. */
    private record Nearness(double[] squared, double[] ratio, double authentic) {
        static Nearness of(Features train, Features set) {
            Neighbours.Nearest nearest = Neighbours.nearest(set, train, 1);
            int[] hit = Arrays.stream(nearest.rows()).distinct().sorted().toArray();
            int k = Math.max(1, Math.min(OTHERS, train.count() - 1));
            double[] others = Neighbours.within(train, hit, k).squared();
            double[] ratio = new double[set.count()];
            int own = 0;
            for (int i = 0; i < ratio.length; i++) {
                int at = Arrays.binarySearch(hit, nearest.rows()[i]);
                own += others[at * k] < nearest.squared()[i] ? 1 : 0;
                ratio[i] = Math.sqrt(nearest.squared()[i] / gap(others, at * k, k));
            }
            return new Nearness(nearest.squared(), ratio, 100.0 * own / set.count());
        }

        /** The first distance that is not that of a copy; of copies alone the sample has no others. */
        private static double gap(double[] squared, int from, int k) {
            return IntStream.range(from, from + k)
                    .mapToDouble(i -> squared[i])
                    .filter(d -> d > 0)
                    .findFirst()
                    .orElse(Double.POSITIVE_INFINITY);
        }
    }

    private static double share(double[] values, double below) {
        return Arrays.stream(values).filter(v -> v < below || v == 0).count() / (double) values.length;
    }

    private static double[] roots(double[] squared) {
        return Arrays.stream(squared).map(Math::sqrt).toArray();
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /** The verdict in one sentence. */
    public String text() {
        return switch (verdict) {
            case COPIES -> format(
                    "It copies its training set: %.1f %% of the output are near copies of training images, of unseen real images at most %.1f %%.",
                    100 * nearCopies, 100 * byChance);
            case SUSPICIOUS -> format(
                    "Suspiciously close: %.1f %% of the output are near copies of training images, of unseen real images at most %.1f %%.",
                    100 * nearCopies, 100 * byChance);
            case CLEAN -> format(
                    "No sign of copying: %.1f %% of the output are as near to a training image as at most %.1f %% of unseen real images are.",
                    100 * nearCopies, 100 * byChance);
            case UNDECIDABLE -> "Not decidable: fewer than " + LEAST + " training, unseen or generated images.";
        };
    }

    /** The numbers behind it, a sentence each. */
    public List<String> evidence() {
        return List.of(
                format(
                        "%.1f %% of the generated images are authentic (further from their nearest training image than that one from its own neighbour); of unseen real images %.1f %% are.",
                        authentic, authenticUnseen),
                format(
                        "The median distance to the nearest training image is %.2f times that of unseen real images.",
                        medianRatio),
                format(
                        "C_T is %.1f: far below 0 would mean that the output lies nearer to training images than unseen real ones do.",
                        ct),
                format("%.2f %% of the generated images equal a training image in every feature.", 100 * exactCopies));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    /** As texts and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
        json.put("authpct", authentic);
        json.put("authpctUnseen", authenticUnseen);
        json.put("medianRatio", medianRatio);
        json.put("ct", ct);
        json.put("nearCopies", nearCopies);
        json.put("byChance", byChance);
        json.put("exactCopies", exactCopies);
        return json;
    }
}
