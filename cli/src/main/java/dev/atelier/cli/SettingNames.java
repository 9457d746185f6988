package dev.atelier.cli;

import dev.atelier.recipe.Keys;
import java.util.ArrayList;

/** Every recipe key with an equals sign behind it, for the completion of {@code --set}. */
final class SettingNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    SettingNames() {
        Keys.all().forEach(key -> add(key.name() + "="));
    }
}
