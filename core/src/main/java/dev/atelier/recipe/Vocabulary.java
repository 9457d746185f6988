package dev.atelier.recipe;

import java.util.List;

/**
 * The words of one kind of GAN: what its recipes may say. Those on the class path are found by {@link java.util.ServiceLoader}; others
 * are known to a process once it has been given them.
 */
public interface Vocabulary {
    /** The name that {@code system:} has in a recipe: lower-case letters, digits, '-'. */
    String name();

    /** All that its recipes may set. */
    Keys keys();

    /** Names of the recipes that come with it, each a resource {@code /recipes/NAME.yaml} beside its class. */
    default List<String> recipes() {
        return List.of();
    }
}
