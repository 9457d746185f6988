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

    Generator(Sequential layers, int latent) {
        super("generator", layers, latent);
        this.latent = latent;
    }

    /** Images [B, C, H, W], float32, in the range of the network's last activation, for z of shape [B, latent]. */
    public Tensor forward(Tensor z, Pass pass) {
        return layers().forward(z, pass).to(ScalarType.Float);
    }

    /** One image a vector, row-major [C, H, W], for a person to look at: in fp32, without dropout, with the running statistics. */
    public List<float[]> images(Latents latents) {
        List<float[]> images = new ArrayList<>();
        for (long from = 0; from < latents.count(); from += IMAGES_AT_ONCE) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Tensor part = latents.z().narrow(0, from, Math.min(IMAGES_AT_ONCE, latents.count() - from));
                Tensor batch = forward(part, Pass.evaluation(Precision.FP32));
                for (long i = 0; i < batch.size(0); i++) {
                    images.add(Tensors.toFloats(batch.select(0, i)));
                }
            }
        }
        return images;
    }

    /** Length of z. */
    public int latent() {
        return latent;
    }

    /** Whether images lie in [−1, 1], behind a tanh, instead of [0, 1]. */
    public boolean signed() {
        return layers().last() instanceof Activation.Tanh;
    }

    /** Channels, height and width of an image. */
    public long[] imageShape() {
        return summary().outputShape();
    }
}
