package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Derivation;
import dev.atelier.data.Direction;
import dev.atelier.data.Family;
import dev.atelier.data.Jitter;
import dev.atelier.data.PairSpace;
import dev.atelier.losses.LossName;
import dev.atelier.networks.PatchGan;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The keys of systems that make pictures of pictures. */
final class TranslationKeys {
    /** Where nothing is named. */
    static final String NONE = "none";

    private static final double ANY = Double.MAX_VALUE;

    static final Key<Double> WIDTH = Key.number(
            "network.width", 0.5, 0.01, 16, "factor on all channel counts; 1 is the paper's 64 in the first row");
    static final Key<Boolean> DROPOUT =
            Key.flag("network.dropout", true, "dropout ½ in the first rows of the generator's way up");
    static final Key<String> STRIDES = Key.choice(
            "discriminator.strides",
            "auto",
            List.of("auto", "pixel", "1", "2", "3", "5"),
            "rows that halve the picture: how large a patch it judges (16, 34, 70, 286 pixels); pixel: single ones; auto:"
                    + " nearest the paper's share of the side");
    static final Key<String> STATISTICS = Key.choice(
            "network.statistics",
            "auto",
            List.of("auto", "image", "running", "batch"),
            "what batch norm goes by after training: each picture's own statistics, running ones, or the batch's; auto:"
                    + " image where data.batch is 1, else running");

    static final Key<String> SOURCE = Key.text(
            "data.source",
            NONE,
            "none, a path, or with data.derive a data set by name",
            v -> !v.isBlank(),
            "folder of what is learned from, as docs/pairs.md says; none where a program gives it");
    static final Key<String> SIZE = Key.text(
            "data.size",
            "64",
            "a side such as 64, or height x width such as 64x48",
            v -> v.matches("[1-9][0-9]{0,3}(x[1-9][0-9]{0,3})?"),
            "size of the pictures in training, in pixels");
    static final Key<String> DIRECTION = Key.choice(
            "data.direction",
            Direction.A_TO_B.key(),
            Direction.keys(),
            "which pictures go in and which should come out");
    static final Key<String> DERIVE = Key.choice(
            "data.derive",
            "none",
            Stream.concat(Stream.of("none"), Derivation.keys().stream()).toList(),
            "what A is made of each picture of a folder that has no pairs");
    static final Key<String> SPACE = Key.choice(
            "data.space",
            PairSpace.RGB.key(),
            PairSpace.keys(),
            "rgb: samples as they are; lab: lightness goes in, colours come out");
    private static final List<String> CHANNELS = List.of("0", "1", "2", "3", "4");
    static final Key<String> CHANNELS_A = Key.choice(
            "data.channelsA",
            "0",
            CHANNELS,
            "of pictures in A: 1 grey, 3 colour, 2 and 4 the same with transparency; 0: as in the data, without"
                    + " transparency");
    static final Key<String> CHANNELS_B =
            Key.choice("data.channelsB", "0", CHANNELS, "of pictures in B, as data.channelsA");
    static final Key<String> DOMAINS = Key.text(
            "data.domains",
            "none",
            "none, or two classes with a comma between them",
            v -> v.equals("none") || v.indexOf(',') > 0,
            "two classes of data.source that are A and B, where it is no folder of two kinds");
    static final Key<String> FAMILY = Key.text(
            "data.family",
            NONE,
            "none, or a text that stands in names",
            v -> !v.isEmpty(),
            "where a tenth is held out, pictures whose names are equal up to the first such text stay on one side");
    static final Key<Boolean> JITTER = Key.flag(
            "data.jitter",
            true,
            "pictures are made larger by 286/256 and cut out at one random place for both of a pair");
    static final Key<Boolean> FLIP =
            Key.flag("data.flip", true, "half of the time pictures are mirrored, both of a pair alike");

    static final Key<String> LOSS = Key.choice(
            "loss.name",
            LossName.NON_SATURATING.key(),
            Arrays.stream(LossName.values())
                    .filter(LossName::separable)
                    .map(LossName::key)
                    .toList(),
            "adversarial loss");
    static final Key<Double> ADVERSARIAL =
            Key.number("loss.adversarial", 1, 0, ANY, "weight of the adversarial loss in the generator's");

    private TranslationKeys() {}

    /** All keys of a system: those of its networks, of its data, of its losses, and what every two players have. */
    static Keys keys(List<Key<?>> networks, List<Key<?>> data, List<Key<?>> losses, List<Key<?>> metrics) {
        List<Key<?>> place = new ArrayList<>(List.of(SOURCE, SIZE, FAMILY, JITTER, FLIP));
        place.addAll(data);
        return Keys.of(List.of(
                        networks,
                        place,
                        FeedKeys.ALL,
                        losses,
                        PlayerKeys.optimizersAndSchedule(),
                        TrainKeys.ALL,
                        metrics,
                        DoctorKeys.ALL))
                .showingFirst(List.of(
                        SOURCE,
                        SIZE,
                        FeedKeys.BATCH,
                        WIDTH,
                        PlayerKeys.GENERATOR.rate(),
                        PlayerKeys.DISCRIMINATOR.rate(),
                        TrainKeys.EPOCHS,
                        TrainKeys.STEPS,
                        MetricKeys.STEPS));
    }

    /** Channels of a network's first row where the paper has so many. */
    static int width(Recipe recipe, int ofPaper) {
        return (int) Math.max(1, Math.round(ofPaper * recipe.get(WIDTH)));
    }

    /** Rows of stride 2 of the critic; 0 judges single pixels. */
    static int strides(Recipe recipe) {
        return strides(recipe.get(STRIDES), sides(recipe));
    }

    /** The same for pictures of this height and width, as the key has it. */
    static int strides(String strides, int[] sides) {
        return switch (strides) {
            case "auto" -> PatchGan.usualStrides(sides[0], sides[1]);
            case "pixel" -> 0;
            default -> Integer.parseInt(strides);
        };
    }

    /** Height and width of pictures in training. */
    static int[] sides(Recipe recipe) {
        return sides(recipe.get(SIZE));
    }

    /** Height and width of a size as keys have it, as in 64 or 64x48. */
    static int[] sides(String size) {
        int[] sides = Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
        return new int[] {sides[0], sides[sides.length - 1]};
    }

    /** Channels that a key asks for; so many where it asks for none. */
    static int channels(Recipe recipe, Key<String> key, int usual) {
        int asked = Integer.parseInt(recipe.get(key));
        return asked == 0 ? usual : asked;
    }

    /** What stays on one side where a tenth is held out. */
    static Family family(Recipe recipe) {
        String end = recipe.get(FAMILY);
        return end.equals(NONE) ? Family.NONE : new Family(end);
    }

    /** What becomes of pictures on their way into a batch. */
    static Jitter jitter(Recipe recipe) {
        int[] sides = sides(recipe);
        return new Jitter(sides[0], sides[1], recipe.get(JITTER), recipe.get(FLIP));
    }

    /** In which sizes pictures that were learned from are wanted by a judge: as they were learned from, then as they are judged. */
    static List<Jitter> sizes(Recipe recipe) {
        Jitter jitter = jitter(recipe);
        return recipe.get(JITTER) ? List.of(jitter, jitter.still()) : List.of(jitter.still());
    }

    /** Where the recipe's statistics are left open, what its batches mean. */
    static Recipe resolved(Recipe recipe) {
        return recipe.get(STATISTICS).equals("auto")
                ? recipe.with(STATISTICS, recipe.get(FeedKeys.BATCH) == 1 ? "image" : "running")
                : recipe;
    }

    /** The recipe, whose steps each take one batch, which may be cut into shards; several are bad input. */
    static Recipe whole(Recipe recipe) {
        Key<Long> key = TrainKeys.ACCUMULATE;
        if (recipe.get(key) != 1) {
            throw new BadInput(key.name() + " is " + recipe.get(key) + ", but the turns of a step of system "
                    + recipe.words().name() + " share what was made of one batch; allowed: 1");
        }
        return recipe;
    }
}
