package dev.atelier.judge;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.Classifier;
import dev.atelier.run.JudgedRun;
import dev.atelier.systems.GeneratedImages;
import dev.atelier.training.ClassifierAccuracy;
import dev.atelier.training.ClassifierTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What generated images are worth as training data (Ravuri and Vinyals 2019, arXiv 1905.10887, classification accuracy score): the same
 * small classifier learns for the same number of steps from real images, from as many generated ones, and from both; each is tested on
 * real images of the test split. No truncation, the classes in the data's own proportion, the last step counts.
 *
 * @param images of either kind
 * @param rounds of training for each of the three
 * @param real accuracy after real images
 * @param synthetic after generated ones
 * @param both after both together
 * @param tested real images of the test split
 * @param pixels samples in an image
 */
record ClassificationAccuracyScore(
        int images, long rounds, double real, double synthetic, double both, int tested, int pixels) {
    private static final int MOST_IMAGES = 10_000;
    private static final int WIDTH = 16;

    /** Of a generator that is told a class; {@code test} is what training did not see. */
    static ClassificationAccuracyScore of(
            JudgedRun run, ImageDataset train, ImageDataset test, EvaluationRequest request, LoadProgress progress) {
        long seed = request.seed();
        long rounds = request.classifierRounds();
        int[] rows = EvaluationData.choose(train.size(), MOST_IMAGES);
        PackedImages real = subset(train, rows);
        try (GeneratedImages made = run.generated(train, rows, seed + 1)) {
            PackedImages synthetic = PackedImages.of(
                    "generated images", made.images(0, rows.length), labels(train, rows), train.classNames());
            return new ClassificationAccuracyScore(
                    rows.length,
                    rounds,
                    accuracy(real, test, rounds, seed, "a classifier of real images", progress),
                    accuracy(synthetic, test, rounds, seed, "a classifier of generated images", progress),
                    accuracy(together(real, synthetic), test, rounds, seed, "a classifier of both", progress),
                    test.size(),
                    real.samples());
        }
    }

    /** The classifiers look at pixels; features play no part. */
    MetricPassport passport(MetricPassport features) {
        return new MetricPassport(
                MetricPassport.Extractor.pixels(pixels),
                features.real(),
                features.fake(),
                Map.of(
                        "images", Integer.toString(images),
                        "rounds", Long.toString(rounds),
                        "width", Integer.toString(WIDTH),
                        "tested", Integer.toString(tested)));
    }

    /** For the page. */
    List<Map<String, Object>> rows() {
        return List.of(
                Map.of("from", "real images", "images", images, "accuracy", real),
                Map.of("from", "generated images", "images", images, "accuracy", synthetic),
                Map.of("from", "both together", "images", 2 * images, "accuracy", both));
    }

    private static double accuracy(
            ImageDataset data, ImageDataset test, long rounds, long seed, String what, LoadProgress progress) {
        ClassifierTrainer.Settings settings = ClassifierTrainer.Settings.defaults()
                .withRounds(rounds)
                .withWidth(WIDTH)
                .withSeed(seed);
        try (Classifier classifier =
                ClassifierTrainer.train(data, settings, (step, done, total) -> progress.at(what, done, total))) {
            return ClassifierAccuracy.of(classifier, test).overall();
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
