package dev.atelier.recipe;

import dev.atelier.media.Image;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.networks.Generator;
import dev.atelier.networks.Latents;
import java.util.List;

/** What a generator makes of fixed latent vectors, rounded to bytes as files would be. Owns the vectors until closed, not the generator. */
public final class GeneratedImages implements ImageSequence, AutoCloseable {
    private final Generator generator;
    private final Latents latents;

    GeneratedImages(Generator generator, Latents latents) {
        this.generator = generator;
        this.latents = latents;
    }

    @Override
    public int count() {
        return latents.count();
    }

    @Override
    public List<Image> images(int from, int count) {
        return Pictures.render(generator, latents, from, count);
    }

    @Override
    public void close() {
        latents.close();
    }
}
