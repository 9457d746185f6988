package dev.atelier.metrics;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether generated samples are copies of training samples. Unseen real samples are the measure: they cannot be copies, so whatever
 * they show is chance.
 *
 * <p>For each sample its distance to the nearest training sample is set against that one's distance to its own nearest other (copies of
 * it left out), as in authenticity (Alaa et al. 2022, arXiv 2102.08921): a ratio near 0 is a copy, of unseen real samples it is about 1,
 * in dense regions as in thin ones. A near copy has a ratio below that of all but a hundredth of the unseen samples, and below half of
 * their median, so that smooth pictures, which lie nearer to everything, are not taken for copies. Fisher's exact test (one-sided) asks
 * whether the generated samples have more near copies than the unseen ones by more than chance. Beside it stand AuthPct, ratios of
 * distances, and C_T (Meehan et al. 2020, arXiv 2004.05675).
 *
 * @param authentic AuthPct of the generated samples, 0 to 100
 * @param authenticUnseen the same of unseen real samples: the baseline
 * @param medianRatio median distance to the training samples, generated over unseen; none where that of unseen samples is 0
 * @param leastRatio the same of the least distances
 * @param ct C_T: far below 0 where generated samples lie nearer to training samples than unseen ones do
 * @param nearCopies share of generated samples that are near copies
 * @param nearUnseen share of unseen samples that would be called so
 * @param chance how probable so many near copies are if generated samples were fresh ones
 * @param exactCopies share of generated samples that equal a training sample
 */
public record Memorisation(
        Verdict verdict,
        double authentic,
        double authenticUnseen,
        Optional<Double> medianRatio,
        Optional<Double> leastRatio,
        double ct,
        double nearCopies,
        double nearUnseen,
        double chance,
        double exactCopies) {
    /** What the numbers say. */
    public enum Verdict {
        /** A fifth of the output or more; or a twentieth, while all of the output lies too near to training samples (C_T). */
        COPIES,
        /** At least a fiftieth, and not by chance. */
        SUSPICIOUS,
        CLEAN,
        /** Too few samples to see whether a tenth of them were copies. */
        UNDECIDABLE
    }

    private static final int LEAST = 50;
    private static final double TAIL = 0.01;
    private static final double COPYING = 0.2;
    private static final double COPYING_BY_BOTH = 0.05;
    private static final double CT_BY_BOTH = -5;
    private static final double SUSPECT = 0.02;
    private static final double WORTH_SEEING = 0.1;
    private static final double SIGNIFICANT = 1e-3;
    private static final int CELLS = 3;

    /** Of features of one extractor: at least two training samples, one unseen and one generated sample. */
    public static Memorisation of(Features train, Features unseen, Features fake) {
        if (train.count() < 2 || unseen.count() < 1 || fake.count() < 1) {
            throw new BadInput("memorisation: " + train.count() + " training, " + unseen.count() + " unseen, "
                    + fake.count() + " generated samples; allowed: at least 2, 1 and 1");
        }
        Nearness made = Nearness.of(train, fake);
        Nearness real = Nearness.of(train, unseen);
        double[] ratios = sorted(real.ratio);
        double border = Math.min(ratios[(int) (TAIL * ratios.length)], median(ratios) / 2);
        int near = below(made.ratio, border);
        int byChance = below(real.ratio, border);
        double chance = FisherExact.more(near, fake.count(), byChance, unseen.count());
        double ct = DataCopying.ct(train, unseen, real.squared, fake, made.squared, CELLS);
        boolean enough = Math.min(train.count(), Math.min(unseen.count(), fake.count())) >= LEAST;
        return new Memorisation(
                enough ? verdict(near, fake.count(), byChance, unseen.count(), chance, ct) : Verdict.UNDECIDABLE,
                made.authentic,
                real.authentic,
                quotient(median(sorted(made.squared)), median(sorted(real.squared))),
                quotient(sorted(made.squared)[0], sorted(real.squared)[0]),
                ct,
                (double) near / fake.count(),
                (double) byChance / unseen.count(),
                chance,
                Arrays.stream(made.squared).filter(d -> d == 0).count() / (double) fake.count());
    }

    private static Verdict verdict(int near, int fake, int byChance, int unseen, double chance, double ct) {
        double expected = (double) byChance / unseen;
        double more = (double) near / fake - expected;
        if (chance <= SIGNIFICANT && more >= SUSPECT) {
            boolean both = more >= COPYING_BY_BOTH && ct <= CT_BY_BOTH;
            return more >= COPYING || both ? Verdict.COPIES : Verdict.SUSPICIOUS;
        }
        int copying = (int) Math.round(fake * (WORTH_SEEING + (1 - WORTH_SEEING) * expected));
        boolean visible = FisherExact.more(copying, fake, byChance, unseen) <= SIGNIFICANT;
        return visible ? Verdict.CLEAN : Verdict.UNDECIDABLE;
    }

    /**
     * How near some samples are to the training samples.
     *
     * @param squared distance to the nearest
     * @param ratio of that distance to the nearest one's own gap
     * @param authentic AuthPct
     */
    private record Nearness(double[] squared, double[] ratio, double authentic) {
        static Nearness of(Features train, Features set) {
            Neighbours.Nearest nearest = Neighbours.nearest(set, train, 1);
            int[] hit = Arrays.stream(nearest.rows()).distinct().sorted().toArray();
            double[] others = Neighbours.within(train, hit, 1).squared();
            double[] gaps = gaps(train, hit, others);
            double[] ratio = new double[set.count()];
            int own = 0;
            for (int i = 0; i < ratio.length; i++) {
                int at = Arrays.binarySearch(hit, nearest.rows()[i]);
                double squared = nearest.squared()[i];
                own += others[at] < squared ? 1 : 0;
                ratio[i] = squared == 0 ? 0 : Math.sqrt(squared / gaps[at]);
            }
            return new Nearness(nearest.squared(), ratio, 100.0 * own / set.count());
        }

        /** Squared distances to the nearest other that is not a copy; 0 where all are. */
        private static double[] gaps(Features train, int[] hit, double[] others) {
            double[] gaps = others.clone();
            for (int i = 0; i < hit.length; i++) {
                int[] row = {hit[i]};
                for (int k = 1; gaps[i] == 0 && k < train.count() - 1; ) {
                    k = Math.min(8 * k, train.count() - 1);
                    double[] squared = Neighbours.within(train, row, k).squared();
                    gaps[i] = Arrays.stream(squared)
                            .filter(d -> d > 0)
                            .findFirst()
                            .orElse(0);
                }
            }
            return gaps;
        }
    }

    private static int below(double[] ratios, double border) {
        return (int) Arrays.stream(ratios).filter(r -> r < border || r == 0).count();
    }

    private static Optional<Double> quotient(double squared, double ofSquared) {
        return ofSquared > 0 ? Optional.of(Math.sqrt(squared / ofSquared)) : Optional.empty();
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
        String numbers = format(
                "%.1f %% of the output are near copies of training images, by the measure by which %.1f %% of unseen real images are.",
                100 * nearCopies, 100 * nearUnseen);
        return switch (verdict) {
            case COPIES -> "It copies its training set: " + numbers;
            case SUSPICIOUS -> "Suspiciously close: " + numbers;
            case CLEAN -> "No sign of copying: " + numbers;
            case UNDECIDABLE ->
                "Not decidable: too few training, unseen or generated images to tell copies from chance.";
        };
    }

    /** The numbers behind it, a sentence each. */
    public List<String> evidence() {
        List<String> evidence = new ArrayList<>();
        evidence.add(format(
                "Were the output as fresh as unseen real images, it would have so many near copies with a probability of %.2g.",
                chance));
        evidence.add(format(
                "%.1f %% of the generated images are authentic (further from their nearest training image than that one from its own neighbour); of unseen real images %.1f %% are.",
                authentic, authenticUnseen));
        medianRatio.ifPresent(ratio -> evidence.add(format(
                "The median distance to the nearest training image is %.2f times that of unseen real images.", ratio)));
        leastRatio.ifPresent(ratio -> evidence.add(
                format("The least distance to a training image is %.2f times that of unseen real images.", ratio)));
        evidence.add(format(
                "C_T is %.1f: far below 0 would mean that the output lies nearer to training images than unseen real ones do.",
                ct));
        evidence.add(
                format("%.2f %% of the generated images equal a training image in every feature.", 100 * exactCopies));
        return evidence;
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
        medianRatio.ifPresent(ratio -> json.put("medianRatio", ratio));
        leastRatio.ifPresent(ratio -> json.put("leastRatio", ratio));
        json.put("ct", ct);
        json.put("nearCopies", nearCopies);
        json.put("nearUnseen", nearUnseen);
        json.put("chance", chance);
        json.put("exactCopies", exactCopies);
        return json;
    }
}
