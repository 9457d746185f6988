package dev.atelier.networks;

import dev.atelier.nn.Layer;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Scores images; the score is a logit, no sigmoid behind it. */
public final class Discriminator extends Network {
    Discriminator(Sequential layers, long... imageShape) {
        super("discriminator", layers, imageShape);
    }

    /** Logits [B, 1], float32, for images [B, C, H, W]. */
    public Tensor forward(Tensor images, Pass pass) {
        return layers().forward(images, pass).to(ScalarType.Float);
    }

    /** Whether real and fake must be scored in passes of their own, because layers look at the whole batch. */
    public boolean mixesSamples() {
        return layers().layers().stream().anyMatch(Layer::mixesSamples);
    }
}
