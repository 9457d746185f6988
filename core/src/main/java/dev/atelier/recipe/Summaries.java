package dev.atelier.recipe;

import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.data.DataSources;
import dev.atelier.data.Split;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.nn.Summary;
import java.util.List;

/** The tables of a recipe's networks. */
public final class Summaries {
    private Summaries() {}

    /** Generator, then discriminator. */
    public static List<Summary> of(Recipe recipe) {
        boolean needsData = NetworkKeys.conditional(recipe) || recipe.get(NetworkKeys.LABELS_PER_CLASS) > 0;
        return of(recipe, needsData ? known(recipe) : DataFacts.NOTHING);
    }

    /** Data that have a name need not be there. */
    private static DataFacts known(Recipe recipe) {
        String source = recipe.get(DataKeys.SOURCE);
        return DataSources.classesByName(source)
                .map(classes -> Assembly.known(
                        recipe,
                        source,
                        new Attributes(List.of(new Attribute.Categorical("class", classes))),
                        classes.size()))
                .orElseGet(() -> Assembly.known(
                        recipe, Assembly.open(recipe, Split.TRAIN).dataset()));
    }

    static List<Summary> of(Recipe recipe, DataFacts known) {
        NetworkAssembly networks = new NetworkAssembly(recipe, known);
        try (Generator generator = networks.generator();
                Discriminator discriminator = networks.discriminator()) {
            return List.of(generator.summary(), discriminator.summary());
        }
    }
}
