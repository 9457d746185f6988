package dev.atelier.cli;

import dev.atelier.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atelier recipes}: what can be trained. */
@Command(
        name = "recipes",
        description = "List the recipes that come with Atelier; 'show' explains one.",
        footer = {"", "Examples:", "  atelier recipes", "  atelier recipes show fashion"})
final class RecipesCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    RecipesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json) {
            console.json(Recipe.names().stream().map(RecipesCommand::describe).toList());
            return 0;
        }
        Table table = new Table();
        for (String name : Recipe.names()) {
            table.row(name, headline(name) + (isDefault(name) ? " (default)" : ""));
        }
        table.print(console.out(), "");
        console.out().println();
        console.out()
                .println("keys and networks of one:  atelier recipes show "
                        + Recipe.names().get(0) + "  (--all for every key)");
        return 0;
    }

    private static Map<String, Object> describe(String name) {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("name", name);
        recipe.put("headline", headline(name));
        recipe.put("default", isDefault(name));
        return recipe;
    }

    private static String headline(String name) {
        return Headline.of(name).get(0);
    }

    private static boolean isDefault(String name) {
        return name.equals(TrainCommand.DEFAULT_RECIPE);
    }
}
