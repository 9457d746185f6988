package dev.atelier.systems;

import dev.atelier.data.Dataset;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.TrainingState;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Device;

/**
 * What a training is made of.
 *
 * @param models what networks and models are made of
 * @param data that it learns from
 * @param state where the training stands; numbers and streams that belong to it are asked of it
 * @param steps in all
 * @param notices lines that the user must see
 */
public record TrainingSetup(Setup models, Dataset data, TrainingState state, long steps, Consumer<String> notices) {
    public Recipe recipe() {
        return models.recipe();
    }

    public Map<String, Object> facts() {
        return models.facts();
    }

    public Device device() {
        return models.device();
    }

    /** The seed of everything random. */
    public long seed() {
        return recipe().get(TrainKeys.SEED);
    }

    /** Samples in a batch. */
    public int batch() {
        return recipe().integer(FeedKeys.BATCH);
    }
}
