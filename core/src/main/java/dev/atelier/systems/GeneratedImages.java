package dev.atelier.systems;

import dev.atelier.media.Image;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.networks.FixedInputs;
import java.util.List;

/** What a model makes of fixed inputs, rounded to bytes as files would be. Owns the inputs until closed, not the model. */
public final class GeneratedImages implements ImageSequence, AutoCloseable {
    private final FixedInputs inputs;

    public GeneratedImages(FixedInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public int count() {
        return inputs.count();
    }

    @Override
    public List<Image> images(int from, int count) {
        return Pictures.render(inputs, from, count);
    }

    @Override
    public void close() {
        inputs.close();
    }
}
