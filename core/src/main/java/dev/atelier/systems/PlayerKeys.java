package dev.atelier.systems;

import dev.atelier.losses.LossName;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Conditioning;
import dev.atelier.nn.OptimizerName;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.ScheduleName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The keys of how the two players learn. */
public final class PlayerKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

    /** One player's optimiser. */
    public record OptimizerKeys(
            Key<String> name,
            Key<Double> rate,
            Key<Double> beta1,
            Key<Double> beta2,
            Key<Double> epsilon,
            Key<Double> momentum,
            Key<Double> dampening,
            Key<Double> weightDecay,
            Key<Double> clipGradient) {
        /** All of them, in order. */
        List<Key<?>> all() {
            return List.of(name, rate, beta1, beta2, epsilon, momentum, dampening, weightDecay, clipGradient);
        }
    }

    private static final double ANY = Double.MAX_VALUE;

    public static final OptimizerKeys GENERATOR = optimizer("generator", () -> PlayerKeys.GENERATOR);
    public static final Key<Double> EMA_DECAY = add(
            Key.number("generator.ema", 0, 0, 1, "decay of the average of the generator's weights a step; 0 is off"));
    static final Key<Boolean> EMA_WARM_UP =
            add(Key.flag("generator.emaWarmUp", true, "the average's decay grows as (1+t)/(10+t) at first")
                    .when(recipe -> recipe.get(EMA_DECAY) > 0, "generator.ema is 0"));
    static final Key<Double> TOP_K = add(Key.number(
                    "generator.topK", 1, 0.01, 1.0001, "share of a batch's fakes, the best ones, that it learns from")
            .when(
                    recipe -> !recipe.get(LossKeys.NAME).equals(LossName.RELATIVISTIC.key()),
                    "loss.name relativistic pairs each fake with a real image"));
    static final Key<Long> TOP_K_ROUNDS =
            add(Key.integer("generator.topKRounds", 0, 0, Long.MAX_VALUE, "steps in which that share falls from 1")
                    .when(recipe -> recipe.get(TOP_K) < 1, "generator.topK is 1"));

    public static final OptimizerKeys DISCRIMINATOR = optimizer("discriminator", () -> PlayerKeys.DISCRIMINATOR);
    public static final Key<Long> CRITIC_STEPS =
            add(Key.integer("discriminator.steps", 1, 1, 100, "optimiser steps in a step, each on a batch of its own"));
    static final Key<String> UPDATE = add(Key.choice(
                    "discriminator.update",
                    "joint",
                    List.of("joint", "separate"),
                    "one optimiser step on real and fake, or one on each, real first")
            .when(
                    recipe -> LossName.of(recipe.get(LossKeys.NAME)).separable(),
                    "this loss.name compares real with fake")
            .when(recipe -> recipe.get(TrainKeys.ACCUMULATE) == 1, "train.accumulate is above 1")
            .when(
                    recipe -> recipe.get(NetworkKeys.LABELS_PER_CLASS) == 0
                            && !recipe.get(NetworkKeys.CONDITION).equals(Conditioning.Mode.AUXILIARY.key()),
                    "classes are learned from both together"));
    static final Key<Boolean> G_STEP_DROPOUT = add(Key.flag(
                    "discriminator.dropoutInGeneratorStep",
                    true,
                    "the discriminator's dropout is on while the generator learns")
            .when(recipe -> recipe.get(NetworkKeys.DROPOUT) > 0, "network.dropout is 0"));
    static final Key<String> NORM = add(
            Key.choice("discriminator.norm", "batch", List.of("batch", "none"), "batch norm, where the table has it")
                    .when(PlayerKeys::hasNorm, "this network.architecture has no batch norm in its discriminator"));
    static final Key<Long> MINIBATCH_DISCRIMINATION = add(Key.integer(
            "discriminator.minibatchDiscrimination",
            0,
            0,
            4096,
            "kernels that compare a sample with its batch, before the last row; 0 is off"));
    static final Key<Long> MINIBATCH_STDDEV = add(Key.integer(
                    "discriminator.minibatchStddev",
                    0,
                    0,
                    65536,
                    "samples in a group whose deviation is one more feature of the last row; 0 is off")
            .when(recipe -> recipe.get(stddevGroup()) != 1, "one sample has no deviation; allowed: 0, or at least 2"));
    static final Key<Double> CLIP_WEIGHTS =
            add(Key.number("discriminator.clipWeights", 0, 0, ANY, "weights are cut off at ± this; 0 is off"));
    public static final Key<String> PRETRAIN = add(Key.text(
            "discriminator.pretrain",
            "none",
            "none, or a path that ends in .safetensors",
            v -> v.equals("none") || v.endsWith(".safetensors"),
            "a classifier to begin with; trained on the data's labels and written there where it is not yet"));
    public static final Key<Long> PRETRAIN_ROUNDS =
            add(Key.integer("discriminator.pretrainRounds", 1000, 1, Long.MAX_VALUE, "steps of that training")
                    .when(recipe -> !recipe.get(PRETRAIN).equals("none"), "discriminator.pretrain is none"));
    static final Key<Long> FREEZE = add(Key.integer(
                    "discriminator.freeze", 0, 0, 1000, "layers with weights, from the image on, that do not learn")
            .when(
                    recipe -> !recipe.get(PRETRAIN).equals("none")
                            || !recipe.get(TrainKeys.INIT).equals("none"),
                    "fresh weights would stay as drawn; give train.init or discriminator.pretrain"));

    public static final Key<String> SCHEDULE = add(
            Key.choice(
                            "schedule.name",
                            ScheduleName.CONSTANT.key(),
                            ScheduleName.keys(),
                            "how both learning rates fall")
                    .when(
                            recipe -> !recipe.get(scheduleName()).equals(ScheduleName.PLATEAU.key())
                                    || MetricKeys.watched(recipe).isPresent(),
                            "plateau watches a measure; set metrics.everySteps (and a metric in metrics.names that has a better)"));
    static final Key<Long> SCHEDULE_EVERY =
            add(Key.integer("schedule.every", 1000, 1, Long.MAX_VALUE, "step: steps between falls")
                    .when(schedule(ScheduleName.STEP), "it is a setting of schedule.name step"));
    static final Key<Double> SCHEDULE_FACTOR =
            add(Key.number("schedule.factor", 0.5, 0, 1, "step, plateau: what the rates are multiplied by")
                    .when(
                            schedule(ScheduleName.STEP, ScheduleName.PLATEAU),
                            "it is a setting of schedule.name step and plateau"));
    static final Key<Double> SCHEDULE_FROM =
            add(Key.number("schedule.from", 0.5, 0, 1, "linear: share of all steps after which the rates fall to 0")
                    .when(schedule(ScheduleName.LINEAR), "it is a setting of schedule.name linear"));
    static final Key<Long> SCHEDULE_PATIENCE = add(
            Key.integer("schedule.patience", 3, 0, 1_000_000, "plateau: measurements without improvement before a fall")
                    .when(schedule(ScheduleName.PLATEAU), "it is a setting of schedule.name plateau"));
    static final Key<Long> WARM_UP =
            add(Key.integer("schedule.warmUp", 0, 0, Long.MAX_VALUE, "steps in which the rates rise from 0, on top"));

    static final Key<Double> BALANCE =
            add(Key.number("balance.strength", 0, 0, 100, "how much the player that is ahead is slowed; 0 is off")
                    .when(LossKeys::anchored, "this loss.name has no fixed point between real and fake to steer by"));
    static final Key<Double> BALANCE_TARGET =
            add(Key.number("balance.target", 0.7, 0.01, 1, "accuracy of the discriminator at which nobody is ahead")
                    .when(recipe -> recipe.get(BALANCE) > 0, "balance.strength is 0"));

    /** {@code self} gives what comes of it, for the rule of a key that looks at itself. */
    private static OptimizerKeys optimizer(String player, Supplier<OptimizerKeys> self) {
        Key<Double> decay = Key.number(
                player + ".weightDecay", 0, 0, ANY, "how fast weights shrink (adamw), or their L2; 0 is off");
        Key<String> name = add(Key.choice(
                        player + ".optimizer", OptimizerName.ADAM.key(), OptimizerName.keys(), player + "'s optimiser")
                .when(
                        recipe -> !isOneOf(recipe.get(self.get().name()), OptimizerName.ADAMW) || recipe.get(decay) > 0,
                        "adamw without " + player + ".weightDecay is adam; it is often 0.01"));
        Key<Double> rate = add(Key.number(player + ".learningRate", 2e-4, 0, ANY, "step size"));
        Key<Double> beta1 = add(Key.number(player + ".beta1", 0.9, 0, 1, "adam, adamw: decay of the gradient's mean")
                .when(
                        recipe -> isOneOf(recipe.get(name), OptimizerName.ADAM, OptimizerName.ADAMW),
                        player + ".optimizer is not adam"));
        Key<Double> beta2 =
                add(Key.number(player + ".beta2", 0.999, 0, 1, "adam, adamw, rmsprop: decay of the gradient's square")
                        .when(recipe -> !isOneOf(recipe.get(name), OptimizerName.SGD), player + ".optimizer is sgd"));
        Key<Double> epsilon = add(Key.number(
                        player + ".epsilon", 1e-7, 1e-30, ANY, "adam, adamw, rmsprop: added to the root of the square")
                .when(recipe -> !isOneOf(recipe.get(name), OptimizerName.SGD), player + ".optimizer is sgd"));
        Key<Double> momentum = add(Key.number(player + ".momentum", 0, 0, 1, "sgd: share of the last step in the next")
                .when(recipe -> isOneOf(recipe.get(name), OptimizerName.SGD), player + ".optimizer is not sgd"));
        Key<Double> dampening = add(
                Key.number(player + ".dampening", 0, 0, 1, "sgd: what a gradient's part in that step is lessened by")
                        .when(recipe -> recipe.get(momentum) > 0, player + ".momentum is 0"));
        add(decay);
        Key<Double> clip = add(Key.number(
                player + ".clipGradient", 0, 0, ANY, "longest gradient, over all its weights together; 0 is any"));
        return new OptimizerKeys(name, rate, beta1, beta2, epsilon, momentum, dampening, decay, clip);
    }

    private static boolean isOneOf(String optimizer, OptimizerName... names) {
        return List.of(names).contains(OptimizerName.of(optimizer));
    }

    private static Key<String> scheduleName() {
        return SCHEDULE;
    }

    private static Key<Long> stddevGroup() {
        return MINIBATCH_STDDEV;
    }

    private static Predicate<Recipe> schedule(ScheduleName... names) {
        return recipe -> List.of(names).contains(ScheduleName.of(recipe.get(SCHEDULE)));
    }

    private static boolean hasNorm(Recipe recipe) {
        return Architecture.of(recipe.get(NetworkKeys.ARCHITECTURE)).hasDiscriminatorNorm();
    }

    /** Whether the discriminator has no batch norm, which would mix the images of a batch. */
    static boolean judgesAlone(Recipe recipe) {
        return !hasNorm(recipe) || recipe.get(NORM).equals("none");
    }

    /** The keys of both optimisers and of the schedule, which every game of two players has. */
    static List<Key<?>> optimizersAndSchedule() {
        List<Key<?>> keys = new ArrayList<>(GENERATOR.all());
        keys.addAll(DISCRIMINATOR.all());
        keys.addAll(List.of(SCHEDULE, SCHEDULE_EVERY, SCHEDULE_FACTOR, SCHEDULE_FROM, SCHEDULE_PATIENCE, WARM_UP));
        return keys;
    }

    private PlayerKeys() {}

    private static <T> Key<T> add(Key<T> key) {
        ALL.add(key);
        return key;
    }
}
