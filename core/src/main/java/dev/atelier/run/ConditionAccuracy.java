package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.data.ImageDataset;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.FixedInputs;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Assembly;
import dev.atelier.systems.Classification;
import dev.atelier.systems.Conditions;
import dev.atelier.systems.DataFacts;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.NetworkAssembly;
import dev.atelier.systems.Pools;
import dev.atelier.systems.TrainKeys;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.ClassifierTrainer;
import dev.atelier.training.LabelledPool;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a classifier that learned from the real images names the class that a conditional generator was asked for.
 *
 * @param realAccuracy the classifier's own accuracy on the test split
 * @param share of all generated images whose class it names
 * @param byClass the same for each class
 */
public record ConditionAccuracy(double realAccuracy, double share, Map<String, Double> byClass) {
    private static final int MOST_IMAGES = 60_000;

    /**
     * Trains the classifier, {@code rounds} batches of the run's own discriminator table, then asks for {@code perClass} images of
     * each class.
     */
    public static ConditionAccuracy measure(Sampler sampler, int perClass, long rounds) {
        Recipe recipe = sampler.recipe();
        Attributes attributes = sampler.attributes();
        if (!attributes.names().contains("class")) {
            throw new BadInput("this run's networks are not conditioned on a class");
        }
        Attribute.Categorical classes =
                (Attribute.Categorical) attributes.list().get(attributes.index("class"));
        int count = classes.values().size();
        long seed = recipe.get(TrainKeys.SEED);
        ImageDataset dataset = (ImageDataset) GanSystem.of(recipe).open(recipe).dataset();
        NetworkAssembly networks = new NetworkAssembly(
                recipe, new DataFacts(attributes, dataset.classNames().size()));
        var range = Assembly.range(networks);
        try (Classifier classifier = networks.classifier(count);
                LabelledPool pool = Pools.some(
                        recipe,
                        dataset,
                        range,
                        MOST_IMAGES,
                        RandomStream.of(seed, "recognition"),
                        sampler.device().device())) {
            classifier.initialise(RandomStream.of(seed, "recognition weights"));
            classifier.move(sampler.device().device());
            ClassifierTrainer.teach(classifier, pool, rounds, seed, round -> {});
            double real = Classification.onTest(
                    recipe,
                    Assembly.heldOut(recipe, dataset),
                    classifier,
                    range,
                    sampler.device().device());
            Map<String, Double> byClass = new LinkedHashMap<>();
            for (int c = 0; c < count; c++) {
                String name = classes.values().get(c);
                byClass.put(name, named(sampler, classifier, name, c, perClass));
            }
            double share = byClass.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
            return new ConditionAccuracy(real, share, byClass);
        }
    }

    private static double named(Sampler sampler, Classifier classifier, String name, int number, int perClass) {
        Conditions wish = Conditions.NONE.with("class", name);
        Attributes attributes = sampler.attributes();
        try (FixedInputs inputs = FixedInputs.draw(sampler.model(), number, "recognition z", perClass)
                .on(wish.rows(attributes, perClass), attributes.width())) {
            return LabelledPool.shareOf(classifier, inputs, number);
        }
    }
}
