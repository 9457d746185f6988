package dev.atelier.cli;

import dev.atelier.recipe.Recipe;
import java.util.ArrayList;

/** The recipes that come with Atelier, for completion. */
final class RecipeNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    RecipeNames() {
        super(Recipe.names());
    }
}
