package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Named;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Pooling;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Window;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The convolutions of VGG-19 (Simonyan and Zisserman 2014, arXiv 1409.1556, table 1, column E) up to the last one's activation, which
 * photographs are compared by:
 *
 * <pre>
 * 2 times conv 64 k3, max k2 s2      64×H/2×W/2
 * 2 times conv 128 k3, max k2 s2     128×H/4×W/4
 * 4 times conv 256 k3, max k2 s2     256×H/8×W/8
 * 4 times conv 512 k3, max k2 s2     512×H/16×W/16
 * 4 times conv 512 k3                512×H/16×W/16
 * </pre>
 *
 * Each conv keeps the size, has a bias and is followed by ReLU. Parameters are called as torchvision calls them, {@code features.0.weight}
 * to {@code features.34.bias}; its further rows are not needed. It takes colour images in [−1, 1] and standardises them by ImageNet's
 * means and deviations itself.
 */
public final class Vgg19 extends LayeredNetwork {
    /** The parameter that a file of its weights has. */
    public static final String FIRST = "features.0.weight";

    /** Shortest side of an image: of a smaller one nothing is left. */
    public static final int LEAST_SIDE = 16;

    private static final int[][] BLOCKS = {
        {64, 64}, {128, 128}, {256, 256, 256, 256}, {512, 512, 512, 512}, {512, 512, 512, 512}
    };
    private static final float[] MEANS = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATIONS = {0.229f, 0.224f, 0.225f};

    /** Fresh weights, all zero until loaded; {@code side} of the images is for its table alone. */
    public Vgg19(int side) {
        super("VGG-19", new Sequential(rows()), 3, side, side);
    }

    private static List<Named> rows() {
        List<Layer> layers = new ArrayList<>();
        int in = 3;
        for (int[] block : BLOCKS) {
            if (!layers.isEmpty()) {
                layers.add(Pooling.max(Window.square(2, 2, 0)));
            }
            for (int out : block) {
                layers.add(Conv2d.uniform(in, out, 3, 1, Padding.SAME));
                layers.add(Activation.relu());
                in = out;
            }
        }
        List<Named> rows = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            rows.add(new Named("features." + i, layers.get(i)));
        }
        return rows;
    }

    /** What the last convolution gives behind its activation, [B, 512, H/16, W/16] float32, for images [B, 3, H, W] in [−1, 1]. */
    public Tensor features(Tensor images, Pass pass) {
        Tensor means = Tensors.of(MEANS, 1, 3, 1, 1).to(images.device(), ScalarType.Float);
        Tensor deviations = Tensors.of(DEVIATIONS, 1, 3, 1, 1).to(images.device(), ScalarType.Float);
        Tensor standard =
                images.add(new Scalar(1)).div(new Scalar(2)).sub(means).div(deviations);
        return layers().forward(standard, pass).to(ScalarType.Float);
    }
}
