package dev.atelier.networks;

import dev.atelier.nn.ConvNorm;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Pooling;
import dev.atelier.nn.Residual;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of a small residual {@link Classifier} (after He et al. 2016, arXiv 1512.03385) that a laptop trains in minutes. For 28×28 grey at width 32 and ten classes:
 *
 * <pre>
 * conv 32 k3                        32×28×28
 * conv 64 k3 s2                     64×14×14
 * x + conv 64 k3                    64×14×14
 * conv 128 k3 s2                   128×7×7
 * x + conv 128 k3                  128×7×7
 * conv 128 k3 s2                   128×4×4
 * x + conv 128 k3                  128×4×4
 * mean over pixels                 128         the features
 * dense 10                          10
 * </pre>
 *
 * Each conv is followed by batch norm and ReLU. An image is halved until a side is 4 or less, channels growing to four times the width, so that
 * every feature sees all of it; rows of
 * more than 32 pixels a side have no residual conv, and from 96 on the first conv halves already. Images in [−1, 1].
 */
public final class SmallResnet {
    private static final double EPSILON = 1e-5;
    private static final int MOST_DOUBLINGS = 2;
    private static final int SMALLEST = 4;
    private static final int LARGE = 96;
    private static final int LARGEST_RESIDUAL = 32;

    private SmallResnet() {}

    /**
     * Fresh weights, all zero until initialised or loaded; {@code width} is the number of the first row's channels, features are four
     * times as many.
     */
    public static Classifier classifier(ImageShape image, int classes, int width) {
        if (classes < 2 || width < 1 || Math.min(image.height(), image.width()) < 8) {
            throw new IllegalArgumentException(
                    "a classifier of " + classes + " classes, width " + width + ", for " + image);
        }
        return new Classifier(new Sequential("main", rows(image, classes, width)), image, classes);
    }

    private static List<Layer> rows(ImageShape image, int classes, int width) {
        int shorter = Math.min(image.height(), image.width());
        int first = shorter >= LARGE ? 2 : 1;
        List<Layer> rows = new ArrayList<>();
        rows.add(conv(image.channels(), width, first));
        int channels = width;
        int side = (shorter + first - 1) / first;
        for (int halving = 1; side > SMALLEST; halving++) {
            int next = width << Math.min(halving, MOST_DOUBLINGS);
            rows.add(conv(channels, next, 2));
            channels = next;
            side = (side + 1) / 2;
            if (side <= LARGEST_RESIDUAL) {
                rows.add(new Residual("x + conv " + channels + " k3", List.of(conv(channels, channels, 1)), List.of()));
            }
        }
        rows.add(Pooling.global());
        rows.add(new Dense(channels, classes, Initializer.glorotUniform()));
        return rows;
    }

    private static ConvNorm conv(int in, int out, int stride) {
        return new ConvNorm(in, out, Window.square(3, stride, 1), EPSILON);
    }
}
