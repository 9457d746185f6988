package dev.atelier.training;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.LabelNoise;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Conditioning;
import dev.atelier.networks.Conditioning.Mode;
import dev.atelier.networks.DiscriminatorOptions;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Adam;
import dev.atelier.nn.ConditionLayout;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.RmsProp;
import dev.atelier.nn.Sgd;
import java.util.List;
import java.util.Locale;

/** The systems of {@code benchmarks/peers/families_golden.py}, in this toolkit's words. */
enum Family {
    VANILLA(Architecture.VANILLA, new ImageShape(1, 12, 10), 64, "non-saturating"),
    SATURATING(Architecture.VANILLA, new ImageShape(1, 12, 10), 64, "saturating"),
    DCGAN(Architecture.DCGAN, ImageShape.SMALL_GREY, 64, "non-saturating"),
    DCGAN_ODD(Architecture.DCGAN, Shapes.ODD, 64, "non-saturating"),
    CONCATENATION(
            Architecture.DCGAN, Shapes.SMALL, 64, "non-saturating", Mode.CONCATENATION, DiscriminatorOptions.PLAIN),
    PROJECTION(Architecture.DCGAN, Shapes.SMALL, 64, "non-saturating", Mode.PROJECTION, DiscriminatorOptions.PLAIN),
    ACGAN(Architecture.DCGAN, Shapes.SMALL, 64, "non-saturating", Mode.AUXILIARY, DiscriminatorOptions.PLAIN),
    SGAN(Architecture.DCGAN, Shapes.SMALL, 64, "non-saturating", Mode.NONE, Shapes.plainRows(0, 3)),
    FEATURE_MATCHING(
            Architecture.DCGAN,
            Shapes.SMALL,
            64,
            "non-saturating",
            Mode.NONE,
            new DiscriminatorOptions(true, false, 3, 0, 0)),
    WGAN(Architecture.DCGAN, Shapes.SMALL, 64, "wasserstein", Mode.NONE, Shapes.plainRows(0, 0)),
    WGAN_GP(Architecture.DCGAN, Shapes.ODD, 64, "wasserstein", Mode.NONE, Shapes.plainRows(0, 0)),
    DRAGAN(Architecture.DCGAN, Shapes.SMALL, 64, "non-saturating", Mode.NONE, Shapes.plainRows(0, 0)),
    LSGAN(Architecture.DCGAN, Shapes.SMALL, 64, "least-squares"),
    HINGE(Architecture.DCGAN, Shapes.SMALL, 64, "hinge", Mode.NONE, Shapes.plainRows(2, 0)),
    RELATIVISTIC(Architecture.DCGAN, Shapes.SMALL, 64, "relativistic", Mode.NONE, Shapes.plainRows(0, 0)),
    RELATIVISTIC_AVERAGE(Architecture.DCGAN, Shapes.SMALL, 64, "relativistic-average"),
    RELATIVISTIC_AVERAGE_HINGE(Architecture.DCGAN, Shapes.SMALL, 64, "relativistic-average-hinge"),
    RELATIVISTIC_AVERAGE_LEAST_SQUARES(
            Architecture.DCGAN,
            Shapes.SMALL,
            64,
            "relativistic-average-least-squares",
            Mode.NONE,
            Shapes.plainRows(0, 0)),
    SNGAN(Architecture.RESNET, Shapes.SMALL, 32, "hinge", Mode.NONE, new DiscriminatorOptions(true, true, 0, 0, 0)),
    SPECTRAL_BOTH(
            Architecture.DCGAN,
            Shapes.ODD,
            64,
            "relativistic-average",
            Mode.PROJECTION,
            new DiscriminatorOptions(false, true, 0, 0, 0)),
    R3GAN(Architecture.R3GAN, Shapes.SMALL, 32, "relativistic");

    /** One-hot of three values, then one continuous value. */
    static final ConditionLayout LAYOUT =
            new ConditionLayout(List.of(new ConditionLayout.Field(true, 3), new ConditionLayout.Field(false, 1)));

    private final Architecture architecture;
    private final ImageShape image;
    private final double width;
    private final String loss;
    private final Mode mode;
    private final DiscriminatorOptions discriminator;

    Family(Architecture architecture, ImageShape image, int narrower, String loss) {
        this(architecture, image, narrower, loss, Mode.NONE, DiscriminatorOptions.PLAIN);
    }

    Family(
            Architecture architecture,
            ImageShape image,
            int narrower,
            String loss,
            Mode mode,
            DiscriminatorOptions discriminator) {
        this.architecture = architecture;
        this.image = image;
        this.width = 1.0 / narrower;
        this.loss = loss;
        this.mode = mode;
        this.discriminator = discriminator;
    }

    private static final class Shapes {
        static final ImageShape SMALL = new ImageShape(1, 16, 16);
        static final ImageShape ODD = new ImageShape(3, 21, 18);

        static DiscriminatorOptions plainRows(int stddevGroup, int classes) {
            return new DiscriminatorOptions(false, false, 0, stddevGroup, classes);
        }
    }

    String golden() {
        return "family_" + name().toLowerCase(Locale.ROOT);
    }

    Architecture architecture() {
        return architecture;
    }

    NetworkOptions options() {
        Conditioning conditioning = mode == Mode.NONE ? Conditioning.NONE : new Conditioning(mode, LAYOUT.width(), 5);
        return new NetworkOptions(8, width, 0, image, conditioning, discriminator, this == SPECTRAL_BOTH);
    }

    boolean conditional() {
        return mode != Mode.NONE;
    }

    AdversarialLoss loss() {
        return LossName.of(loss).loss(labels());
    }

    private Labels labels() {
        return switch (this) {
            case DCGAN_ODD -> new Labels(true, 0.1, 0.05, LabelNoise.NONE, LabelNoise.NONE);
            case LSGAN -> new Labels(false, 0.1, 0.2, LabelNoise.NONE, LabelNoise.NONE);
            default -> Labels.plain();
        };
    }

    /** {@code epsilon} is RMSProp's: a clipped critic hands on small gradients. */
    Optimizer optimizer(List<Parameter> parameters, double epsilon) {
        return switch (this) {
            case SATURATING -> new Sgd(parameters, 0.1, 0.9);
            case WGAN -> new RmsProp(parameters, 1e-3, 0.99, epsilon);
            case WGAN_GP, SNGAN -> new Adam(parameters, new Adam.Options(2e-2, 0, 0.9, 1e-2));
            case R3GAN -> new Adam(parameters, new Adam.Options(2e-2, 0, 0.99, 1e-2));
            default -> new Adam(parameters, new Adam.Options(2e-2, 0.5, 0.999, 5e-2));
        };
    }

    Player.Options discriminatorPlayer() {
        return this == WGAN
                ? new Player.Options(Schedule.constant(), 0, 0.01, Player.Statistics.NONE)
                : Player.Options.PLAIN;
    }

    int rounds() {
        return this == SATURATING ? 2 : 1;
    }

    int criticSteps() {
        return this == WGAN || this == WGAN_GP ? 2 : 1;
    }
}
