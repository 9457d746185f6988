package dev.atelier.training;

import dev.atelier.BadInput;
import dev.atelier.data.Augmentation;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.LoadProgress;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Plain supervised training of a {@link Classifier} on labelled images, real or generated: cross entropy, Adam whose rate falls as half a
 * cosine. Labels are not smoothed: that draws each class together to a point (Müller et al. 2019, arXiv 1906.02629), and who judges
 * images by features wants to see differences within a class. Equal settings and data give equal bits on one machine with equally many
 * threads.
 */
public final class ClassifierTrainer {
    /** Smallest and largest side of an image. */
    public static final int LEAST_SIDE = 16;

    public static final int MOST_SIDE = 256;

    private static final long USUAL_EPOCHS = 6;
    private static final long LEAST_ROUNDS = 600;
    private static final int PREFETCH = 4;
    private static final double RATE = 3e-3;
    private static final double RATE_FOR_TABLES = 1e-3;

    /**
     * How to train.
     *
     * @param epochs over the data; 0 is six, or more where that were fewer than 600 steps
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

        /** Steps over so many images. */
        public long roundsFor(int images) {
            if (rounds > 0) {
                return rounds;
            }
            long perEpoch = Math.max(1, images / Math.min(batch, images));
            return epochs > 0 ? epochs * perEpoch : Math.max(USUAL_EPOCHS * perEpoch, LEAST_ROUNDS);
        }
    }

    private ClassifierTrainer() {}

    /**
     * A small classifier of the data's shape and classes, which the caller closes; unusable data is bad input. The rate rises over the
     * first twentieth of the steps.
     */
    public static Classifier train(ImageDataset data, Settings settings, LoadProgress progress) {
        requireUsable(data);
        Classifier classifier = SmallResnet.classifier(
                new ImageShape(data.channels(), data.height(), data.width()),
                data.classNames().size(),
                settings.width());
        try {
            classifier.initialise(RandomStream.of(settings.seed(), "classifier weights"));
            teach(classifier, data, settings, progress);
            return classifier;
        } catch (RuntimeException | Error e) {
            classifier.close();
            throw e;
        }
    }

    private static void teach(Classifier classifier, ImageDataset data, Settings settings, LoadProgress progress) {
        long rounds = settings.roundsFor(data.size());
        LoadOptions load = LoadOptions.defaults(Math.min(settings.batch(), data.size()), settings.seed())
                .withRange(PixelRange.SYMMETRIC)
                .withPrefetch(PREFETCH)
                .withAugmentation(new Augmentation(settings.flip(), 0, 0, 0, 0));
        Schedule schedule = Schedule.cosine(rounds).warmedUp(rounds / 20);
        try (BatchLoader loader = new BatchLoader(data, load, Cursor.start())) {
            Course course = new Course(rounds, RATE, schedule, settings.seed());
            course.run(classifier, loader::next, done -> report(done - 1, loader.batchesPerEpoch(), rounds, progress));
        }
    }

    /**
     * Trains a classifier as it is, a discriminator's table mostly, for this many batches of the pool, at a smaller rate and without its
     * rise; {@code seed} is dropout's; {@code watch} hears of each step done.
     */
    public static void teach(Classifier classifier, LabelledPool pool, long rounds, long seed, LongConsumer watch) {
        new Course(rounds, RATE_FOR_TABLES, Schedule.cosine(rounds), seed).run(classifier, pool::draw, watch);
    }

    private record Course(long rounds, double rate, Schedule schedule, long seed) {
        void run(Classifier classifier, Supplier<Fields> batches, LongConsumer watch) {
            Pass pass = Pass.training(Precision.FP32, Masks.from(RandomStream.of(seed, "classifier dropout")));
            try (StepStats stats = new StepStats();
                    Player player = new Player(
                            "C",
                            new Adam(classifier.parameters(), new Adam.Options(rate, 0.9, 0.999, 1e-8)),
                            new Player.Options(schedule, 0, 0, Player.Statistics.NONE))) {
                for (long round = 0; round < rounds; round++) {
                    try (Fields batch = batches.get();
                            TensorScope scope = TensorScope.open()) {
                        Tensor said =
                                classifier.read(batch.get(Fields.REAL), pass).logits();
                        player.learn(torch.cross_entropy_loss(said, batch.get(Fields.LABEL)), 1);
                        player.step(round, stats, true);
                    }
                    watch.accept(round + 1);
                }
            }
        }
    }

    private static void report(long round, long perEpoch, long rounds, LoadProgress progress) {
        long epoch = round / perEpoch;
        long epochs = (rounds + perEpoch - 1) / perEpoch;
        long inThis = Math.min(perEpoch, rounds - epoch * perEpoch);
        progress.at("training the classifier, epoch " + (epoch + 1) + " of " + epochs, round % perEpoch + 1, inThis);
    }

    /** Refuses data that a small classifier cannot learn from. */
    public static void requireUsable(ImageDataset data) {
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
