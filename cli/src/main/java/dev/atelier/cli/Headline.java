package dev.atelier.cli;

import dev.atelier.recipe.Recipe;
import java.util.List;

/** What the comment at the head of a recipe says of it. */
final class Headline {
    private Headline() {}

    /** The comment's lines: what it makes and takes, then the command. */
    static List<String> of(String recipe) {
        return Recipe.builtIn(recipe)
                .lines()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .toList();
    }
}
