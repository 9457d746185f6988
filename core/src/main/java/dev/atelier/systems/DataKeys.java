package dev.atelier.systems;

import dev.atelier.augment.DiffAugment;
import dev.atelier.data.DataSources;
import dev.atelier.recipe.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The keys of the data and of what is done to images. */
public final class DataKeys {
    /** Which data, and in which shape. */
    static final List<Key<?>> PLACE = new ArrayList<>();
    /** What is done to the images. */
    static final List<Key<?>> TREATMENT = new ArrayList<>();

    private static final double ANY = Double.MAX_VALUE;

    public static final Key<String> SOURCE = place(Key.text(
            "data.source",
            "fashion-mnist",
            String.join(", ", DataSources.names()) + ", several of them with commas, or a path",
            v -> !v.isBlank(),
            "data set by name (of several the first that can be had), IDX file or folder, folder of images"));
    static final Key<String> SIZE = place(Key.text(
            "data.size",
            "auto",
            "auto, a side such as 64, or height x width such as 64x48",
            v -> v.matches("auto|[1-9][0-9]{0,3}(x[1-9][0-9]{0,3})?"),
            "size of the images in pixels; auto is the data's own, as near as the networks can"));
    static final Key<Long> CHANNELS = place(Key.integer(
            "data.channels",
            0,
            0,
            4,
            "1 grey, 3 colour, 4 colour with transparency; 0: as in the data, without transparency"));
    public static final Key<String> ATTRIBUTES = place(Key.text(
                    "data.attributes",
                    "none",
                    "none, or a path",
                    v -> !v.isBlank(),
                    "CSV of attributes; none: attributes.csv in the folder")
            .when(NetworkKeys::conditional, "the networks are not conditional; set condition.mode"));
    static final Key<Boolean> FLIP = treat(Key.flag("data.flip", false, "real images are mirrored half of the time"));
    static final Key<Double> ROTATE =
            treat(Key.number("data.rotate", 0, 0, 180.5, "real images are turned by up to this many degrees"));
    static final Key<Double> TRANSLATE =
            treat(Key.number("data.translate", 0, 0, 1, "real images are moved by up to this share of their size"));
    static final Key<Double> ZOOM =
            treat(Key.number("data.zoom", 0, 0, 10, "real images are scaled by up to 1 + this, up or down"));
    static final Key<Double> COLOUR =
            treat(Key.number("data.colour", 0, 0, 1, "brightness, contrast and saturation change by up to this share"));

    static final Key<String> DIFF_AUGMENT = treat(Key.text(
            "augment.diff",
            "none",
            "none, or some of " + String.join(",", DiffAugment.Policy.keys()) + " with commas",
            v -> v.equals("none") || DiffAugment.Policy.keys().containsAll(Arrays.asList(v.split(",", -1))),
            "DiffAugment of real and fake"));
    static final Key<Boolean> ADA = treat(
            Key.flag("augment.ada", false, "adaptive augmentation of real and fake, as strong as over-fitting asks for")
                    .when(LossKeys::anchored, "this loss.name has no fixed point between real and fake to steer by"));
    static final Key<Double> ADA_TARGET =
            treat(Key.number("augment.adaTarget", 0.6, 0, 1, "mean sign of real logits that it holds")
                    .when(recipe -> recipe.get(ADA), "augment.ada is off"));
    static final Key<Double> ADA_KIMG = treat(
            Key.number("augment.adaKimg", 500, 0.1, ANY, "thousands of images in which its strength can go from 0 to 1")
                    .when(recipe -> recipe.get(ADA), "augment.ada is off"));
    static final Key<Double> INSTANCE_NOISE = treat(
            Key.number("augment.instanceNoise", 0, 0, ANY, "deviation of normal noise on real and fake; 0 is off"));
    static final Key<Long> INSTANCE_NOISE_ROUNDS = treat(Key.integer(
                    "augment.instanceNoiseRounds",
                    0,
                    0,
                    Long.MAX_VALUE,
                    "steps in which that noise fades to nothing; 0: it stays")
            .when(recipe -> recipe.get(INSTANCE_NOISE) > 0, "augment.instanceNoise is 0"));

    private DataKeys() {}

    private static <T> Key<T> place(Key<T> key) {
        PLACE.add(key);
        return key;
    }

    private static <T> Key<T> treat(Key<T> key) {
        TREATMENT.add(key);
        return key;
    }
}
