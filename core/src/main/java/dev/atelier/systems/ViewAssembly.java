package dev.atelier.systems;

import dev.atelier.augment.AdaptiveAugment;
import dev.atelier.augment.AdaptiveStrength;
import dev.atelier.augment.DiffAugment;
import dev.atelier.augment.InputTransform;
import dev.atelier.augment.InstanceNoise;
import dev.atelier.media.PixelRange;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.TrainingState;
import dev.atelier.training.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a recipe's words about what stands before the discriminator into objects. All that they remember is in the training state. */
final class ViewAssembly {
    private static final String ADA = "ada.";
    private static final int ADA_INTERVAL = 4;
    private static final String STRENGTH = "ada.strength";

    private final Recipe recipe;
    private final TrainingState state;
    private final double low;
    private final double high;
    private final List<Watcher> watchers = new ArrayList<>();

    ViewAssembly(Recipe recipe, TrainingState state, PixelRange range) {
        this.recipe = recipe;
        this.state = state;
        low = range == PixelRange.SYMMETRIC ? -1 : 0;
        high = 1;
    }

    InputTransform view() {
        List<InputTransform> views = new ArrayList<>();
        if (recipe.get(DataKeys.ADA)) {
            views.add(adaptive());
        }
        if (!recipe.get(DataKeys.DIFF_AUGMENT).equals("none")) {
            views.add(new DiffAugment(
                    state.stream("augment"), DiffAugment.Policy.parse(recipe.get(DataKeys.DIFF_AUGMENT)), low, high));
        }
        double noise = recipe.get(DataKeys.INSTANCE_NOISE);
        if (noise > 0) {
            long rounds = recipe.get(DataKeys.INSTANCE_NOISE_ROUNDS);
            views.add(new InstanceNoise(
                    state.stream("instanceNoise"),
                    () -> rounds == 0 ? noise : noise * Math.max(0, 1 - (double) state.step() / rounds)));
        }
        return InputTransform.chain(views);
    }

    /** What hears of the discriminator's judgements on behalf of the view. */
    List<Watcher> watchers() {
        return watchers;
    }

    private InputTransform adaptive() {
        AdaptiveAugment augment =
                new AdaptiveAugment(state.stream("adaptive"), AdaptiveAugment.Groups.all(), low, high);
        AdaptiveStrength controller =
                new AdaptiveStrength(recipe.get(DataKeys.ADA_TARGET), recipe.get(DataKeys.ADA_KIMG), ADA_INTERVAL);
        watchers.add((real, fake, images) -> {
            controller.load(numbers(controller.save()));
            controller.observe(real, images);
            controller.save().forEach((name, value) -> state.put(ADA + name, value));
        });
        return images -> {
            augment.strength(state.number(STRENGTH, 0));
            return augment.apply(images);
        };
    }

    /** What the state remembers of the controller; as it is where there is nothing yet. */
    private Map<String, Double> numbers(Map<String, Double> now) {
        Map<String, Double> remembered = new TreeMap<>();
        now.forEach((name, value) -> remembered.put(name, state.number(ADA + name, value)));
        return remembered;
    }
}
