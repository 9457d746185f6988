package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Dataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.MetricName;
import dev.atelier.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A kind of GAN whose models make pictures of pictures: judged by others that it did not learn from, at its end and on the way. */
interface PictureSystem extends AdversarialSystem {
    /** What its runs can be judged by while they train. */
    List<MetricName> measured();

    /** How a run is judged on the way, by what lies where its recipe says. */
    Assessment measuring(Recipe recipe);

    /** How it is judged at its end. */
    Assessment judging(Recipe recipe, String sha256, LoadProgress progress);

    @Override
    default Optional<Assessment> assessment(Recipe recipe, String sha256, LoadProgress progress) {
        return Optional.of(judging(recipe, sha256, progress));
    }

    @Override
    default List<MetricName> judgedBy() {
        return measured();
    }

    @Override
    default Recipe like(Recipe run, Recipe wanted) {
        return MetricKeys.like(wanted, run);
    }

    @Override
    default Recipe measured(Recipe recipe, Dataset data) {
        return MetricKeys.withExtractor(recipe, () -> SetView.fitting(place(recipe)));
    }

    @Override
    default Optional<Measurement> measurement(
            Recipe recipe, Map<String, Object> facts, Dataset data, Consumer<String> notices) {
        if (MetricKeys.measured(recipe) && place(recipe).equals(TranslationKeys.NONE)) {
            throw new BadInput("metrics.everySteps is " + recipe.get(MetricKeys.STEPS)
                    + ", but the program gave the pictures, and there are no others to measure by; allowed: 0");
        }
        return PictureMeasurement.of(recipe, () -> measuring(recipe), notices);
    }
}
