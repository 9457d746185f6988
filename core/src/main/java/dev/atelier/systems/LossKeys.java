package dev.atelier.systems;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.LabelNoise;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The keys of losses and penalties. */
public final class LossKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

    private static final double ANY = Double.MAX_VALUE;
    private static final String NO_LABELS = "this loss.name aims at no labels";
    private static final String NOT_ALONE =
            "a penalty needs a discriminator that judges each image by itself; set discriminator.norm to none";
    private static final String NOT_JOINT = "a penalty needs discriminator.update joint";

    public static final Key<String> NAME =
            add(Key.choice("loss.name", "non-saturating", LossName.keys(), "adversarial loss, from logits"));
    public static final Key<Boolean> INVERTED =
            add(Key.flag("loss.inverted", false, "labels are real 0 and fake 1 instead of real 1 and fake 0")
                    .when(LossKeys::usesLabels, NO_LABELS));
    static final Key<Double> REAL_SMOOTHING =
            add(Key.number("loss.realSmoothing", 0, 0, 1, "real labels stand this far from 1")
                    .when(LossKeys::usesLabels, NO_LABELS));
    static final Key<Double> FAKE_SMOOTHING =
            add(Key.number("loss.fakeSmoothing", 0, 0, 1, "fake labels stand this far from 0")
                    .when(LossKeys::usesLabels, NO_LABELS));
    static final Key<Double> REAL_NOISE =
            add(Key.number("loss.realNoise", 0, 0, 1, "real labels move towards the fake one by this · U(0,1)")
                    .when(LossKeys::usesLabels, NO_LABELS));
    static final Key<Double> FAKE_NOISE =
            add(Key.number("loss.fakeNoise", 0, 0, 1, "fake labels move towards the real one by this · U(0,1)")
                    .when(LossKeys::usesLabels, NO_LABELS));
    static final Key<Double> ADVERSARIAL =
            add(Key.number("loss.adversarial", 1, 0, ANY, "weight of the adversarial loss in the generator's"));
    static final Key<Double> FEATURE_MATCHING = add(Key.number(
            "loss.featureMatching", 0, 0, ANY, "weight of feature matching in the generator's loss; 0 is off"));

    public static final Key<Double> GRADIENT_PENALTY =
            add(penalty("gradient", "WGAN-GP's λ, on lines from fake to real"));
    static final Key<Double> DRAGAN = add(penalty("dragan", "DRAGAN's λ, around the data"));
    static final Key<Double> R1 = add(penalty("r1", "R1's γ, on real images"));
    static final Key<Double> R2 = add(penalty("r2", "R2's γ, on fakes"));
    public static final Key<Long> PENALTY_EVERY =
            add(Key.integer("penalty.every", 1, 1, 10_000, "steps between penalties, which then count as many times")
                    .when(LossKeys::penalised, "no penalty is on"));

    private static Key<Double> penalty(String name, String meaning) {
        return Key.number("penalty." + name, 0, 0, ANY, meaning + "; 0 is off")
                .when(PlayerKeys::judgesAlone, NOT_ALONE)
                .when(recipe -> recipe.get(PlayerKeys.UPDATE).equals("joint"), NOT_JOINT);
    }

    static boolean usesLabels(Recipe recipe) {
        return LossName.of(recipe.get(NAME)).usesLabels();
    }

    static boolean anchored(Recipe recipe) {
        return LossName.of(recipe.get(NAME)).anchored();
    }

    static boolean penalised(Recipe recipe) {
        return penalties(recipe) > 0;
    }

    /** How many penalties are on. */
    public static long penalties(Recipe recipe) {
        return Stream.of(GRADIENT_PENALTY, DRAGAN, R1, R2)
                .filter(key -> recipe.get(key) > 0)
                .count();
    }

    /** The recipe's loss without noise, for those who only ask what it means. */
    public static AdversarialLoss loss(Recipe recipe) {
        return LossName.of(recipe.get(NAME)).loss(new Labels(recipe.get(INVERTED), LabelNoise.NONE, LabelNoise.NONE));
    }

    private LossKeys() {}

    private static <T> Key<T> add(Key<T> key) {
        ALL.add(key);
        return key;
    }
}
