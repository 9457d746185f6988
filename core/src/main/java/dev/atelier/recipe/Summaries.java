package dev.atelier.recipe;

import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.nn.Summary;
import java.util.List;

/** The tables of a recipe's networks. */
public final class Summaries {
    private Summaries() {}

    /** Generator, then discriminator. */
    public static List<Summary> of(Recipe recipe) {
        try (Generator generator = Assembly.generator(recipe);
                Discriminator discriminator = Assembly.discriminator(recipe)) {
            return List.of(generator.summary(), discriminator.summary());
        }
    }
}
