package dev.atelier.cli;

import dev.atelier.nn.Summary;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Summaries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier recipes show}: the keys of a recipe with values and meanings, and its networks. */
@Command(
        name = "show",
        description = {
            "Show a recipe's keys and networks.",
            "First the dozen keys that people change, then what else this recipe sets; --all shows every key.",
            "A star marks what differs from the defaults. Each network as a table.",
            "Any key can be changed by 'atelier train RECIPE --set KEY=VALUE'."
        },
        footer = {"", "Examples:", "  atelier recipes show quick", "  atelier recipes show my-recipe.yaml --all --json"
        })
final class RecipesShowCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "RECIPE",
            completionCandidates = RecipeNames.class,
            description = "A recipe by name (${COMPLETION-CANDIDATES}) or a path that ends in .yaml.")
    private String name = "";

    @Option(names = "--all", description = "Every key.")
    private boolean all;

    @Option(names = "--json", description = "Print the result as JSON, with every key.")
    private boolean json;

    RecipesShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Recipe recipe = Recipe.of(name);
        List<String> headline = Recipe.names().contains(name) ? Headline.of(name) : List.of();
        List<Summary> networks = Summaries.of(recipe);
        if (json) {
            console.json(json(recipe, headline, networks));
        } else {
            print(recipe, headline, networks);
        }
        return 0;
    }

    private void print(Recipe recipe, List<String> headline, List<Summary> networks) {
        console.out().println(recipe.name());
        headline.forEach(line -> console.out().println("  " + line));
        console.out().println();
        List<Key<?>> shown = shown(recipe);
        Table table = new Table().row("", "key", "value", "meaning (allowed)");
        for (Key<?> key : shown) {
            table.row(
                    differs(recipe, key) ? "*" : "",
                    key.name(),
                    Key.plain(recipe.get(key)),
                    key.meaning() + " (" + key.allowed() + ")");
        }
        table.print(console.out(), "");
        if (!all) {
            console.out().println();
            console.out()
                    .println((recipe.keys().all().size() - shown.size())
                            + " more keys are at their defaults; --all shows them");
        }
        for (Summary network : networks) {
            console.out().println();
            console.out().print(network.text());
        }
    }

    private List<Key<?>> shown(Recipe recipe) {
        if (all) {
            return recipe.keys().all();
        }
        List<Key<?>> shown = new ArrayList<>(recipe.keys().common());
        recipe.keys().all().stream()
                .filter(key -> differs(recipe, key) && !shown.contains(key))
                .forEach(shown::add);
        return shown;
    }

    private static boolean differs(Recipe recipe, Key<?> key) {
        return !recipe.get(key).equals(key.fallback());
    }

    private static Map<String, Object> json(Recipe recipe, List<String> headline, List<Summary> networks) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", recipe.name());
        json.put("headline", String.join(" ", headline));
        List<Object> keys = new ArrayList<>();
        for (Key<?> key : recipe.keys().all()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("key", key.name());
            row.put("value", recipe.get(key));
            row.put("default", key.fallback());
            row.put("differs", differs(recipe, key));
            row.put("allowed", key.allowed());
            row.put("meaning", key.meaning());
            keys.add(row);
        }
        json.put("keys", keys);
        json.put("networks", networks.stream().map(RecipesShowCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(Summary network) {
        List<Object> layers = new ArrayList<>();
        for (Summary.Row row : network.rows()) {
            Map<String, Object> layer = new LinkedHashMap<>();
            layer.put("layer", row.layer());
            layer.put("outputShape", row.outputShape());
            layer.put("parameters", row.parameters());
            layer.put("flops", row.flops());
            layers.add(layer);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", network.title());
        json.put("inputShape", network.inputShape());
        json.put("layers", layers);
        json.put("parameters", network.parameters());
        json.put("flops", network.flops());
        return json;
    }
}
