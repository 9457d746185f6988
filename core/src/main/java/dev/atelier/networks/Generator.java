package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Turns latent vectors into images. */
public final class Generator extends LayeredNetwork {
    private static final int FEWEST_AT_ONCE = 16;
    private static final int MOST_AT_ONCE = 128;
    private static final long VALUES_AT_ONCE =
            1 << 22; // of the widest layer: 16 MiB in fp32, for each thread that draws

    private final int latent;
    private final ImageShape image;
    private final int atOnce;
    private Precision drawing = Precision.FP32;

    Generator(Sequential layers, int latent, ImageShape image) {
        super("generator", layers, latent);
        this.latent = latent;
        this.image = image;
        long widest = summary().rows().stream()
                .mapToLong(row -> Arrays.stream(row.outputShape()).reduce(1, (a, b) -> a * b))
                .max()
                .orElse(1);
        atOnce = (int) Math.max(FEWEST_AT_ONCE, Math.min(MOST_AT_ONCE, VALUES_AT_ONCE / widest));
    }

    /** Images [B, C, H, W], float32, in the range of the network's last activation, for z of shape [B, latent]. */
    public Tensor forward(Tensor z, Pass pass) {
        return layers().forward(z, pass).to(ScalarType.Float);
    }

    /** The precision that {@link #images} and {@link #batch} are made in from now on; fp32 before. */
    public void drawIn(Precision precision) {
        drawing = precision;
    }

    /**
     * One image a vector, row-major [C, H, W], for a person to look at: without dropout, with the running statistics. Several threads
     * draw, pieces of a size that depends on the table alone: the images do not depend on the number of threads.
     */
    public List<float[]> images(Latents latents) {
        return images(latents, 0, latents.count());
    }

    /** The same of {@code count} vectors from number {@code first} on; the images do not depend on how they are asked for. */
    public List<float[]> images(Latents latents, int first, int count) {
        List<float[]> images = new ArrayList<>(count);
        int pieces = (count + atOnce - 1) / atOnce;
        Workers.inOrder(
                pieces,
                piece -> {
                    int from = piece * atOnce;
                    return drawn(latents, first + from, Math.min(atOnce, count - from));
                },
                images::addAll);
        return images;
    }

    private List<float[]> drawn(Latents latents, int from, int count) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            float[] values = Tensors.toFloats(batch(latents, from, count));
            int size = values.length / count;
            List<float[]> images = new ArrayList<>(count);
            for (int at = 0; at < values.length; at += size) {
                images.add(Arrays.copyOfRange(values, at, at + size));
            }
            return images;
        }
    }

    /** Images [count, C, H, W] of some of the vectors with their conditions, as {@link #images} makes them, in the caller's scope. */
    public Tensor batch(Latents latents, long from, long count) {
        return forward(
                latents.z().narrow(0, from, count), Pass.evaluation(drawing).with(latents.conditions(from, count)));
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
