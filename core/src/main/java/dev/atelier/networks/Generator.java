package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Turns latent vectors into images. */
public final class Generator extends Network {
    private static final int IMAGES_AT_ONCE = 64;

    private final int latent;
    private final ImageShape image;

    Generator(Sequential layers, int latent, ImageShape image) {
        super("generator", layers, latent);
        this.latent = latent;
        this.image = image;
    }

    /** Images [B, C, H, W], float32, in the range of the network's last activation, for z of shape [B, latent]. */
    public Tensor forward(Tensor z, Pass pass) {
        return layers().forward(z, pass).to(ScalarType.Float);
    }

    /** One image a vector, row-major [C, H, W], for a person to look at: in fp32, without dropout, with the running statistics. */
    public List<float[]> images(Latents latents) {
        return images(latents, 0, latents.count());
    }

    /** The same of {@code count} vectors from number {@code first} on; the images do not depend on how they are asked for. */
    public List<float[]> images(Latents latents, int first, int count) {
        List<float[]> images = new ArrayList<>();
        for (long from = first; from < first + count; from += IMAGES_AT_ONCE) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Tensor batch = batch(latents, from, Math.min(IMAGES_AT_ONCE, first + count - from));
                for (long i = 0; i < batch.size(0); i++) {
                    images.add(Tensors.toFloats(batch.select(0, i)));
                }
            }
        }
        return images;
    }

    /** Images [count, C, H, W] of some of the vectors with their conditions, as {@link #images} makes them, in the caller's scope. */
    public Tensor batch(Latents latents, long from, long count) {
        return forward(
                latents.z().narrow(0, from, count),
                Pass.evaluation(Precision.FP32).on(latents.conditions(from, count)));
    }

    /** Length of z. */
    public int latent() {
        return latent;
    }

    /** Whether images lie in [−1, 1] instead of [0, 1], where a sigmoid is the last row. */
    public boolean signed() {
        return !(layers().last() instanceof Activation.Sigmoid);
    }

    /** Channels, height and width of an image. */
    public ImageShape image() {
        return image;
    }
}
