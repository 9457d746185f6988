package dev.atelier.systems;

import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.metrics.ClassHistogram;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.Classifier;
import dev.atelier.training.ClassifierAccuracy;
import dev.atelier.training.ClassifierTrainer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Names the class of pictures of one shape, as somebody who learned from real ones. Owns what it learned until closed. */
interface ClassNamer extends AutoCloseable {
    /** The class of each picture. */
    List<String> named(List<Image> pictures);

    /** Who looks. */
    MetricPassport.Extractor passport();

    /** How it learned, as a passport has it; nothing where its file says so. */
    Map<String, String> learning();

    @Override
    void close();

    /** An extractor that names classes, borrowed. */
    static ClassNamer of(FeatureExtractor extractor) {
        return new Known(extractor);
    }

    /**
     * One that learns now; unusable pictures are bad input.
     *
     * @param real labelled
     * @param mirrored whether a picture and its mirror image are of one class
     */
    static ClassNamer learned(PackedImages real, long rounds, boolean mirrored, LoadProgress progress) {
        ClassifierTrainer.Settings settings = ClassifierTrainer.Settings.defaults()
                .withRounds(rounds)
                .withWidth(Learned.WIDTH)
                .withFlip(mirrored);
        return new Learned(
                ClassifierTrainer.train(
                        real,
                        settings,
                        (what, done, total) -> progress.at("a classifier of real pictures", done, total)),
                real.classNames(),
                Map.of(
                        "classifier pictures", Integer.toString(real.size()),
                        "classifier rounds", Long.toString(rounds),
                        "classifier mirrors", Boolean.toString(mirrored)));
    }

    /** An extractor. */
    record Known(FeatureExtractor extractor) implements ClassNamer {
        @Override
        public List<String> named(List<Image> pictures) {
            try (Extracted said =
                    Extracted.of(extractor, ImageSequence.of(pictures), "classes of pictures", LoadProgress.SILENT)) {
                return Arrays.stream(ClassHistogram.named(said.logits().orElseThrow()))
                        .mapToObj(extractor.classNames()::get)
                        .toList();
            }
        }

        @Override
        public MetricPassport.Extractor passport() {
            return new MetricPassport.Extractor(
                    extractor.name(), extractor.sha256(), extractor.resize(), extractor.size(), "float32");
        }

        @Override
        public Map<String, String> learning() {
            return Map.of();
        }

        @Override
        public void close() {
            // borrowed
        }
    }

    /** A classifier of the very shape. */
    record Learned(Classifier network, List<String> classes, Map<String, String> learning) implements ClassNamer {
        private static final int WIDTH = 16;

        @Override
        public List<String> named(List<Image> pictures) {
            return Arrays.stream(ClassifierAccuracy.named(network, PackedImages.of("pictures", pictures)))
                    .mapToObj(classes::get)
                    .toList();
        }

        @Override
        public MetricPassport.Extractor passport() {
            return new MetricPassport.Extractor(
                    "classifier of real pictures",
                    network.sha256(),
                    "none: images as they are",
                    network.features(),
                    "float32");
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
