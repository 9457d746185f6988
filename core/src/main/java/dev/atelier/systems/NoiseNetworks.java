package dev.atelier.systems;

import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.training.NetworkSet;

/** The networks of a system that makes images of noise, under the names that files have. */
public final class NoiseNetworks {
    public static final String GENERATOR = "generator";
    static final String DISCRIMINATOR = "discriminator";

    private NoiseNetworks() {}

    /** The generator that learns, not its average. */
    public static Generator generator(NetworkSet networks) {
        return (Generator) networks.network(GENERATOR);
    }

    /** The generator to show and to keep: the averaged one where there is an average. */
    static Generator shown(NetworkSet networks) {
        return (Generator) networks.shown(GENERATOR);
    }

    public static Discriminator discriminator(NetworkSet networks) {
        return (Discriminator) networks.network(DISCRIMINATOR);
    }
}
