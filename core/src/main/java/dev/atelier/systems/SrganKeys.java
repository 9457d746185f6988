package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.metrics.MetricName;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import java.util.List;

/** The keys of enlarging photographs, and what several of them together mean. */
final class SrganKeys {
    private static final double ANY = Double.MAX_VALUE;

    static final Key<Long> BLOCKS =
            Key.integer("network.blocks", 8, 1, 1000, "residual blocks of the generator; the paper has 16");
    static final Key<Boolean> SQUARES_FIRST = Key.flag(
            "network.icnr",
            false,
            "each pixel shuffle begins by enlarging a pixel to a square of one value, so that there is no checkerboard at"
                    + " first; the paper does without");
    static final Key<String> CRITIC = Key.choice(
            "discriminator.network",
            "dense",
            List.of("dense", "patch"),
            "dense: the paper's, which belongs to one data.crop; patch: one that judges overlapping patches");
    static final Key<String> STRIDES = TranslationKeys.STRIDES.when(
            recipe -> recipe.get(CRITIC).equals("patch"), "it is a setting of discriminator.network patch");

    static final Key<String> SCALE =
            Key.choice("data.scale", "4", List.of("2", "4"), "how many times as high and wide pictures become");
    static final Key<Long> CROP = Key.integer(
            "data.crop",
            64,
            16,
            4096,
            "side of the large pieces that are learned from, in pixels, a multiple of data.scale; the paper has 96");
    static final Key<String> CHANNELS = Key.choice(
            "data.channels", "0", List.of("0", "1", "3"), "1 grey, 3 colour; 0: as in the data, without transparency");
    static final Key<Boolean> TURN = Key.flag("data.turn", true, "pieces are turned by 0 to 3 quarters at random");
    static final Key<Boolean> DETAIL = Key.flag(
            "data.detail", false, "pieces with more detail are drawn more often, by the sum of their gradients");

    static final Key<Long> SQUARES = Key.integer(
            "pretrain.steps",
            0,
            0,
            Long.MAX_VALUE,
            "steps by squares of pixels alone, the first of all; as many as train.steps: SRResNet without a game; 0: six"
                    + " tenths of all");
    static final Key<Double> SQUARES_RATE =
            Key.number("pretrain.learningRate", 1e-4, 0, ANY, "step size in those steps, by the generator's optimiser");

    /** Nothing but pixels. */
    static final String NOTHING = "none";

    /** A classifier of quarter turns, trained on the way. */
    static final String ROTATION = "rotation";

    /** What the critic sees. */
    static final String MATCHING = "discriminator";

    private static final String AUTO = "auto";

    static final Key<String> FEATURES = Key.text(
            "content.features",
            AUTO,
            "auto, none, rotation, discriminator, the path of VGG-19's weights, the name or path of an extractor",
            v -> !v.isBlank(),
            "what enlarged pictures and real ones are compared by in the game: none is pixels; rotation (auto), a"
                    + " classifier of quarter turns that is trained on the way; discriminator, what its rows give");
    static final Key<String> FILE = Key.text(
                    "content.sha256",
                    "none",
                    "none, or SHA-256 in hexadecimal",
                    v -> v.matches("none|[0-9a-f]{64}"),
                    "of the file that content.features names; written by the program")
            .when(SrganKeys::isFile, "content.features names no file");
    static final Key<Double> CONTENT = Key.number(
            "content.weight", 1, 0, ANY, "weight of that comparison, beside what brings it to the size of pixels'");
    static final Key<Long> TURNS = Key.integer(
                    "content.steps",
                    0,
                    0,
                    Long.MAX_VALUE,
                    "rotation: steps in which that classifier learns, behind those of pretrain; 0: a tenth of all")
            .when(SrganKeys::hasTurns, "content.features trains nothing");

    static final Key<Double> ADVERSARIAL =
            Key.number("loss.adversarial", 1e-3, 0, ANY, "weight of the adversarial loss in the generator's");
    static final Key<Double> PIXEL =
            Key.number("loss.pixel", 1e-2, 0, ANY, "weight of the mean absolute distance of pixels in the game");

    static final Keys ALL = Keys.of(List.of(
                    List.of(TranslationKeys.WIDTH, BLOCKS, SQUARES_FIRST, CRITIC, STRIDES),
                    List.of(
                            TranslationKeys.SOURCE,
                            SCALE,
                            CROP,
                            CHANNELS,
                            TranslationKeys.FAMILY,
                            TranslationKeys.FLIP,
                            TURN,
                            DETAIL),
                    FeedKeys.ALL,
                    List.of(SQUARES, SQUARES_RATE, FEATURES, FILE, CONTENT, TURNS),
                    List.of(TranslationKeys.LOSS, ADVERSARIAL, PIXEL),
                    PlayerKeys.optimizersAndSchedule(),
                    TrainKeys.ALL,
                    MetricKeys.ofPictures(MetricName.PSNR, EnlargementAssessment.MEASURED),
                    DoctorKeys.ALL))
            .showingFirst(List.of(
                    TranslationKeys.SOURCE,
                    SCALE,
                    CROP,
                    FeedKeys.BATCH,
                    TranslationKeys.WIDTH,
                    BLOCKS,
                    FEATURES,
                    SQUARES,
                    TrainKeys.EPOCHS,
                    TrainKeys.STEPS,
                    MetricKeys.STEPS));

    private SrganKeys() {}

    static int scale(Recipe recipe) {
        return Integer.parseInt(recipe.get(SCALE));
    }

    /** Whether a classifier of quarter turns is trained. */
    static boolean hasTurns(Recipe recipe) {
        return List.of(AUTO, ROTATION).contains(recipe.get(FEATURES));
    }

    /** Whether a trained network is named. */
    static boolean isFile(Recipe recipe) {
        return !hasTurns(recipe) && !List.of(NOTHING, MATCHING).contains(recipe.get(FEATURES));
    }

    /** The recipe with what it is compared by written out; keys that do not go together are bad input. */
    static Recipe resolved(Recipe recipe) {
        int scale = scale(recipe);
        int crop = recipe.integer(CROP);
        if (crop % scale != 0) {
            throw new BadInput(recipe.words().name() + ": data.crop is " + crop + ", data.scale " + scale
                    + "; allowed: a multiple of it; nearest: " + Math.round((double) crop / scale) * scale);
        }
        if (recipe.get(FEATURES).equals(MATCHING) && recipe.get(ADVERSARIAL) == 0) {
            throw new BadInput("content.features discriminator is weighted by loss.adversarial, which is 0; allowed:"
                    + " above 0, or other features");
        }
        if (isFile(recipe)) {
            return recipe.with(FILE, ContentFile.sha256(recipe.get(FEATURES)));
        }
        return hasTurns(recipe) ? recipe.with(FEATURES, ROTATION) : recipe;
    }

    /**
     * Steps of the stages.
     *
     * @param squares by squares of pixels, at least 1
     * @param turns of the classifier of quarter turns; 0 where there is none
     * @param game 0 is SRResNet alone
     */
    record Lengths(long squares, long turns, long game) {
        /** As a recipe of so many steps in all has them; more than that are bad input. */
        static Lengths of(Recipe recipe, long all) {
            long squares = recipe.get(SQUARES) == 0 ? Math.max(1, 6 * all / 10) : recipe.get(SQUARES);
            long usual = Math.min(Math.max(1, all / 10), all - squares);
            long turns = !hasTurns(recipe) ? 0 : recipe.get(TURNS) == 0 ? Math.max(0, usual) : recipe.get(TURNS);
            if (squares > all || turns > all - squares) {
                throw new BadInput("pretrain.steps " + squares + (turns > 0 ? " and content.steps " + turns : "")
                        + " are more than the " + all + " steps in all (train.steps); allowed: " + all + " together");
            }
            return new Lengths(squares, turns, all - squares - turns);
        }

        /** The recipe with these written out, so that a longer training has the same ones. */
        Recipe in(Recipe recipe) {
            Recipe written = recipe.with(SQUARES, squares);
            return turns == 0 ? written : written.with(TURNS, turns);
        }
    }
}
