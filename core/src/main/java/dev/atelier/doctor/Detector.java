package dev.atelier.doctor;

import dev.atelier.doctor.Diagnosis.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One illness: how it shows in the rows, why it comes, what helps. Bounds stand well outside of what healthy runs of the
 * built-in recipes show; runs that were built to be ill cross them.
 */
sealed interface Detector
        permits Detector.NotANumber,
                Detector.Exploding,
                Detector.Collapse,
                Detector.VanishedGradient,
                Detector.Saturation,
                Detector.OverFitting,
                Detector.Overpowering,
                Detector.Oscillation,
                Inverted,
                OneContent,
                Unlearned {
    /** Mean pairwise distance of generated images over that of real ones; 1 is as various as the data. */
    String DIVERSITY = "diversity";

    /** (E D(train) − E D(unseen)) / (E D(train) − E D(fake)), Karras et al. 2020, arXiv 2006.06676, equation 1. */
    String OVERFIT = "overfit";

    /**
     * How far generated samples are driven to black or to white beyond what real ones show: of the share of real samples that are
     * not near that end, how much of it generated ones have there in addition. 0 is like the data, 1 all black or all white.
     */
    String SATURATION = "saturation";

    /** Of translations, the correlation of the lightness of outputs with that of their inputs. */
    String LIKENESS = "likeness";

    /** The same of what should have come out, where that is known. */
    String LIKENESS_REAL = "likenessReal";

    /** Mean pairwise distance of outputs over that of their inputs, or of real ones of the other kind where these are more alike. */
    String VARIETY = "variety";

    /** How many quarter turns a classifier of these names rightly. */
    String TURNS = "accuracyTurns";

    /** What lets the Fashion GAN's table learn; docs/which.md has the measurements. */
    String CALM =
            "penalty.r1=1 with generator.beta1=0.5 and discriminator.beta1=0.5, and a discriminator.learningRate no lower than"
                    + " the generator's";

    /** All of them. */
    List<Detector> ALL = List.of(
            new NotANumber(),
            new Exploding(),
            new Collapse(),
            new VanishedGradient(),
            new Saturation(),
            new Inverted(),
            new OneContent(),
            new Unlearned(),
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

    /** The same for a training that has not the keys of that one, as one that translates pictures. */
    default String proposalForPictures() {
        return proposal();
    }

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
            return "--doctor rollback, or a new run with a tenth of generator.learningRate and discriminator.learningRate, or"
                    + " discriminator.clipGradient=1 and generator.clipGradient=1";
        }
    }

    /** A loss or a gradient far beyond what it was. */
    record Exploding() implements Detector {
        private static final int HISTORY = 20;

        @Override
        public Kind kind() {
            return Kind.EXPLODING;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            return List.of("lossD", "lossG", "gradientD", "gradientG").stream()
                    .filter(history::has)
                    .map(name -> seen(name, history.last(name, HISTORY + 1)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private static Optional<String> seen(String name, double[] values) {
            double now = Math.abs(values[values.length - 1]);
            boolean loss = name.startsWith("loss");
            double[] before = new double[values.length - 1];
            for (int i = 0; i < before.length; i++) {
                before[i] = Math.abs(values[i]);
            }
            double usual = before.length < 2 ? Double.NaN : History.median(before);
            boolean far = loss ? now > 100 && now > 50 * usual : now > 1e4 && now > 1000 * usual;
            return far || now > 1e6
                    ? Optional.of(text(
                            "%s is %.3g; its usual size was %s.",
                            name, values[values.length - 1], Double.isNaN(usual) ? "unknown yet" : text("%.3g", usual)))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "The two networks drive each other's weights up; steps are too large for this loss.";
        }

        @Override
        public String proposal() {
            return "--doctor rollback, lower learning rates, or discriminator.clipGradient=1 and generator.clipGradient=1";
        }
    }

    /** All images become alike. */
    record Collapse() implements Detector {
        private static final double LOST = 0.4;
        private static final double NOTHING = 0.1;
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
            double now = history.now(DIVERSITY);
            double best = history.most(DIVERSITY);
            if (best > 0.5 && now < LOST * best) {
                return Optional.of(text(
                        "Generated images differ from each other %.2f times as much as real ones do; it was %.2f.",
                        now, best));
            }
            return history.count(DIVERSITY) > LEARNING && now < NOTHING
                    ? Optional.of(text(
                            "After %d steps generated images differ from each other only %.2f times as much as real ones do.",
                            history.step(), now))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "The generator found a few images that pass and makes little else (mode collapse).";
        }

        @Override
        public String proposal() {
            return "discriminator.minibatchDiscrimination=8 or discriminator.minibatchStddev=4, a lower generator.learningRate, or"
                    + " another loss (recipe wgan-gp)";
        }
    }

    /** The generator hears nothing any more. */
    record VanishedGradient() implements Detector {
        private static final int NOW = 3;
        private static final double SHARE = 0.02;
        private static final double OF_WEIGHTS = 1e-7;

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
            if (!history.has("gradientG") || history.count("gradientG") < NOW) {
                return Optional.empty();
            }
            double early = history.earlyMost("gradientG");
            double now = History.median(history.last("gradientG", NOW));
            boolean dead = now < SHARE * early || now < OF_WEIGHTS * history.now("weightG");
            return dead
                    ? Optional.of(
                            text("The generator's gradient is %.2g long; early on it was up to %.2g.", now, early))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "Where the generator stands everything is flat: the discriminator is too sure of itself, or the generator's last"
                    + " activation has saturated (all pictures black or white).";
        }

        @Override
        public String proposal() {
            return CALM
                    + "; a lower discriminator.learningRate where it is far ahead; loss.name=non-saturating where it is"
                    + " saturating; or recipe wgan-gp, whose critic keeps its slope";
        }

        @Override
        public String proposalForPictures() {
            return "a lower discriminator.learningRate; loss.name=least-squares, whose slope does not end";
        }
    }

    /** The generator's last activation is driven to one of its ends. */
    record Saturation() implements Detector {
        private static final double MOST = 0.3;

        @Override
        public Kind kind() {
            return Kind.SATURATION;
        }

        @Override
        public int patience() {
            return 2;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            return history.now(SATURATION) > MOST
                    ? Optional.of(text(
                            "Of the samples that are not black, or not white, in real images, %.0f %% are so in generated ones.",
                            100 * history.now(SATURATION)))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "The generator's last activation is driven to one end, where its slope is nearly nothing: it sticks there until a slow"
                    + " discriminator notices, and is then thrown to the other end.";
        }

        @Override
        public String proposal() {
            return CALM;
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
            return history.now(OVERFIT) > BORDER
                    ? Optional.of(text(
                            "In the discriminator's eyes unseen real images lie %.0f %% of the way from training images to generated ones%s.",
                            100 * history.now(OVERFIT), accuracies(history, calibrated)))
                    : Optional.empty();
        }

        private static String accuracies(History history, boolean calibrated) {
            return calibrated && history.has("accuracyTrain")
                    ? text(
                            ": it takes %.0f %% of training images for real and %.0f %% of unseen ones",
                            100 * history.now("accuracyTrain"), 100 * history.now("accuracyUnseen"))
                    : "";
        }

        @Override
        public String cause() {
            return "There are too few images for this discriminator: it learns them by heart, and the generator must copy them to pass.";
        }

        @Override
        public String proposal() {
            return "augment.diff=color,translation,cutout; data.flip=true; more images; a smaller network.width";
        }
    }

    /** The discriminator wins always, and the generator gets no better. */
    record Overpowering() implements Detector {
        private static final int ROWS = 10;
        private static final double SURE = 0.98;

        @Override
        public Kind kind() {
            return Kind.OVERPOWERING;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            double[] real = history.last("accuracyReal", ROWS);
            double[] fake = history.last("accuracyFake", ROWS);
            double[] loss = history.last("lossG", 2 * ROWS);
            if (!calibrated || real.length < ROWS || fake.length < ROWS || loss.length < 2 * ROWS) {
                return Optional.empty();
            }
            double earlier = History.mean(java.util.Arrays.copyOf(loss, ROWS));
            double now = History.mean(history.last("lossG", ROWS));
            boolean sure = History.least(real) >= SURE && History.least(fake) >= SURE && now >= 0.9 * earlier;
            return sure
                    ? Optional.of(text(
                            "Over the last %d rows the discriminator was right on at least %.1f %% of real and %.1f %% of generated"
                                    + " images, and the generator's loss went from %.3g to %.3g.",
                            ROWS, 100 * History.least(real), 100 * History.least(fake), earlier, now))
                    : Optional.empty();
        }

        @Override
        public String cause() {
            return "The discriminator is far ahead of the generator, which learns little from losing every time.";
        }

        @Override
        public String proposal() {
            return "balance.strength=1 (slows the player that is ahead), a lower discriminator.learningRate, fewer"
                    + " discriminator.steps, or augment.instanceNoise=0.1";
        }

        @Override
        public String proposalForPictures() {
            return "a lower discriminator.learningRate, more pictures, or smaller patches (discriminator.strides=1); where outputs"
                    + " are good all the same, nothing";
        }
    }

    /** The players chase each other in circles. */
    record Oscillation() implements Detector {
        private static final int ROWS = 24;
        private static final int TURNS = 8;
        private static final double SWING = 0.3;
        private static final int CROSSINGS = 6;
        private static final double GROWTH = 1.5;

        @Override
        public Kind kind() {
            return Kind.OSCILLATION;
        }

        @Override
        public Optional<String> look(History history, boolean calibrated) {
            Optional<String> turns = calibrated ? advantage(history) : Optional.empty();
            return turns.isPresent() ? turns : growing(history);
        }

        /** Who is ahead changes again and again, and by much. */
        private static Optional<String> advantage(History history) {
            double[] real = history.last("accuracyReal", ROWS);
            double[] fake = history.last("accuracyFake", ROWS);
            if (real.length < ROWS || fake.length < ROWS) {
                return Optional.empty();
            }
            double[] advantage = new double[ROWS];
            double swing = 0;
            for (int i = 0; i < ROWS; i++) {
                advantage[i] = real[i] - fake[i];
                swing += Math.abs(advantage[i]) / ROWS;
            }
            int turns = crossings(advantage, 0);
            return turns >= TURNS && swing > SWING
                    ? Optional.of(text(
                            "In the last %d rows the discriminator turned %d times between taking most for real and taking most for"
                                    + " fake, by %.0f points on average.",
                            ROWS, turns, 100 * swing))
                    : Optional.empty();
        }

        /** A loss swings around its mean with an amplitude that grows. */
        private static Optional<String> growing(History history) {
            for (String name : List.of("lossD", "lossG")) {
                double[] loss = history.last(name, ROWS);
                if (loss.length == ROWS && history.has(name)) {
                    double mean = History.mean(loss);
                    double early = amplitude(loss, 0, ROWS / 2, mean);
                    double late = amplitude(loss, ROWS / 2, ROWS, mean);
                    if (crossings(loss, mean) >= CROSSINGS
                            && late > GROWTH * early
                            && late > Math.abs(mean)
                            && late > 1) {
                        return Optional.of(text(
                                "%s swings around %.3g by %.3g on average, %.1f times as much as %d rows before.",
                                name, mean, late, late / early, ROWS / 2));
                    }
                }
            }
            return Optional.empty();
        }

        private static double amplitude(double[] values, int from, int to, double mean) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += Math.abs(values[i] - mean) / (to - from);
            }
            return sum;
        }

        private static int crossings(double[] values, double level) {
            int crossings = 0;
            for (int i = 1; i < values.length; i++) {
                crossings += (values[i] - level) * (values[i - 1] - level) < 0 ? 1 : 0;
            }
            return crossings;
        }

        @Override
        public String cause() {
            return "Each player overshoots the other's last move, and they go round in circles instead of meeting.";
        }

        @Override
        public String proposal() {
            return "lower learning rates, a lower beta1 (0 or 0.5) or momentum, or generator.ema=0.999";
        }

        @Override
        public String proposalForPictures() {
            return "lower learning rates, or schedule.name=linear, which lets them fall to 0";
        }
    }
}
