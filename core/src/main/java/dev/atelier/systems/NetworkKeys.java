package dev.atelier.systems;

import dev.atelier.networks.Architecture;
import dev.atelier.networks.Conditioning;
import dev.atelier.networks.LatentPrior;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;

/** The keys of networks, conditions and labels. */
public final class NetworkKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

    public static final Key<String> ARCHITECTURE =
            add(Key.choice("network.architecture", "compact", Architecture.keys(), "pair of networks"));
    public static final Key<Long> LATENT = add(Key.integer("network.latent", 64, 1, 65536, "length of z"));
    public static final Key<String> PRIOR = add(
            Key.choice("network.prior", "normal", LatentPrior.keys(), "distribution of z, in training and in samples"));
    public static final Key<Double> WIDTH =
            add(Key.number("network.width", 1, 0.01, 64, "factor on all channel counts"));
    static final Key<Double> DROPOUT =
            add(Key.number("network.dropout", 0, 0, 1, "dropout rate in the discriminator; 0 is off"));
    static final Key<String> SPECTRAL_NORM = add(Key.choice(
            "network.spectralNorm",
            "none",
            List.of("none", "discriminator", "both"),
            "whose weights are divided by their largest singular values"));

    static final Key<String> CONDITION = add(Key.choice(
            "condition.mode",
            "none",
            Conditioning.Mode.keys(),
            "how the networks learn of the images' attributes; auxiliary: the discriminator must name them (ACGAN)"));
    static final Key<String> CONDITION_ATTRIBUTES = add(
            Key.text("condition.attributes", "all", "all, or names with commas", v -> !v.isBlank(), "which attributes")
                    .when(NetworkKeys::conditional, "the networks are not conditional; set condition.mode"));
    static final Key<Long> EMBEDDING =
            add(Key.integer("condition.embedding", 32, 1, 4096, "length of what the generator gets beside z")
                    .when(NetworkKeys::conditional, "the networks are not conditional; set condition.mode"));
    static final Key<Double> CONDITION_WEIGHT = add(Key.number(
                    "condition.weight", 1, 0, Double.MAX_VALUE, "weight of the attributes' loss, for both players")
            .when(
                    recipe -> recipe.get(CONDITION).equals(Conditioning.Mode.AUXILIARY.key()),
                    "only condition.mode auxiliary has a loss of attributes"));

    public static final Key<Long> LABELS_PER_CLASS = add(Key.integer(
                    "labels.perClass",
                    0,
                    0,
                    1_000_000,
                    "SGAN: the discriminator also learns the classes from this many labels of each; 0 is off")
            .when(recipe -> !conditional(recipe), "it needs condition.mode none: the other labels count as unknown"));
    static final Key<Double> LABELS_WEIGHT =
            add(Key.number("labels.weight", 1, 0, Double.MAX_VALUE, "weight of the classes' loss")
                    .when(recipe -> recipe.get(LABELS_PER_CLASS) > 0, "no labels are learned; set labels.perClass"));

    static boolean conditional(Recipe recipe) {
        return !recipe.get(CONDITION).equals(Conditioning.Mode.NONE.key());
    }

    private NetworkKeys() {}

    private static <T> Key<T> add(Key<T> key) {
        ALL.add(key);
        return key;
    }
}
