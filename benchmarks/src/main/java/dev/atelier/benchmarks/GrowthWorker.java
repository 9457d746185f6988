package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.nn.Summary;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures one recipe's training in this process and prints one JSON object. {@link Growth} starts it.
 *
 * <pre>GrowthWorker THREADS RECIPE [key=value…]</pre>
 */
final class GrowthWorker {
    private GrowthWorker() {}

    public static void main(String[] args) {
        try {
            Recipe recipe = Recipe.named(args[1]);
            for (String setting : List.of(args).subList(2, args.length)) {
                recipe = recipe.withSetting(setting);
            }
            int threads = Integer.parseInt(args[0]);
            Engine.threads(threads);
            System.out.println(
                    new JsonMapper().writeValueAsString(said(PlannedRounds.of(recipe.with("train.threads", threads)))));
        } catch (BadInput e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static Map<String, Object> said(PlannedRounds rounds) {
        Map<String, Object> values = rounds.plan().recipe().values();
        long steps = number(values, "discriminator.steps");
        long generator = parameters(rounds, 0);
        long discriminator = parameters(rounds, 1);
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("unit", "round");
        said.put("seconds", rounds.medians());
        said.put("images", number(values, "data.batch") * number(values, "train.accumulate") * steps);
        said.put("flops", rounds.plan().flopsPerRound());
        said.put("parameters", Map.of("generator", generator, "discriminator", discriminator));
        said.put("gradient_bytes", Float.BYTES * (generator + steps * discriminator));
        said.put("precision", String.valueOf(values.get("train.precision")));
        said.put("training_rss_bytes", rounds.peakRssBytes());
        said.put("versions", Ours.versions());
        return said;
    }

    private static long parameters(PlannedRounds rounds, int network) {
        Summary summary = rounds.plan().networks().get(network);
        return summary.parameters();
    }

    private static long number(Map<String, Object> values, String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 1;
    }
}
