package dev.atelier.systems;

import dev.atelier.losses.LossName;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.Plateau;
import dev.atelier.training.Schedule;
import java.util.List;
import java.util.Optional;

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

    @Override
    default boolean anchored(Recipe recipe) {
        return LossName.of(recipe.get(TranslationKeys.LOSS)).anchored();
    }
}
