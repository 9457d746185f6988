/**
 * Where everything meets: recipes (YAML over documented keys), the objects that a recipe names, the run directory and the listeners
 * that join training with files. The command line, the examples and the studio start here.
 *
 * <p>Ownership: a {@link dev.atelier.recipe.TrainingRun} and a {@link dev.atelier.recipe.Sampler} own native memory until closed.
 * Start reading at {@code Recipe}, then {@code TrainingRun}.
 */
package dev.atelier.recipe;
