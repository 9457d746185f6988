package dev.atelier.training;

import dev.atelier.augment.InputTransform;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.networks.LatentPrior;
import dev.atelier.nn.Pass;
import java.util.List;

/**
 * How a round of generator against discriminator goes.
 *
 * @param pass precision and dropout masks of training passes
 * @param view what every image goes through before the discriminator sees it
 * @param accumulate batches whose gradients are averaged into one optimiser step
 */
public record Rules(
        AdversarialLoss loss,
        LatentPrior prior,
        Pass pass,
        InputTransform view,
        int accumulate,
        ForDiscriminator discriminator,
        ForGenerator generator) {
    /**
     * The discriminator's turn.
     *
     * @param steps optimiser steps in a round, each on fresh images
     * @param separate one step on the real batch and one on the fakes, instead of one on both
     */
    public record ForDiscriminator(int steps, boolean separate, List<DiscriminatorTerm> terms, List<Watcher> watchers) {
        public static final ForDiscriminator PLAIN = new ForDiscriminator(1, false, List.of(), List.of());

        public ForDiscriminator {
            terms = List.copyOf(terms);
            watchers = List.copyOf(watchers);
        }
    }

    /**
     * The generator's turn.
     *
     * @param dropout the discriminator's dropout is on in it too
     * @param adversarial weight of the adversarial loss
     */
    public record ForGenerator(boolean dropout, double adversarial, TopK topK, List<GeneratorTerm> terms) {
        public static final ForGenerator PLAIN = new ForGenerator(true, 1, TopK.ALL, List.of());

        public ForGenerator {
            terms = List.copyOf(terms);
        }
    }

    public Rules {
        if (discriminator.separate() && !(loss instanceof AdversarialLoss.Separable)) {
            throw new IllegalArgumentException(
                    "this loss compares real with fake: it cannot learn from them separately");
        }
        if (discriminator.separate() && (!discriminator.terms().isEmpty() || accumulate > 1)) {
            throw new IllegalArgumentException("terms and accumulation need one step on real and fake together");
        }
    }

    /** The adversarial loss alone, one step each. */
    public static Rules plain(AdversarialLoss loss, LatentPrior prior, Pass pass) {
        return new Rules(loss, prior, pass, InputTransform.NONE, 1, ForDiscriminator.PLAIN, ForGenerator.PLAIN);
    }

    public Rules with(ForDiscriminator other) {
        return new Rules(loss, prior, pass, view, accumulate, other, generator);
    }

    public Rules with(ForGenerator other) {
        return new Rules(loss, prior, pass, view, accumulate, discriminator, other);
    }

    /** Batches that a round takes. */
    int batches() {
        return discriminator.steps() * accumulate;
    }
}
