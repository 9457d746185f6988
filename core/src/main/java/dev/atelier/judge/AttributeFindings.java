package dev.atelier.judge;

import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.networks.Classifier;
import dev.atelier.training.ClassifierAccuracy;
import dev.atelier.training.ClassifierTrainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The balance of attributes beyond the class, in the data and in the output. Who names them in the output is a small classifier for each
 * categorical attribute, which learns from the training images; its accuracy on unseen ones stands beside what it says.
 */
final class AttributeFindings {
    private static final int MOST_ATTRIBUTES = 6;
    private static final int MOST_TRAIN = 10_000;
    private static final int WIDTH = 16;

    private final ImageDataset train;
    private final ImageDataset test;
    private final Findings findings;
    private final LoadProgress progress;
    private final long rounds;

    AttributeFindings(ImageDataset train, ImageDataset test, Findings findings, LoadProgress progress, long rounds) {
        this.train = train;
        this.test = test;
        this.findings = findings;
        this.progress = progress;
        this.rounds = rounds;
    }

    void add(ImageSequence output) {
        PackedImages made = PackedImages.of("output", output.images(0, output.count()));
        List<Map<String, Object>> found = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int a = 0; a < train.attributes().size() && found.size() < MOST_ATTRIBUTES; a++) {
            if (train.attributes().list().get(a) instanceof Attribute.Categorical attribute
                    && !attribute.name().equals(Attributes.CLASS)
                    && attribute.values().size() >= 2) {
                found.add(measure(a, attribute, made, lines));
            }
        }
        if (!found.isEmpty()) {
            findings.section("attributes", found);
            findings.section("balanceOfOutput", lines);
        }
    }

    private Map<String, Object> measure(int a, Attribute.Categorical attribute, PackedImages made, List<String> lines) {
        PackedImages data = labelled(train, a, attribute, MOST_TRAIN);
        PackedImages unseen = labelled(test, a, attribute, MOST_TRAIN);
        ClassifierTrainer.Settings settings =
                ClassifierTrainer.Settings.defaults().withRounds(rounds).withWidth(WIDTH);
        String what = "a classifier of " + attribute.name();
        try (Classifier classifier =
                ClassifierTrainer.train(data, settings, (step, done, total) -> progress.at(what, done, total))) {
            double accuracy = ClassifierAccuracy.of(classifier, unseen).overall();
            double[] real = shares(ClassifierAccuracy.named(classifier, unseen), attribute);
            double[] output = shares(ClassifierAccuracy.named(classifier, made), attribute);
            Map<String, Object> values = new LinkedHashMap<>();
            List<String> words = new ArrayList<>();
            for (int v = 0; v < real.length; v++) {
                String value = attribute.values().get(v);
                values.put(value, Map.of("real", real[v], "fake", output[v]));
                words.add(String.format(
                        Locale.ROOT,
                        "%s %.1f %% of the data, %.1f %% of the output",
                        value,
                        100 * real[v],
                        100 * output[v]));
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %s (named by a classifier that is right on %.1f %% of unseen images).",
                    attribute.name(),
                    String.join("; ", words),
                    100 * accuracy));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("attribute", attribute.name());
            json.put("accuracy", accuracy);
            json.put("values", values);
            return json;
        }
    }

    private static double[] shares(int[] named, Attribute.Categorical attribute) {
        double[] shares = new double[attribute.values().size()];
        for (int value : named) {
            shares[value] += 1.0 / named.length;
        }
        return shares;
    }

    /** The same images with the attribute for a label. */
    private static PackedImages labelled(ImageDataset data, int a, Attribute.Categorical attribute, int most) {
        int[] rows = EvaluationData.choose(data.size(), most);
        List<Image> images =
                IntStream.of(rows).mapToObj(i -> PackedImages.image(data, i)).toList();
        int[] labels = IntStream.of(rows).map(i -> (int) data.attribute(i, a)).toArray();
        return PackedImages.of(data.description(), images, labels, attribute.values());
    }
}
