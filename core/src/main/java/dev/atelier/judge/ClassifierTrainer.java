package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.data.Augmentation;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.training.ClassifierAccuracy;
import dev.atelier.training.ClassifierCourse;

/** Trains small classifiers on labelled images, real or generated; the same seed and data give the same weights, bit for bit. */
public final class ClassifierTrainer {
    /** Smallest and largest side of an image. */
    static final int LEAST_SIDE = 16;

    static final int MOST_SIDE = 256;

    /**
     * How to train.
     *
     * @param epochs over the data; 0 is six, or more where that were fewer than 600 rounds
     * @param rounds batches to learn from, whatever the size of the data; 0 is as {@code epochs} says
     * @param batch images in one
     * @param seed of weights, order and augmentation
     * @param width channels of the first row; features are four times as many
     * @param flip whether images are mirrored at random, which is wrong for letters and digits
     */
    public record Settings(int epochs, long rounds, int batch, long seed, int width, boolean flip) {
        public Settings {
            require("epochs", epochs, 0, 100_000);
            require("rounds", rounds, 0, Integer.MAX_VALUE);
            require("batch", batch, 2, 65_536);
            require("width", width, 4, 256);
        }

        private static void require(String name, long value, long least, long most) {
            if (value < least || value > most) {
                throw new BadInput("classifier: " + name + " is " + value + "; allowed: " + least + " to " + most);
            }
        }

        public static Settings defaults() {
            return new Settings(0, 0, 64, 1, 24, true);
        }

        public Settings withEpochs(int epochs) {
            return new Settings(epochs, rounds, batch, seed, width, flip);
        }

        public Settings withRounds(long rounds) {
            return new Settings(epochs, rounds, batch, seed, width, flip);
        }

        public Settings withBatch(int batch) {
            return new Settings(epochs, rounds, batch, seed, width, flip);
        }

        public Settings withSeed(long seed) {
            return new Settings(epochs, rounds, batch, seed, width, flip);
        }

        public Settings withWidth(int width) {
            return new Settings(epochs, rounds, batch, seed, width, flip);
        }

        public Settings withFlip(boolean flip) {
            return new Settings(epochs, rounds, batch, seed, width, flip);
        }

        /** Rounds over so many images. */
        long roundsFor(int images) {
            if (rounds > 0) {
                return rounds;
            }
            long perEpoch = Math.max(1, images / Math.min(batch, images));
            return epochs > 0 ? epochs * perEpoch : Math.max(USUAL_EPOCHS * perEpoch, LEAST_ROUNDS);
        }
    }

    private static final long USUAL_EPOCHS = 6;
    private static final long LEAST_ROUNDS = 600;
    private static final double RATE = 3e-3;

    private ClassifierTrainer() {}

    /** A classifier of the data's shape and classes, which the caller closes; unusable data is bad input. */
    public static Classifier train(ImageDataset data, Settings settings, LoadProgress progress) {
        requireUsable(data);
        Classifier classifier = Classifier.of(
                new ImageShape(data.channels(), data.height(), data.width()),
                data.classNames().size(),
                settings.width());
        try {
            Augmentation augmentation = new Augmentation(settings.flip(), 0, 0, 0, 0);
            ClassifierCourse.Options options = new ClassifierCourse.Options(
                    settings.roundsFor(data.size()), settings.batch(), RATE, augmentation, settings.seed());
            ClassifierCourse.run(classifier, data, options, progress);
            return classifier;
        } catch (RuntimeException | Error e) {
            classifier.close();
            throw e;
        }
    }

    /** How often it names the label of images of the same shape and classes. */
    public static ClassifierAccuracy accuracy(Classifier classifier, ImageDataset test) {
        return ClassifierAccuracy.of(classifier, test);
    }

    static void requireUsable(ImageDataset data) {
        if (!data.labelled()) {
            throw new BadInput(data.description()
                    + ": no labels, and a classifier learns from them; allowed: a folder per class, IDX with labels");
        }
        int classes = data.classNames().size();
        if (classes < 2) {
            throw new BadInput(data.description() + ": " + classes + " class; allowed: at least 2");
        }
        if (data.size() < 2 * classes) {
            throw new BadInput(data.description() + ": " + data.size() + " images of " + classes
                    + " classes; allowed: at least " + 2 * classes);
        }
        int shorter = Math.min(data.height(), data.width());
        int longer = Math.max(data.height(), data.width());
        if (shorter < LEAST_SIDE || longer > MOST_SIDE) {
            throw new BadInput(data.description() + ": " + data.height() + "×" + data.width() + "; allowed: sides of "
                    + LEAST_SIDE + " to " + MOST_SIDE);
        }
    }
}
