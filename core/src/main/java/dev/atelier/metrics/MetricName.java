package dev.atelier.metrics;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The metrics by name: in rows, in reports, on the command line. */
public enum MetricName {
    FID("fid", Better.LOWER, "distance between Gaussians fitted to the features of both sets"),
    FID_DDOF0("fid_ddof0", Better.LOWER, "the same with covariances divided by n"),
    KID("kid", Better.LOWER, "squared kernel distance of the features, unbiased: about 0 for equal sets, also below"),
    KID_BIASED("kid_biased", Better.LOWER, "the same with each sample paired with itself too"),
    KID_SUBSET("kid_subset", Better.LOWER, "the same over a subset, or the mean over random subsets"),
    IS("is", Better.HIGHER, "Inception Score: how surely and how variously a classifier names the output"),
    IS_STD("is_std", Better.NEITHER, "deviation of the Inception Score over its slices"),
    PRECISION("precision", Better.HIGHER, "share of the output that lies among real images"),
    RECALL("recall", Better.HIGHER, "share of real images that lie among the output"),
    DENSITY("density", Better.HIGHER, "how thickly real images lie around the output; 1 for equal sets"),
    COVERAGE("coverage", Better.HIGHER, "share of real images that have output nearby"),
    REALISM("realism", Better.HIGHER, "share of the output that lies among the denser half of real images"),
    AUTHPCT("authpct", Better.HIGHER, "share of the output that is its own and no near copy, in percent"),
    NDB("ndb", Better.LOWER, "share of bins that hold significantly more or fewer of the output than of real images"),
    NDB_JS("ndb_js", Better.LOWER, "Jensen-Shannon divergence of the bins, in nats"),
    MODES("modes", Better.HIGHER, "classes that come in the output at all"),
    CLASS_KL("class_kl", Better.LOWER, "divergence of the output's classes from equal shares, in nats"),
    CLASS_JS(
            "class_js",
            Better.LOWER,
            "Jensen-Shannon divergence of the output's classes from those of real images, in nats"),
    MS_SSIM(
            "ms_ssim",
            Better.NEITHER,
            "how alike two images of the set are; as in real images is best, more is collapse"),
    SWD("swd", Better.LOWER, "sliced Wasserstein distance of the pixels, in hundredths of their range"),
    PPL("ppl", Better.LOWER, "feature path length: how far an image moves for a small step of z"),
    PSNR("psnr", Better.HIGHER, "decibels between each picture and the one that it should be, of their luma"),
    SSIM("ssim", Better.HIGHER, "how alike each picture and the one that it should be are in structure, of their luma"),
    PSNR_RGB("psnr_rgb", Better.HIGHER, "psnr over all channels"),
    SSIM_RGB("ssim_rgb", Better.HIGHER, "ssim, the mean over channels"),
    L1("l1", Better.LOWER, "mean absolute difference to the picture that it should be, as a share of the range"),
    CYCLE_L1("cycle_l1", Better.LOWER, "what a translation there and back changes, as a share of the range"),
    CYCLE_L1_NOISE("cycle_l1_noise", Better.LOWER, "the same with a little noise in between: a jump tells hidden code"),
    IDENTITY_L1("identity_l1", Better.LOWER, "what a translation into a domain does to pictures that are in it"),
    CLASS_ACCURACY(
            "class_accuracy",
            Better.HIGHER,
            "share of translations in which a classifier of real pictures sees the class of the input"),
    CAS("cas", Better.HIGHER, "accuracy on real test images of a classifier that learned from the output alone"),
    CAS_BOTH("cas_both", Better.HIGHER, "the same of one that learned from real images and the output");

    /** Which way is better. */
    public enum Better {
        LOWER,
        HIGHER,
        NEITHER;

        /** As in tables and JSON. */
        public String key() {
            return this == NEITHER ? "-" : name().toLowerCase(Locale.ROOT);
        }
    }

    private final String key;
    private final Better better;
    private final String meaning;

    MetricName(String key, Better better, String meaning) {
        this.key = key;
        this.better = better;
        this.meaning = meaning;
    }

    /** The metric of this name; an unknown one is bad input. */
    public static MetricName of(String key) {
        return Arrays.stream(values())
                .filter(metric -> metric.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new BadInput("no metric named '" + key + "'; known: " + String.join(", ", keys())));
    }

    /** The metric of a score, which may be one of several of a run, as in {@code kid/AtoB}. */
    public static MetricName ofScore(String name) {
        int slash = name.indexOf('/');
        return of(slash < 0 ? name : name.substring(0, slash));
    }

    /** A number as people read it: three or four digits; a dash for none. */
    public static String text(double value) {
        double size = Math.abs(value);
        String format =
                size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : size >= 0.01 ? "%.3f" : "%.2e";
        return Double.isNaN(value) ? "-" : value == 0 ? "0" : String.format(Locale.ROOT, format, value);
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(MetricName::key).toList();
    }

    public String key() {
        return key;
    }

    /** Whether it asks what a picture was made of, or should be, which only translations and enlargements know. */
    public boolean ofPairs() {
        return switch (this) {
            case PSNR, SSIM, PSNR_RGB, SSIM_RGB, L1, CYCLE_L1, CYCLE_L1_NOISE, IDENTITY_L1, CLASS_ACCURACY -> true;
            default -> false;
        };
    }

    public Better better() {
        return better;
    }

    /** What it says, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** The least value there is. */
    public double least() {
        return switch (this) {
            case KID, KID_SUBSET -> Double.NEGATIVE_INFINITY;
            case SSIM, SSIM_RGB -> -1;
            case IS -> 1;
            default -> 0;
        };
    }

    /** The greatest value there is. */
    public double greatest() {
        return switch (this) {
            case PRECISION,
                    RECALL,
                    COVERAGE,
                    REALISM,
                    NDB,
                    MS_SSIM,
                    SSIM,
                    SSIM_RGB,
                    L1,
                    CYCLE_L1,
                    CYCLE_L1_NOISE,
                    IDENTITY_L1,
                    CLASS_ACCURACY,
                    CAS,
                    CAS_BOTH -> 1;
            case AUTHPCT -> 100;
            case NDB_JS, CLASS_JS -> Math.log(2);
            default -> Double.POSITIVE_INFINITY;
        };
    }

    /** How many images it needs at least where it is formed so: a variance needs two, k neighbours k + 1, slices one each. */
    int leastImages(FeatureScores.Settings settings) {
        return switch (this) {
            case IS, IS_STD -> settings.splits();
            case PRECISION, RECALL, DENSITY, COVERAGE, AUTHPCT -> settings.k() + 1;
            default -> 2;
        };
    }

    /** Whether {@code value} is better than {@code other}; never where neither way is. */
    public boolean better(double value, double other) {
        return better == Better.LOWER ? value < other : better == Better.HIGHER && value > other;
    }
}
