package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.networks.ImageShape;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Resampling;
import dev.atelier.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A Laplacian pyramid (Burt and Adelson 1983): an image as its coarsest version and, level by level, what the enlarged coarser one lacks.
 * Coarser is the mean of 2×2 pixels, enlarged is bilinear.
 *
 * @param levels shapes from the coarsest on, each twice as high and wide as the one before
 */
record Pyramid(List<ImageShape> levels) {
    private static final int LEAST = 7;
    private static final Pass PLAIN = Pass.evaluation(Precision.FP32);

    Pyramid {
        levels = List.copyOf(levels);
    }

    /** Halved as long as sides are even and at least 7 pixels remain; an image that cannot be halved once is refused. */
    static Pyramid of(ImageShape finest) {
        List<ImageShape> levels = new ArrayList<>(List.of(finest));
        ImageShape coarse = finest;
        while (coarse.height() % 2 == 0
                && coarse.width() % 2 == 0
                && Math.min(coarse.height(), coarse.width()) / 2 >= LEAST) {
            coarse = new ImageShape(coarse.channels(), coarse.height() / 2, coarse.width() / 2);
            levels.add(0, coarse);
        }
        if (levels.size() == 1) {
            throw new BadInput("a pyramid of " + finest.width() + "×" + finest.height()
                    + " (width×height) has one level alone; allowed: even sides of at least " + 2 * LEAST
                    + ", the nearest " + halvable(finest.width()) + "×" + halvable(finest.height()));
        }
        return new Pyramid(levels);
    }

    private static int halvable(int side) {
        return Math.max(2 * LEAST, side - side % 2);
    }

    int finest() {
        return levels.size() - 1;
    }

    /** The version of finest images at a level, in the caller's scope. */
    Tensor at(Tensor images, int level) {
        Tensor x = new Tensor(images);
        for (int l = finest(); l > level; l--) {
            x = coarser(x);
        }
        return x;
    }

    /** Half as high and wide. */
    static Tensor coarser(Tensor images) {
        return Resampling.halve().forward(images, PLAIN);
    }

    /** Twice as high and wide. */
    static Tensor enlarged(Tensor images) {
        return Resampling.bilinearUp().forward(images, PLAIN);
    }
}
