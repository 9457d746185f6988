package dev.atelier.recipe;

import dev.atelier.data.ImageFormat;
import dev.atelier.data.LastBatch;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.Order;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.LabelNoise;
import dev.atelier.losses.Labels;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.LatentPrior;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.AdversarialStep;
import dev.atelier.training.Ema;
import dev.atelier.training.TrainingState;
import java.util.Optional;

/** Turns a recipe's words into objects. */
final class Assembly {
    private Assembly() {}

    /** The recipe with everything that depends on the machine written out: device, precision, threads. */
    static Recipe resolve(Recipe recipe) {
        try (ComputeDevice device = Devices.resolve(recipe.get(Keys.DEVICE))) {
            Engine.threads(recipe.integer(Keys.THREADS));
            return recipe.with(Keys.DEVICE, device.key())
                    .with(Keys.THREADS, (long) Engine.threads())
                    .with(
                            Keys.PRECISION,
                            Precision.resolve(recipe.get(Keys.PRECISION), recipe.get(Keys.BF16_PROVEN))
                                    .key());
        }
    }

    static Architecture architecture(Recipe recipe) {
        return Architecture.of(recipe.get(Keys.ARCHITECTURE));
    }

    static NetworkOptions networkOptions(Recipe recipe) {
        return new NetworkOptions(recipe.integer(Keys.LATENT), recipe.get(Keys.WIDTH), recipe.get(Keys.DROPOUT));
    }

    /** With weights unset; the caller loads or initialises them. */
    static Generator generator(Recipe recipe) {
        return architecture(recipe).generator(networkOptions(recipe));
    }

    static Discriminator discriminator(Recipe recipe) {
        return architecture(recipe).discriminator(networkOptions(recipe));
    }

    /** The images that the networks take. */
    static ImageFormat imageFormat(Recipe recipe) {
        Architecture architecture = architecture(recipe);
        return new ImageFormat(architecture.channels(), architecture.height(), architecture.width());
    }

    /** The range of the generator's last activation, and so of the real images. */
    static PixelRange range(Generator generator) {
        return generator.signed() ? PixelRange.SYMMETRIC : PixelRange.UNIT;
    }

    static LoadOptions loadOptions(Recipe recipe, PixelRange range) {
        return new LoadOptions(
                recipe.integer(Keys.BATCH),
                Order.of(recipe.get(Keys.ORDER)),
                LastBatch.of(recipe.get(Keys.LAST_BATCH)),
                range,
                recipe.get(Keys.SEED),
                recipe.integer(Keys.PREFETCH));
    }

    static LatentPrior prior(Recipe recipe) {
        return LatentPrior.of(recipe.get(Keys.PRIOR));
    }

    /** Networks with fresh weights, optimisers, loss: all of one run's round. */
    static AdversarialStep step(Recipe recipe, TrainingState state, ComputeDevice device) {
        RandomStream weights = RandomStream.of(recipe.get(Keys.SEED), "weights");
        Generator generator = generator(recipe);
        generator.initialise(weights);
        generator.move(device.device());
        Discriminator discriminator = discriminator(recipe);
        discriminator.initialise(weights);
        discriminator.move(device.device());
        Optional<Ema> ema =
                recipe.get(Keys.EMA_DECAY) == 0 ? Optional.empty() : Optional.of(ema(recipe, generator, device));
        Adam generatorAdam = new Adam(
                generator.parameters(),
                new Adam.Options(
                        recipe.get(Keys.G_RATE),
                        recipe.get(Keys.G_BETA1),
                        recipe.get(Keys.G_BETA2),
                        recipe.get(Keys.G_EPSILON)));
        Adam discriminatorAdam = new Adam(
                discriminator.parameters(),
                new Adam.Options(
                        recipe.get(Keys.D_RATE),
                        recipe.get(Keys.D_BETA1),
                        recipe.get(Keys.D_BETA2),
                        recipe.get(Keys.D_EPSILON)));
        return new AdversarialStep(
                new AdversarialStep.Players(generator, generatorAdam, discriminator, discriminatorAdam),
                rules(recipe, state),
                state,
                device.device(),
                ema);
    }

    private static Ema ema(Recipe recipe, Generator generator, ComputeDevice device) {
        Generator average = generator(recipe);
        average.move(device.device());
        return new Ema(generator, average, recipe.get(Keys.EMA_DECAY), recipe.get(Keys.EMA_WARM_UP));
    }

    private static AdversarialStep.Rules rules(Recipe recipe, TrainingState state) {
        Precision precision = Precision.resolve(recipe.get(Keys.PRECISION), recipe.get(Keys.BF16_PROVEN));
        return new AdversarialStep.Rules(
                loss(recipe, state),
                recipe.get(Keys.UPDATE).equals("separate"),
                recipe.get(Keys.G_STEP_DROPOUT),
                prior(recipe),
                Pass.training(precision, Masks.from(state.stream("dropout"))));
    }

    private static AdversarialLoss loss(Recipe recipe, TrainingState state) {
        RandomStream stream = state.stream("labels");
        Labels labels = new Labels(
                recipe.get(Keys.INVERTED),
                LabelNoise.uniform(recipe.get(Keys.REAL_NOISE), stream),
                LabelNoise.uniform(recipe.get(Keys.FAKE_NOISE), stream));
        return new AdversarialLoss.CrossEntropy(labels, recipe.get(Keys.LOSS).equals("saturating"));
    }
}
