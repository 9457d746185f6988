package dev.atelier.networks;

/**
 * What an architecture leaves open.
 *
 * @param latent length of z
 * @param width factor on all channel counts; 1 is the paper's
 * @param dropout rate in the discriminator; 0 is off
 * @param image shape of the images
 * @param spectralGenerator the generator's weights are divided by their largest singular values too
 */
public record NetworkOptions(
        int latent,
        double width,
        double dropout,
        ImageShape image,
        Conditioning conditioning,
        DiscriminatorOptions discriminator,
        boolean spectralGenerator) {
    public NetworkOptions {
        if (latent < 1 || !(width > 0) || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("latent " + latent + ", width " + width + ", dropout " + dropout);
        }
    }

    /** 28×28 grey, unconditional, nothing switched. */
    public NetworkOptions(int latent, double width, double dropout) {
        this(latent, width, dropout, ImageShape.SMALL_GREY, Conditioning.NONE, DiscriminatorOptions.PLAIN, false);
    }

    public NetworkOptions withImage(ImageShape other) {
        return new NetworkOptions(latent, width, dropout, other, conditioning, discriminator, spectralGenerator);
    }

    public NetworkOptions withConditioning(Conditioning other) {
        return new NetworkOptions(latent, width, dropout, image, other, discriminator, spectralGenerator);
    }

    public NetworkOptions withDiscriminator(DiscriminatorOptions other) {
        return new NetworkOptions(latent, width, dropout, image, conditioning, other, spectralGenerator);
    }

    /** A layer's channels at this width, at least one. */
    int channels(int full) {
        return (int) Math.max(1, Math.round(full * width));
    }

    /** Length of the vector that a generator's table begins with: z, and the embedded condition behind it. */
    int inputs() {
        return conditioning.mode() == Conditioning.Mode.NONE ? latent : latent + conditioning.embedding();
    }

    /** Channels that a discriminator's table begins with: the image's, and the condition's plane behind them. */
    int planes() {
        return conditioning.mode() == Conditioning.Mode.CONCATENATION ? image.channels() + 1 : image.channels();
    }
}
