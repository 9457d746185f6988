package dev.atelier.systems;

import dev.atelier.losses.LossName;
import dev.atelier.nn.Summary;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.Plateau;
import dev.atelier.training.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A kind of GAN whose players learn by {@link PlayerKeys} from what one key names. */
interface AdversarialSystem extends GanSystem {
    /** The key that names the data. */
    default Key<String> source() {
        return TranslationKeys.SOURCE;
    }

    @Override
    default List<Key<?>> places() {
        return List.of(source());
    }

    @Override
    default String place(Recipe recipe) {
        return recipe.get(source());
    }

    @Override
    default Schedule schedule(Recipe recipe, long last) {
        return Players.clock(recipe, last);
    }

    @Override
    default Optional<Plateau> plateau(TrainingSetup setup) {
        return Players.plateau(setup.recipe(), setup.state());
    }

    /**
     * What a step costs in each network that learns or judges in it, in forward passes of a batch: a backward pass costs one for what
     * flows on and one for the weights, where they learn.
     */
    Map<String, Double> passes(Recipe recipe);

    /** Passes of a critic that learns from real and generated samples and tells their maker of the latter. */
    double CRITIC_PASSES = 2 * 3 + 2;

    @Override
    default OptionalDouble flops(Recipe recipe, Map<String, Summary> networks) {
        double passes = 0;
        for (Map.Entry<String, Double> each : passes(recipe).entrySet()) {
            Summary network = networks.get(each.getKey());
            passes += network == null ? 0 : each.getValue() * network.flops();
        }
        return OptionalDouble.of((double) recipe.get(FeedKeys.BATCH) * recipe.get(TrainKeys.ACCUMULATE) * passes);
    }

    @Override
    default boolean anchored(Recipe recipe) {
        return LossName.of(recipe.get(TranslationKeys.LOSS)).anchored();
    }
}
