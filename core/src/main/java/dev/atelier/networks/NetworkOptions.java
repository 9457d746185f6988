package dev.atelier.networks;

/**
 * What an architecture leaves open.
 *
 * @param latent length of z
 * @param width factor on all channel counts; 1 is the paper's
 * @param dropout rate in the discriminator; 0 is off
 */
public record NetworkOptions(int latent, double width, double dropout) {
    public NetworkOptions {
        if (latent < 1 || !(width > 0) || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("latent " + latent + ", width " + width + ", dropout " + dropout);
        }
    }

    /** A layer's channels at this width, at least one. */
    int channels(int full) {
        return (int) Math.max(1, Math.round(full * width));
    }
}
