package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.DataRequest;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.Split;
import dev.atelier.networks.ImageShape;
import dev.atelier.nn.OptimizerName;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The keys of a pyramid, and what they say of its shape and its data. */
final class LapganKeys {
    private static final int WIDE = 64;
    private static final String NONE = "none";
    private static final String FINER = "finer";

    static final Key<Double> WIDTH =
            Key.number("network.width", 1, 0.01, 16, "factor on all channel counts of the finer levels; 1 is 64");
    static final Key<Long> LATENT = Key.integer(
            "network.latent", 100, 1, 65536, "values of z of the coarsest level; finer ones have a plane each");

    static final Key<String> CONDITION = Key.choice(
            "condition.mode",
            NONE,
            List.of(NONE, "concatenation"),
            "concatenation: both players of every level are told the images' attributes, as one plane more");
    static final Key<String> CONDITION_ATTRIBUTES = Key.text(
                    "condition.attributes", "all", "all, or names with commas", v -> !v.isBlank(), "which attributes")
            .when(LapganKeys::conditional, "the networks are not conditional; set condition.mode");
    static final Key<String> ATTRIBUTES = Key.text(
                    "data.attributes",
                    NONE,
                    "none, or a path",
                    v -> !v.isBlank(),
                    "CSV of attributes; none: attributes.csv in the folder")
            .when(LapganKeys::conditional, "the networks are not conditional; set condition.mode");

    static final Key<Double> RATE_PER_EPOCH = Key.number(
            "schedule.perEpoch",
            0,
            0,
            1,
            "both learning rates are divided by 1 + this after each epoch, on top of schedule.name; the paper's is 4e-5");
    static final Key<Double> MOMENTUM_PER_EPOCH = Key.number(
                    "momentum.perEpoch",
                    0,
                    0,
                    1,
                    "sgd: what generator.momentum and discriminator.momentum grow by after each epoch; the paper's is 8e-4")
            .when(LapganKeys::hasMomentum, "no player has a momentum; set generator.momentum");
    static final Key<Double> MOMENTUM_MOST = Key.number(
                    "momentum.most", 0.8, 0, 1, "sgd: where a growing momentum stops")
            .when(recipe -> recipe.get(MOMENTUM_PER_EPOCH) > 0, "momentum.perEpoch is 0");
    static final Key<Boolean> MOMENTUM_DAMPENS = Key.flag(
                    "momentum.dampens",
                    false,
                    "sgd: gradients are dampened by the momentum of the moment, as in Torch7")
            .when(LapganKeys::hasMomentum, "no player has a momentum; set generator.momentum")
            .when(
                    recipe -> recipe.get(PlayerKeys.GENERATOR.dampening()) == 0
                            && recipe.get(PlayerKeys.DISCRIMINATOR.dampening()) == 0,
                    "a player has a dampening of its own");
    static final Key<String> MOMENTUM_LEVELS = Key.choice(
                    "momentum.levels",
                    "all",
                    List.of("all", FINER),
                    "sgd: which levels have a momentum; finer: all but the coarsest, as in the paper")
            .when(LapganKeys::hasMomentum, "no player has a momentum; set generator.momentum");

    static final Keys ALL = Keys.of(List.of(
                    List.of(WIDTH, LATENT, CONDITION, CONDITION_ATTRIBUTES),
                    List.of(DataKeys.SOURCE, DataKeys.SIZE, DataKeys.CHANNELS, ATTRIBUTES, DataKeys.FLIP),
                    FeedKeys.ALL,
                    List.of(TranslationKeys.LOSS),
                    PlayerKeys.optimizersAndSchedule(),
                    List.of(RATE_PER_EPOCH, MOMENTUM_PER_EPOCH, MOMENTUM_MOST, MOMENTUM_DAMPENS, MOMENTUM_LEVELS),
                    TrainKeys.ALL,
                    MetricKeys.ALL,
                    DoctorKeys.ALL))
            .showingFirst(List.of(
                    DataKeys.SOURCE,
                    DataKeys.SIZE,
                    FeedKeys.BATCH,
                    WIDTH,
                    CONDITION,
                    PlayerKeys.GENERATOR.rate(),
                    PlayerKeys.DISCRIMINATOR.rate(),
                    TrainKeys.EPOCHS,
                    TrainKeys.STEPS));

    private LapganKeys() {}

    private static boolean hasMomentum(Recipe recipe) {
        return hasMomentum(recipe, PlayerKeys.GENERATOR) || hasMomentum(recipe, PlayerKeys.DISCRIMINATOR);
    }

    /** Whether a player has a momentum in the finer levels. */
    static boolean hasMomentum(Recipe recipe, PlayerKeys.OptimizerKeys player) {
        return recipe.get(player.name()).equals(OptimizerName.SGD.key()) && recipe.get(player.momentum()) > 0;
    }

    /** Whether a player has a momentum in a level. */
    static boolean hasMomentum(Recipe recipe, PlayerKeys.OptimizerKeys player, int level) {
        return hasMomentum(recipe, player)
                && (level > 0 || !recipe.get(MOMENTUM_LEVELS).equals(FINER));
    }

    static boolean conditional(Recipe recipe) {
        return !recipe.get(CONDITION).equals(NONE);
    }

    /** Filters in a row of a finer level. */
    static int filters(Recipe recipe) {
        return (int) Math.max(1, Math.round(WIDE * recipe.get(WIDTH)));
    }

    /** Size and channels are written out, so that networks can be made without data. */
    static Recipe resolved(Recipe recipe, Consumer<String> notices) {
        Recipe chosen = Assembly.chosen(TranslationKeys.whole(recipe), notices);
        if (chosen.get(DataKeys.SIZE).equals("auto") || chosen.get(DataKeys.CHANNELS) == 0) {
            ImageFormat stored = DataSources.storedFormat(chosen.get(DataKeys.SOURCE));
            if (chosen.get(DataKeys.CHANNELS) == 0) {
                chosen = chosen.with(DataKeys.CHANNELS, stored.channels() >= 3 ? 3L : 1L);
            }
            if (chosen.get(DataKeys.SIZE).equals("auto")) {
                chosen = chosen.with(DataKeys.SIZE, halvable(stored, notices));
            }
        }
        pyramid(chosen);
        requireRoom(chosen, PlayerKeys.GENERATOR);
        requireRoom(chosen, PlayerKeys.DISCRIMINATOR);
        return chosen;
    }

    /** The data's own size, of which an odd side loses a pixel, which is told: an odd side cannot be halved. */
    private static String halvable(ImageFormat stored, Consumer<String> notices) {
        int height = stored.height() - stored.height() % 2;
        int width = stored.width() - stored.width() % 2;
        if (height != stored.height() || width != stored.width()) {
            notices.accept("the images are " + stored.width() + "×" + stored.height()
                    + " (width×height), and an odd side cannot be halved: they are taken at " + width + "×" + height
                    + "; data.size names another size");
        }
        return height + "x" + width;
    }

    private static void requireRoom(Recipe recipe, PlayerKeys.OptimizerKeys player) {
        if (recipe.get(MOMENTUM_PER_EPOCH) > 0
                && hasMomentum(recipe, player)
                && recipe.get(player.momentum()) > recipe.get(MOMENTUM_MOST)) {
            throw new BadInput(player.momentum().name() + " is " + recipe.get(player.momentum()) + ", above "
                    + MOMENTUM_MOST.name() + ", where it is to stop growing; allowed: at most "
                    + recipe.get(MOMENTUM_MOST));
        }
    }

    static Pyramid pyramid(Recipe recipe) {
        int[] sides = TranslationKeys.sides(recipe.get(DataKeys.SIZE));
        return Pyramid.of(new ImageShape(recipe.integer(DataKeys.CHANNELS), sides[0], sides[1]));
    }

    /** The images that a recipe learns from. */
    static DataRequest request(Recipe recipe) {
        Pyramid pyramid = pyramid(recipe);
        ImageShape finest = pyramid.levels().get(pyramid.finest());
        String csv = recipe.get(ATTRIBUTES);
        return new DataRequest(
                recipe.get(DataKeys.SOURCE),
                new ImageFormat(finest.channels(), finest.height(), finest.width()),
                Split.TRAIN,
                csv.equals(NONE) ? Optional.empty() : Optional.of(Path.of(csv)));
    }
}
