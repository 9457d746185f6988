package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Condition;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Reshape;
import dev.atelier.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of a Laplacian pyramid's coarsest level, which makes whole small images from noise (Denton et al. 2015, arXiv 1506.05751,
 * section 3.2 and the authors' tables). For 8×8 colour with z of 100:
 *
 * <pre>
 * generator                     output      discriminator                        output
 * dense 1200, ReLU              1200        flatten, dense 600, ReLU, dropout    600
 * dense 1200, ReLU              1200        dense 600, ReLU, dropout             600
 * dense 192, reshape            3×8×8       dense 1                              1
 * </pre>
 *
 * The generator has no last activation; z is uniform on ±1. Dropout ½. Weights N(0, 0.05) in the generator and N(0, 0.005) in the
 * discriminator, biases 0. With classes, each network reads them as the pass's condition [B, classes] and appends an embedding of as
 * many values as a plane has pixels, to z or to the flattened image. Images in [−1, 1].
 */
public final class LaplacianTop {
    private static final String NAME = "the top level of the pyramid";
    private static final Initializer MAKING = Initializer.normal(0, 0.05);
    private static final Initializer JUDGING = Initializer.normal(0, 0.005);
    private static final double DROPOUT = 0.5;

    private LaplacianTop() {}

    /**
     * What both are built for.
     *
     * @param image of this level, 1 to 4 channels
     * @param latent length of z
     * @param generatorWidth units of the generator's hidden rows
     * @param criticWidth units of the discriminator's hidden rows
     * @param classes width of the condition, 0 where there is none
     */
    public record Options(ImageShape image, int latent, int generatorWidth, int criticWidth, int classes) {
        public Options {
            Sides.requireChannels(NAME, 1, image.channels());
            Sides.requirePositive(NAME, "values of z", latent);
            Sides.requirePositive(NAME, "units in a row", generatorWidth);
            Sides.requirePositive(NAME, "units in a row", criticWidth);
            if (classes < 0) {
                throw new IllegalArgumentException(classes + " classes");
            }
        }

        /** The paper's: z of 100, 1200 and 600 units, no classes. */
        public static Options of(ImageShape image) {
            return new Options(image, 100, 1200, 600, 0);
        }

        /** These with so many units in the hidden rows of both. */
        public Options withWidths(int generator, int critic) {
            return new Options(image, latent, generator, critic, classes);
        }

        /** These with so many classes. */
        public Options withClasses(int other) {
            return new Options(image, latent, generatorWidth, criticWidth, other);
        }

        private int pixels() {
            return image.height() * image.width();
        }

        /** Values of the embedded class. */
        private int embedded() {
            return classes == 0 ? 0 : pixels();
        }
    }

    /** The generator: images [B, C, H, W] for z [B, latent]. Fresh weights, all zero until initialised or loaded. */
    public static Generator generator(Options options) {
        int n = options.generatorWidth();
        ImageShape image = options.image();
        List<Layer> rows = new ArrayList<>();
        addClasses(rows, options, MAKING);
        rows.add(new Dense(options.latent() + (long) options.embedded(), n, MAKING));
        rows.add(Activation.relu());
        rows.add(new Dense(n, n, MAKING));
        rows.add(Activation.relu());
        rows.add(new Dense(n, image.count(), MAKING));
        rows.add(Reshape.to(image.channels(), image.height(), image.width()));
        return new Generator(new Sequential("main", rows), options.latent(), image);
    }

    /** The discriminator: logits [B, 1] for images [B, C, H, W]. Fresh weights, all zero until initialised or loaded. */
    public static Discriminator critic(Options options) {
        int n = options.criticWidth();
        ImageShape image = options.image();
        List<Layer> rows = new ArrayList<>();
        rows.add(Reshape.flatten());
        addClasses(rows, options, JUDGING);
        rows.add(new Dense(image.count() + (long) options.embedded(), n, JUDGING));
        rows.add(Activation.relu());
        rows.add(new Dropout(DROPOUT));
        rows.add(new Dense(n, n, JUDGING));
        rows.add(Activation.relu());
        rows.add(new Dropout(DROPOUT));
        rows.add(new Dense(n, 1, JUDGING));
        return new Discriminator(new Sequential("main", rows), Head.SCORE, image);
    }

    private static void addClasses(List<Layer> rows, Options options, Initializer initializer) {
        if (options.classes() > 0) {
            rows.add(Condition.joined(options.classes(), options.embedded(), initializer));
        }
    }
}
