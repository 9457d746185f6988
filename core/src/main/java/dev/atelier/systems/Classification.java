package dev.atelier.systems;

import dev.atelier.Counted;
import dev.atelier.data.Attribute;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.Conditioning;
import dev.atelier.nn.Pass;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.ClassifierTrainer;
import dev.atelier.training.LabelledPool;
import dev.atelier.training.NetworkSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Device;

/**
 * How well a discriminator that classifies (ACGAN, SGAN) does so on the test split; for SGAN beside a plain classifier of the same
 * table that learned from the same labels.
 *
 * @param labels that were learned from
 * @param plainAccuracy of the plain classifier; empty where the discriminator saw all labels
 * @param testImages that were classified
 * @param split that they are of
 * @param caution what the accuracies must not be taken for
 */
public record Classification(
        long labels,
        double accuracy,
        Optional<Double> plainAccuracy,
        long testImages,
        String split,
        Optional<String> caution) {
    private static final Pass EVALUATION = Pass.evaluation(Precision.FP32);
    private static final int MOST_TEST_IMAGES = 10_000;
    private static final long MOST_PLAIN_ROUNDS = 2_000;

    /** The measurement at a run's end; empty where the discriminator names no class. */
    static Optional<Classification> measure(
            TrainingSetup setup, DataFacts known, NetworkAssembly assembly, NetworkSet networks, ImageDataset learned) {
        Recipe recipe = setup.recipe();
        Optional<Integer> from = firstOutput(recipe, known);
        if (from.isEmpty() || known.classes() < 2) {
            return Optional.empty();
        }
        PixelRange range = Assembly.range(NoiseNetworks.shown(networks));
        HeldOut heldOut = Assembly.heldOut(recipe, learned);
        Optional<LabelledPool> few = networks.helper(StepAssembly.LABELS, LabelledPool.class);
        try (LabelledPool test = testPool(recipe, heldOut, range, setup.device())) {
            double own = test.accuracy(NoiseNetworks.discriminator(networks), EVALUATION, from.get(), known.classes());
            Optional<Double> plain = few.map(pool ->
                    plain(recipe, known, assembly, pool, test, setup.state().step(), setup.device()));
            Classification result = new Classification(
                    few.map(LabelledPool::size).orElse((long) learned.size()),
                    own,
                    plain,
                    test.size(),
                    heldOut.split().key(),
                    heldOut.caution());
            setup.notices().accept(result.text());
            return Optional.of(result);
        }
    }

    /** Where the class begins in what the discriminator says beyond real or fake. */
    private static Optional<Integer> firstOutput(Recipe recipe, DataFacts known) {
        if (recipe.get(NetworkKeys.LABELS_PER_CLASS) > 0) {
            return Optional.of(0);
        }
        if (!recipe.get(NetworkKeys.CONDITION).equals(Conditioning.Mode.AUXILIARY.key())) {
            return Optional.empty();
        }
        List<Attribute> attributes = known.attributes().list();
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals("class")) {
                return Optional.of(known.attributes().offset(i));
            }
        }
        return Optional.empty();
    }

    private static double plain(
            Recipe recipe,
            DataFacts known,
            NetworkAssembly networks,
            LabelledPool pool,
            LabelledPool test,
            long rounds,
            Device device) {
        long seed = recipe.get(TrainKeys.SEED);
        try (Classifier classifier = networks.classifier(known.classes())) {
            classifier.initialise(RandomStream.of(seed, "plain weights"));
            classifier.move(device);
            ClassifierTrainer.teach(classifier, pool, Math.min(rounds, MOST_PLAIN_ROUNDS), seed, round -> {});
            return test.accuracy(classifier, EVALUATION);
        }
    }

    /** Share of images that are classified rightly. */
    public static double onTest(
            Recipe recipe, HeldOut heldOut, Classifier classifier, PixelRange range, Device device) {
        try (LabelledPool test = testPool(recipe, heldOut, range, device)) {
            return test.accuracy(classifier, EVALUATION);
        }
    }

    private static LabelledPool testPool(Recipe recipe, HeldOut heldOut, PixelRange range, Device device) {
        RandomStream unused = RandomStream.of(recipe.get(TrainKeys.SEED), "test");
        return Pools.some(recipe, heldOut.dataset(), range, MOST_TEST_IMAGES, unused, device);
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("accuracy", accuracy);
        plainAccuracy.ifPresent(value -> json.put("plainAccuracy", value));
        json.put("labels", labels);
        json.put("images", testImages);
        json.put("split", split);
        json.put("text", text());
        return json;
    }

    /** One line for a person. */
    String text() {
        String plain = plainAccuracy
                .map(value ->
                        String.format(Locale.ROOT, "; a plain classifier on the same labels: %.1f %%", 100 * value))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "the discriminator classifies %.1f %% of %s of the %s split rightly, from %s%s%s",
                100 * accuracy,
                Counted.of(testImages, "image"),
                split,
                Counted.of(labels, "label"),
                plain,
                caution.map(text -> "; " + text).orElse(""));
    }
}
