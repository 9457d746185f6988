package dev.atelier.run;

import dev.atelier.recipe.Recipe;
import java.nio.file.Path;

/** Trains a recipe in a process of its own, which somebody will kill: {@code RecipeProcess RECIPE FOLDER}. */
final class RecipeProcess {
    private RecipeProcess() {}

    public static void main(String[] args) {
        Recipe recipe = Recipe.read(Path.of(args[0]));
        RunObserver slow = KilledProcess.slow(TranslationRunTest.STEPS);
        try (TrainingRun run = TrainingRun.start(recipe, Path.of(args[1]), slow)) {
            run.train();
        }
    }
}
