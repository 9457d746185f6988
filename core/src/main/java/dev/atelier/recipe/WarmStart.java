package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.Split;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.Discriminator;
import dev.atelier.tensor.ComputeDevice;
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

/** What networks begin with besides fresh weights: those of another run, those of a classifier. */
final class WarmStart {
    private static final int MOST_IMAGES = 60_000;

    private WarmStart() {}

    /** Refuses what is not there, before anything is made. */
    static void require(Recipe recipe) {
        if (!recipe.get(TrainKeys.INIT).equals("none")) {
            RunDirectory.open(Path.of(recipe.get(TrainKeys.INIT)));
        }
    }

    static void fill(
            Recipe recipe,
            NetworkAssembly networks,
            DataFacts known,
            NetworkSet fresh,
            ComputeDevice device,
            RunObserver observer) {
        if (!recipe.get(TrainKeys.INIT).equals("none")) {
            fromRun(Path.of(recipe.get(TrainKeys.INIT)), fresh, observer);
        }
        if (!recipe.get(PlayerKeys.PRETRAIN).equals("none")) {
            Path file = Path.of(recipe.get(PlayerKeys.PRETRAIN));
            if (!Files.exists(file)) {
                train(recipe, networks, known, file, device, observer);
            }
            fromClassifier(file, NoiseNetworks.discriminator(fresh), observer);
        }
    }

    private static void fromRun(Path root, NetworkSet fresh, RunObserver observer) {
        RunDirectory run = RunDirectory.open(root);
        try (TensorScope scope = TensorScope.open()) {
            Checkpoint checkpoint = run.store(1)
                    .load(observer::notice)
                    .orElseThrow(() -> new BadInput("train.init: " + root + " has no whole checkpoint"));
            List<String> generator =
                    NoiseNetworks.generator(fresh).loadMatching(Checkpoint.group(checkpoint.groups(), "generator"));
            List<String> discriminator = NoiseNetworks.discriminator(fresh)
                    .loadMatching(Checkpoint.group(checkpoint.groups(), "discriminator"));
            if (generator.isEmpty() && discriminator.isEmpty()) {
                throw new BadInput("train.init: " + root
                        + " has no tensor of the names and shapes of these networks; allowed: a run of the same"
                        + " network.architecture, network.width and data.size");
            }
            observer.notice("begun with " + root + " after round " + checkpoint.step() + ": "
                    + share(
                            generator,
                            NoiseNetworks.generator(fresh).parameters().size(),
                            "generator") + ", "
                    + share(
                            discriminator,
                            NoiseNetworks.discriminator(fresh).parameters().size(),
                            "discriminator"));
        }
    }

    private static String share(List<String> loaded, int all, String network) {
        return loaded.size() + " of " + all + " tensors of the " + network;
    }

    private static void fromClassifier(Path file, Discriminator discriminator, RunObserver observer) {
        try (TensorScope scope = TensorScope.open()) {
            List<String> loaded =
                    discriminator.loadMatching(Safetensors.read(file).tensors());
            if (loaded.isEmpty()) {
                throw new BadInput("discriminator.pretrain: " + file
                        + " has no tensor of the names and shapes of this discriminator; allowed: a file made for the"
                        + " same network.architecture, network.width and data.size, or a path where there is none yet");
            }
            observer.notice("discriminator begun with " + file + ": "
                    + share(loaded, discriminator.parameters().size(), "discriminator"));
        }
    }

    private static void train(
            Recipe recipe,
            NetworkAssembly networks,
            DataFacts known,
            Path file,
            ComputeDevice device,
            RunObserver observer) {
        if (known.classes() < 2) {
            throw new BadInput("discriminator.pretrain: " + file
                    + " is not there, and the data have no classes to train it on; allowed: a file that is there");
        }
        ImageDataset dataset = Assembly.open(recipe, Split.TRAIN).dataset();
        long rounds = recipe.get(PlayerKeys.PRETRAIN_ROUNDS);
        long seed = recipe.get(TrainKeys.SEED);
        var range = Assembly.range(networks);
        try (Classifier classifier = networks.classifier(known.classes());
                LabelledPool pool =
                        Pools.some(recipe, dataset, range, MOST_IMAGES, RandomStream.of(seed, "pretrain"), device)) {
            observer.notice("training the discriminator as a classifier: " + Counted.of(rounds, "round") + " on "
                    + Counted.of(pool.size(), "image") + " of " + Counted.of(known.classes(), "class", "classes"));
            classifier.initialise(RandomStream.of(seed, "pretrain weights"));
            classifier.move(device.device());
            ClassifierTrainer.teach(classifier, pool, rounds, seed, round -> {});
            HeldOut heldOut = Assembly.heldOut(recipe, dataset);
            double accuracy = Classification.onTest(recipe, heldOut, classifier, range, device);
            write(classifier, file, recipe, rounds, accuracy);
            observer.notice(String.format(
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
