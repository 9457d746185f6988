package dev.atelier.examples;

import dev.atelier.recipe.Recipe;
import dev.atelier.run.GridOptions;
import dev.atelier.run.RunObserver;
import dev.atelier.run.Sampler;
import dev.atelier.run.TrainingRun;
import java.nio.file.Path;

/** Trains the recipe {@code quick} for so many steps into a new folder, then draws 16 pictures: {@code TrainAndSample FOLDER ROUNDS}. */
public final class TrainAndSample {
    private TrainAndSample() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        Recipe recipe = Recipe.named("quick").with("train.steps", args[1]);
        try (TrainingRun run = TrainingRun.start(recipe, folder, RunObserver.SILENT)) {
            run.train();
        }
        try (Sampler sampler = Sampler.open(folder)) {
            sampler.write(sampler.grid(GridOptions.of(16).enlarged(3)), folder.resolve("grid.png"));
        }
    }
}
