package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.nn.Condition;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Layer;
import dev.atelier.nn.MinibatchDiscrimination;
import dev.atelier.nn.MinibatchStddev;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.SpectralNorm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/** The architectures by name. */
public enum Architecture {
    FASHION("fashion", Sizes.fixed(ImageShape.SMALL_GREY), new FashionGan()),
    MNIST("mnist", Sizes.fixed(ImageShape.SMALL_GREY), new MnistGan()),
    COMPACT("compact", Sizes.fixed(ImageShape.SMALL_GREY), new CompactGan()),
    VANILLA("vanilla", Sizes.from(1, 256), new VanillaGan()),
    DCGAN("dcgan", Sizes.from(16, 256), new Dcgan()),
    RESNET("resnet", Sizes.from(16, 256), new Sngan()),
    R3GAN("r3gan", Sizes.from(16, 256), new R3gan());

    private static final int KERNEL_SIZE = 5;

    private final String key;
    private final Sizes sizes;
    private final Blueprint blueprint;

    Architecture(String key, Sizes sizes, Blueprint blueprint) {
        this.key = key;
        this.sizes = sizes;
        this.blueprint = blueprint;
    }

    public static Architecture of(String key) {
        return Arrays.stream(values())
                .filter(a -> a.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new BadInput("no network named '" + key + "'; known: " + String.join(", ", keys())));
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(Architecture::key).toList();
    }

    public String key() {
        return key;
    }

    /** Refuses a shape of image that it cannot be built for. */
    public void require(ImageShape shape) {
        sizes.require(key, shape);
    }

    /** The images that it can be built for. */
    public Sizes sizes() {
        return sizes;
    }

    /** Whether the discriminator's table has batch norm, which can be switched off. */
    public boolean hasDiscriminatorNorm() {
        return blueprint.discriminatorNorm();
    }

    /** With all weights zero; {@link Generator#initialise} draws them. */
    public Generator generator(NetworkOptions options) {
        sizes.require(key, options.image());
        List<Layer> rows = new ArrayList<>();
        Conditioning conditioning = options.conditioning();
        if (conditioning.mode() != Conditioning.Mode.NONE) {
            rows.add(Condition.joined(conditioning.width(), conditioning.embedding(), blueprint.initializer()));
        }
        rows.addAll(blueprint.generator(options));
        return new Generator(
                new Sequential("main", normalised(rows, options.spectralGenerator())),
                options.latent(),
                options.image());
    }

    public Discriminator discriminator(NetworkOptions options) {
        Head head = head(options);
        int condition = options.conditioning().width();
        int classes = options.discriminator().classes();
        return new Discriminator(
                judging(options, features -> head.layer(features, condition, classes, blueprint.initializer())),
                head,
                options.image());
    }

    /** The discriminator's table as a classifier of {@code classes} classes, under the same parameter names but for the last row. */
    public Classifier classifier(NetworkOptions options, int classes) {
        return new Classifier(
                judging(
                        options.withConditioning(Conditioning.NONE),
                        features -> new Dense(features, classes, blueprint.initializer())),
                options.image(),
                classes);
    }

    /** The discriminator's rows, and the last one for as many features as they give. */
    private Sequential judging(NetworkOptions options, LongFunction<Layer> last) {
        ImageShape image = options.image();
        sizes.require(key, image);
        int condition = options.conditioning().width();
        List<Layer> rows = new ArrayList<>();
        if (options.conditioning().mode() == Conditioning.Mode.CONCATENATION) {
            rows.add(Condition.plane(condition, image.height(), image.width(), blueprint.initializer()));
        }
        rows.addAll(blueprint.discriminator(options));
        if (options.discriminator().minibatchKernels() > 0) {
            rows.add(new MinibatchDiscrimination(
                    LayeredNetwork.features(rows, image),
                    options.discriminator().minibatchKernels(),
                    KERNEL_SIZE,
                    blueprint.initializer()));
        }
        if (options.discriminator().stddevGroup() > 0) {
            rows.add(new MinibatchStddev(options.discriminator().stddevGroup()));
        }
        rows.add(last.apply(LayeredNetwork.features(rows, image)));
        return new Sequential("main", normalised(rows, options.discriminator().spectralNorm()));
    }

    private static Head head(NetworkOptions options) {
        if (options.discriminator().classes() > 0) {
            return Head.CLASSES;
        }
        return switch (options.conditioning().mode()) {
            case NONE, CONCATENATION -> Head.SCORE;
            case PROJECTION -> Head.PROJECTION;
            case AUXILIARY -> Head.AUXILIARY;
        };
    }

    private static List<Layer> normalised(List<Layer> rows, boolean spectral) {
        return spectral
                ? rows.stream().map(row -> row.reweighted(SpectralNorm::new)).toList()
                : rows;
    }
}
