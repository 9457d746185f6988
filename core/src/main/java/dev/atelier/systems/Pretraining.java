package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.Discriminator;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.ClassifierTrainer;
import dev.atelier.training.LabelledPool;
import dev.atelier.training.NetworkSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A discriminator that begins as a classifier of the data's labels. */
final class Pretraining {
    private static final int MOST_IMAGES = 60_000;

    private Pretraining() {}

    /** Where the recipe wants it: from the file that it names, which is trained and written first where it is not there. */
    static void begin(TrainingSetup setup, NetworkAssembly networks, DataFacts known, NetworkSet fresh) {
        Recipe recipe = setup.recipe();
        if (recipe.get(PlayerKeys.PRETRAIN).equals("none")) {
            return;
        }
        Path file = Path.of(recipe.get(PlayerKeys.PRETRAIN));
        if (!Files.exists(file)) {
            train(setup, networks, known, file);
        }
        fromClassifier(file, NoiseNetworks.discriminator(fresh), setup.notices());
    }

    private static void fromClassifier(Path file, Discriminator discriminator, Consumer<String> notices) {
        try (TensorScope scope = TensorScope.open()) {
            List<String> loaded =
                    discriminator.loadMatching(Safetensors.read(file).tensors());
            if (loaded.isEmpty()) {
                throw new BadInput("discriminator.pretrain: " + file
                        + " has no tensor of the names and shapes of this discriminator; allowed: a file made for the"
                        + " same network.architecture, network.width and data.size, or a path where there is none yet");
            }
            notices.accept("discriminator begun with " + file + ": "
                    + loaded.size() + " of "
                    + discriminator.parameters().size() + " tensors of the discriminator");
        }
    }

    private static void train(TrainingSetup setup, NetworkAssembly networks, DataFacts known, Path file) {
        Recipe recipe = setup.recipe();
        Consumer<String> notices = setup.notices();
        if (known.classes() < 2) {
            throw new BadInput("discriminator.pretrain: " + file
                    + " is not there, and the data have no classes to train it on; allowed: a file that is there");
        }
        ImageDataset dataset = (ImageDataset) setup.data();
        long rounds = recipe.get(PlayerKeys.PRETRAIN_ROUNDS);
        long seed = recipe.get(TrainKeys.SEED);
        var range = Assembly.range(networks);
        try (Classifier classifier = networks.classifier(known.classes());
                LabelledPool pool = Pools.some(
                        recipe, dataset, range, MOST_IMAGES, RandomStream.of(seed, "pretrain"), setup.device())) {
            notices.accept("training the discriminator as a classifier: " + Counted.of(rounds, "step") + " on "
                    + Counted.of(pool.size(), "image") + " of " + Counted.of(known.classes(), "class", "classes"));
            classifier.initialise(RandomStream.of(seed, "pretrain weights"));
            classifier.move(setup.device());
            ClassifierTrainer.teach(classifier, pool, rounds, seed, round -> {});
            HeldOut heldOut = Assembly.heldOut(recipe, dataset);
            double accuracy = Classification.onTest(recipe, heldOut, classifier, range, setup.device());
            write(classifier, file, recipe, rounds, accuracy);
            notices.accept(String.format(
                    Locale.ROOT,
                    "classifier written to %s: test accuracy %.1f %%%s",
                    file,
                    100 * accuracy,
                    heldOut.caution().map(text -> "; " + text).orElse("")));
        }
    }

    private static void write(Classifier classifier, Path file, Recipe recipe, long rounds, double accuracy) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Safetensors.write(
                    file,
                    classifier.state(),
                    Map.of(
                            "format", "pt",
                            "atelier.classifier", recipe.get(NetworkKeys.ARCHITECTURE),
                            "atelier.rounds", Long.toString(rounds),
                            "atelier.testAccuracy", Double.toString(accuracy)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
