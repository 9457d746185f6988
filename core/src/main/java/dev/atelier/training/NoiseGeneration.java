package dev.atelier.training;

import dev.atelier.networks.Generator;
import dev.atelier.networks.LatentPrior;
import dev.atelier.tensor.Fields;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples from noise: as many as the batch of {@code feed} has, under its conditions where it has any.
 *
 * @param prior of z, which comes from the stream {@code latent}
 */
public record NoiseGeneration(Generator generator, LatentPrior prior, String feed) implements Generation {
    private static final String STREAM = "latent";

    @Override
    public Generated generate(StepValues now) {
        Fields batch = now.batch(feed);
        Tensor z = prior.sample(now.draws(), STREAM, batch.count(), generator.latent());
        return Generated.of(generator.forward(z, now.pass().with(batch.only(Fields.CONDITION))));
    }

    /** Real samples of the feed, then generated ones, both beside the batch's conditions. */
    public CriticInput input() {
        return (now, made) -> {
            Fields batch = now.batch(feed);
            Fields sides = batch.only(Fields.CONDITION);
            return List.of(Shown.real(() -> batch.get(Fields.REAL), sides), Shown.fake(made::samples, sides));
        };
    }
}
