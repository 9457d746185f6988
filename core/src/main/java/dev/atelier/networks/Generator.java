package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import dev.atelier.tensor.Precision;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Turns latent vectors into images. */
public final class Generator extends LayeredNetwork {
    /** The name of images in graphs. */
    public static final String IMAGE = "image";

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

    /** Input {@link NoiseModel#Z}, and the condition where it reads one; output {@code image}. */
    @Override
    public void trace(Graph graph) {
        graph.output(IMAGE, trace(graph, graph.input(NoiseModel.Z, latent)));
    }

    /** Its images of {@code z}, for a model that puts something before it or behind it. */
    public Value trace(Graph graph, Value z) {
        return layers().trace(graph, z);
    }

    /** The precision that pictures for a person are made in from now on; fp32 before. */
    public void drawIn(Precision precision) {
        drawing = precision;
    }

    Precision drawing() {
        return drawing;
    }

    /** How many images are made at a time: as many as the widest layer allows. */
    int atOnce() {
        return atOnce;
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
