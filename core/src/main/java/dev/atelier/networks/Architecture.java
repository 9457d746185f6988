package dev.atelier.networks;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The architectures by name. */
public enum Architecture {
    FASHION("fashion", 28, 28, 1, FashionGan::generator, FashionGan::discriminator),
    MNIST("mnist", 28, 28, 1, MnistGan::generator, MnistGan::discriminator),
    COMPACT("compact", 28, 28, 1, CompactGan::generator, CompactGan::discriminator);

    private final String key;
    private final int height;
    private final int width;
    private final int channels;
    private final Function<NetworkOptions, Generator> generator;
    private final Function<NetworkOptions, Discriminator> discriminator;

    Architecture(
            String key,
            int height,
            int width,
            int channels,
            Function<NetworkOptions, Generator> generator,
            Function<NetworkOptions, Discriminator> discriminator) {
        this.key = key;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.generator = generator;
        this.discriminator = discriminator;
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

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    public int channels() {
        return channels;
    }

    /** With all weights zero; {@link Generator#initialise} draws them. */
    public Generator generator(NetworkOptions options) {
        return generator.apply(options);
    }

    public Discriminator discriminator(NetworkOptions options) {
        return discriminator.apply(options);
    }
}
