package dev.atelier.cli;

import dev.atelier.recipe.Recipe;
import java.util.ArrayList;

/** Every recipe key with an equals sign behind it, for the completion of {@code --set}. */
final class SettingNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    SettingNames() {
        Recipe.named("quick").keys().all().forEach(key -> add(key.name() + "="));
    }
}
