package dev.atelier.judge;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.networks.Classifier;
import dev.atelier.recipe.GeneratedImages;
import dev.atelier.recipe.JudgedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What generated images are worth as training data (Ravuri and Vinyals 2019, arXiv 1905.10887, classification accuracy score): the same
 * small classifier learns for the same number of rounds from real images, from as many generated ones, and from both; each is tested on
 * real images of the test split. No truncation, the classes in the data's own proportion, the last round counts.
 *
 * @param images of either kind
 * @param rounds of training for each of the three
 * @param real accuracy after real images
 * @param synthetic after generated ones
 * @param both after both together
 * @param tested real images of the test split
 */
record Usefulness(int images, long rounds, double real, double synthetic, double both, int tested) {
    private static final int MOST_IMAGES = 10_000;
    private static final long ROUNDS = 600;
    private static final int WIDTH = 16;

    /** Of a generator that is told a class; {@code test} is what training did not see. */
    static Usefulness of(JudgedRun run, ImageDataset train, ImageDataset test, long seed, LoadProgress progress) {
        int[] rows = Exhibits.choose(train.size(), MOST_IMAGES);
        PackedImages real = subset(train, rows);
        try (GeneratedImages made = run.generated(train, rows, seed + 1)) {
            PackedImages synthetic = PackedImages.of(
                    "generated images", made.images(0, rows.length), labels(train, rows), train.classNames());
            return new Usefulness(
                    rows.length,
                    ROUNDS,
                    accuracy(real, test, seed, "a classifier of real images", progress),
                    accuracy(synthetic, test, seed, "a classifier of generated images", progress),
                    accuracy(together(real, synthetic), test, seed, "a classifier of both", progress),
                    test.size());
        }
    }

    private static double accuracy(
            ImageDataset data, ImageDataset test, long seed, String what, LoadProgress progress) {
        ClassifierTrainer.Settings settings = ClassifierTrainer.Settings.defaults()
                .withRounds(ROUNDS)
                .withWidth(WIDTH)
                .withSeed(seed);
        try (Classifier classifier =
                ClassifierTrainer.train(data, settings, (step, done, total) -> progress.at(what, done, total))) {
            return ClassifierTrainer.accuracy(classifier, test).overall();
        }
    }

    private static PackedImages subset(ImageDataset data, int[] rows) {
        List<Image> images =
                IntStream.of(rows).mapToObj(i -> PackedImages.image(data, i)).toList();
        return PackedImages.of("real images", images, labels(data, rows), data.classNames());
    }

    private static PackedImages together(PackedImages a, PackedImages b) {
        List<Image> images = new ArrayList<>();
        int[] labels = new int[a.size() + b.size()];
        for (int i = 0; i < labels.length; i++) {
            PackedImages from = i < a.size() ? a : b;
            int at = i < a.size() ? i : i - a.size();
            images.add(PackedImages.image(from, at));
            labels[i] = from.label(at);
        }
        return PackedImages.of("real and generated images", images, labels, a.classNames());
    }

    private static int[] labels(ImageDataset data, int[] rows) {
        return IntStream.of(rows).map(data::label).toArray();
    }
}
