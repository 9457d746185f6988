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
import dev.atelier.nn.Adam;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Plain supervised training of a {@link Classifier} on a whole data set: cross entropy, Adam whose rate rises over the first twentieth of
 * the rounds and falls as half a cosine. Labels are not smoothed: that draws each class together to a point (Müller et al. 2019,
 * arXiv 1906.02629), and who judges images by features wants to see differences within a class.
 */
public final class ClassifierCourse {
    private static final int PREFETCH = 4;

    /**
     * @param rounds batches to learn from, at least 1
     * @param batch images in one; a smaller data set is one batch
     * @param rate Adam's largest
     * @param augmentation of the images
     * @param seed of weights, order and augmentation
     */
    public record Options(long rounds, int batch, double rate, Augmentation augmentation, long seed) {
        public Options {
            if (rounds < 1 || batch < 2 || !(rate > 0)) {
                throw new BadInput("classifier: " + rounds + " rounds of " + batch + " images at rate " + rate
                        + "; allowed: at least 1 round, 2 images, a positive rate");
            }
        }
    }

    private ClassifierCourse() {}

    /** Draws the weights anew and trains them; equal options and data give equal bits on one machine with equally many threads. */
    public static void run(Classifier classifier, ImageDataset data, Options options, LoadProgress progress) {
        classifier.initialise(RandomStream.of(options.seed(), "classifier weights"));
        LoadOptions load = LoadOptions.defaults(Math.min(options.batch(), data.size()), options.seed())
                .withRange(PixelRange.SYMMETRIC)
                .withPrefetch(PREFETCH)
                .withAugmentation(options.augmentation());
        Schedule schedule = Schedule.cosine(options.rounds()).warmedUp(options.rounds() / 20);
        Player.Options plain = new Player.Options(schedule, 0, 0, Player.Statistics.NONE);
        Pass pass = Pass.training(Precision.FP32, Masks.NONE);
        try (BatchLoader loader = new BatchLoader(data, load, Cursor.start());
                StepStats stats = new StepStats();
                Player player = new Player(
                        "C",
                        new Adam(classifier.parameters(), new Adam.Options(options.rate(), 0.9, 0.999, 1e-8)),
                        plain)) {
            for (long round = 0; round < options.rounds(); round++) {
                try (Fields batch = loader.next();
                        TensorScope scope = TensorScope.open()) {
                    Tensor said = classifier.read(batch.get(Fields.REAL), pass).logits();
                    player.learn(torch.cross_entropy_loss(said, batch.get(Fields.LABEL)), 1);
                    player.step(round, stats, true);
                }
                report(round, loader.batchesPerEpoch(), options.rounds(), progress);
            }
        }
    }

    private static void report(long round, long perEpoch, long rounds, LoadProgress progress) {
        long epoch = round / perEpoch;
        long epochs = (rounds + perEpoch - 1) / perEpoch;
        long inThis = Math.min(perEpoch, rounds - epoch * perEpoch);
        progress.at("training the classifier, epoch " + (epoch + 1) + " of " + epochs, round % perEpoch + 1, inThis);
    }
}
