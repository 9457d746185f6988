package dev.atelier.cli;

import dev.atelier.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code train} that only recipes have which make pictures of pictures. */
final class TranslationOptions {
    @Option(
            names = "--direction",
            paramLabel = "AtoB|BtoA",
            description = "Which pictures go in and which should come out (pix2pix).")
    private Optional<String> direction = Optional.empty();

    @Option(
            names = "--derive",
            paramLabel = "WAY",
            description = "Make A of each picture of a folder: edges, grey, noise, mask or lowres (pix2pix).")
    private Optional<String> derive = Optional.empty();

    @Option(
            names = "--domains",
            paramLabel = "CLASS,CLASS",
            description = "Two classes of a labelled source as the two kinds of pictures (cyclegan).")
    private Optional<String> domains = Optional.empty();

    @Option(names = "--scale", paramLabel = "2|4", description = "How many times as large pictures become (srgan).")
    private Optional<String> scale = Optional.empty();

    @Option(
            names = "--features",
            paramLabel = "WHICH",
            description =
                    "By what pictures are compared beside their pixels: a file of VGG-19's weights or of an extractor,"
                            + " rotation, or discriminator (srgan).")
    private Optional<String> features = Optional.empty();

    private Map<String, Optional<String>> byKey() {
        Map<String, Optional<String>> byKey = new LinkedHashMap<>();
        byKey.put("data.direction", direction);
        byKey.put("data.derive", derive);
        byKey.put("data.domains", domains);
        byKey.put("data.scale", scale);
        byKey.put("content.features", features);
        return byKey;
    }

    boolean isEmpty() {
        return byKey().values().stream().allMatch(Optional::isEmpty);
    }

    /** The recipe with what was asked for; a recipe of another kind refuses it. */
    Recipe apply(Recipe base) {
        Recipe recipe = base;
        for (Map.Entry<String, Optional<String>> each : byKey().entrySet()) {
            String key = each.getKey();
            recipe = Overrides.set(recipe, "--" + key.substring(key.indexOf('.') + 1), key, each.getValue());
        }
        return recipe;
    }
}
