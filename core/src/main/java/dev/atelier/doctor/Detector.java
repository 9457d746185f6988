package dev.atelier.doctor;

import dev.atelier.doctor.Diagnosis.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One illness: how it shows in the rows, why it comes, what helps. Bounds were set where none of the built-in recipes rings in its first
 * 64 000 images of Fashion-MNIST and each run that was built to be ill does.
 */
sealed interface Detector {
    /** Mean pairwise distance of generated images over that of real ones; 1 is as various as the data. */
    String DIVERSITY = "diversity";

    /** (E D(train) − E D(unseen)) / (E D(train) − E D(fake)), Karras et al. 2020, arXiv 2006.06676, equation 1. */
    String OVERFIT = "overfit";

    /** All of them. */
    List<Detector> ALL = List.of(
            new NotANumber(),
            new Exploding(),
            new Collapse(),
            new VanishedGradient(),
            new OverFitting(),
            new Overpowering(),
            new Oscillation());

    Kind kind();

    /** What shows it in the newest row, in a sentence; empty where nothing does. {@code calibrated}: accuracies mean something. */
    Optional<String> look(History history, boolean calibrated);

    /** How many rows in a row must show it. */
    default int patience() {
        return 1;
    }

    String cause();

    String proposal();

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A value that is not a number. */
    record NotANumber() implements Detector {
        @Override
        public Kind kind() {
            return Kind.NOT_A_NUMBER;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            return history.newest().entrySet().stream()
                    .filter(entry -> !Double.isFinite(entry.getValue()))
                    .map(entry -> text("%s is %s.", entry.getKey(), entry.getValue()))
                    .sorted()
                    .findFirst();
        }

        @Override
        public String cause() {
            return "A step was so large that the numbers overflowed; nothing that follows can be right.";
        }

        @Override
        public String proposal() {
            return "--doctor rollback, or a new run with a tenth of both learning rates (--set generator.learningRate,"
                    + " discriminator.learningRate), or --set discriminator.clipGradient=1 --set generator.clipGradient=1";
        }
    }

    /** A loss far beyond what it was. */
    record Exploding() implements Detector {
        private static final int HISTORY = 20;
        private static final double TIMES = 50;
        private static final double LEAST = 100;

        @Override
        public Kind kind() {
            return Kind.EXPLODING;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            return List.of("lossD", "lossG").stream()
                    .filter(history::has)
                    .map(name -> seen(name, history.last(name, HISTORY + 1)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private static Optional<String> seen(String name, double[] values) {
            double now = Math.abs(values[values.length - 1]);
            double[] before = new double[Math.max(0, values.length - 1)];
            for (int i = 0; i < before.length; i++) {
                before[i] = Math.abs(values[i]);
            }
            double usual = before.length < 2 ? Double.NaN : History.median(before);
            boolean far = now > 1e6 || now > LEAST && now > TIMES * usual;
            return far
                    ? Optional.of(text(
                            "%s is %.3g, its usual size was %s.",
                            name, values[values.length - 1], Double.isNaN(usual) ? "unknown" : text("%.3g", usual)))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "The two networks drive each other's weights up; steps are too large for this loss.";
        }

        @Override
        public String proposal() {
            return "--doctor rollback, lower learning rates, --set discriminator.clipGradient=1, or a penalty (--set penalty.r1=1)";
        }
    }

    /** All images become alike. */
    record Collapse() implements Detector {
        private static final double LOST = 0.4;
        private static final double NOTHING = 0.15;
        private static final int LEARNING = 12;

        @Override
        public Kind kind() {
            return Kind.COLLAPSE;
        }

        @Override
        public int patience() {
            return 3;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            if (!history.has(DIVERSITY)) {
                return Optional.empty();
            }
            double[] values = history.all(DIVERSITY);
            double now = values[values.length - 1];
            double best = History.most(values);
            if (now < LOST * best && best > 0.5 && now < 0.5) {
                return Optional.of(text(
                        "Generated images differ from each other %.2f times as much as real ones do; it was %.2f.", now, best));
            }
            if (values.length > LEARNING && now < NOTHING) {
                return Optional.of(text(
                        "After %d rounds generated images differ from each other only %.2f times as much as real ones do.",
                        history.step(), now));
            }
            return Optional.empty();
        }

        @Override
        public String cause() {
            return "The generator found a few images that pass and makes little else (mode collapse).";
        }

        @Override
        public String proposal() {
            return "--set discriminator.minibatchStddev=4, or discriminator.minibatchDiscrimination=8, a lower generator.learningRate,"
                    + " or another loss (recipe wgan-gp)";
        }
    }

    /** The generator hears nothing any more. */
    record VanishedGradient() implements Detector {
        private static final int EARLY = 10;
        private static final int NOW = 3;
        private static final double SHARE = 0.02;

        @Override
        public Kind kind() {
            return Kind.VANISHED_GRADIENT;
        }

        @Override
        public int patience() {
            return 3;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            double[] all = history.all("gradientG");
            if (!history.has("gradientG") || all.length < NOW + 2) {
                return Optional.empty();
            }
            double early = History.most(java.util.Arrays.copyOf(all, Math.min(EARLY, all.length)));
            double now = History.median(history.last("gradientG", NOW));
            return now < SHARE * early
                    ? Optional.of(text("The generator's gradient is %.2g long; early on it was up to %.2g.", now, early))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "The discriminator is so sure of itself that its slope is flat where the generator stands.";
        }

        @Override
        public String proposal() {
            return "--set loss.name=non-saturating (where it is saturating), a lower discriminator.learningRate,"
                    + " --set loss.realSmoothing=0.1, or recipe wgan-gp, whose critic keeps its slope";
        }
    }

    /** The discriminator learns the training images by heart. */
    record OverFitting() implements Detector {
        private static final double BORDER = 0.5;

        @Override
        public Kind kind() {
            return Kind.OVER_FITTING;
        }

        @Override
        public int patience() {
            return 3;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            if (!history.has(OVERFIT)) {
                return Optional.empty();
            }
            double now = history.newest().getOrDefault(OVERFIT, 0.0);
            return now > BORDER
                    ? Optional.of(text(
                            "Unseen real images lie %.0f %% of the way from training images to generated ones in the discriminator's eyes%s.",
                            100 * now, accuracies(history, calibrated)))
                    : Optional.empty();
        }

        private static String accuracies(History history, boolean calibrated) {
            return calibrated && history.has("accuracyTrain")
                    ? text(
                            ": it takes %.0f %% of training images for real and %.0f %% of unseen ones",
                            100 * history.newest().getOrDefault("accuracyTrain", 0.0),
                            100 * history.newest().getOrDefault("accuracyUnseen", 0.0))
                    : "";
        }

        @Override
        public String cause() {
            return "There are too few images for this discriminator: it learns them by heart, and the generator must copy them to pass.";
        }

        @Override
        public String proposal() {
            return "--set augment.ada=true, or augment.diff=colour,translation,cutout; data.flip=true; more images; a smaller network.width";
        }
    }

    /** The discriminator wins always. */
    record Overpowering() implements Detector {
        private static final int ROWS = 10;
        private static final double SURE = 0.99;

        @Override
        public Kind kind() {
            return Kind.OVERPOWERING;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            double[] real = history.last("accuracyReal", ROWS);
            double[] fake = history.last("accuracyFake", ROWS);
            boolean sure = calibrated
                    && real.length >= ROWS
                    && fake.length >= ROWS
                    && History.least(real) >= SURE
                    && History.least(fake) >= SURE;
            return sure
                    ? Optional.of(text(
                            "Over the last %d rows the discriminator was right on at least %.1f %% of real and %.1f %% of generated images.",
                            ROWS, 100 * History.least(real), 100 * History.least(fake)))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "The discriminator is far ahead of the generator, which learns little from losing every time.";
        }

        @Override
        public String proposal() {
            return "--set balance.strength=1 (slows the player that is ahead), a lower discriminator.learningRate,"
                    + " fewer discriminator.steps, or augment.instanceNoise=0.1";
        }
    }

    /** The players chase each other in circles. */
    record Oscillation() implements Detector {
        private static final int ROWS = 20;
        private static final int TURNS = 8;
        private static final double SWING = 0.3;

        @Override
        public Kind kind() {
            return Kind.OSCILLATION;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            double[] real = history.last("accuracyReal", ROWS);
            double[] fake = history.last("accuracyFake", ROWS);
            if (!calibrated || real.length < ROWS || fake.length < ROWS) {
                return Optional.empty();
            }
            int turns = 0;
            double swing = 0;
            for (int i = 0; i < ROWS; i++) {
                double advantage = real[i] - fake[i];
                swing += Math.abs(advantage) / ROWS;
                turns += i > 0 && advantage * (real[i - 1] - fake[i - 1]) < 0 ? 1 : 0;
            }
            return turns >= TURNS && swing > SWING
                    ? Optional.of(text(
                            "In the last %d rows the discriminator turned %d times from taking most for real to taking most for fake,"
                                    + " by %.0f points on average.",
                            ROWS, turns, 100 * swing))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "Each player overshoots the other's last move, and they go round in circles instead of meeting.";
        }

        @Override
        public String proposal() {
            return "lower both learning rates, lower beta1 (0 or 0.5) or momentum, --set generator.ema=0.999, or --set penalty.r1=1";
        }
    }
}
