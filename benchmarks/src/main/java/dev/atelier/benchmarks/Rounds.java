package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.Plan;
import dev.atelier.run.RunObserver;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Seconds of one training round of each recipe on the real data, as {@code train --dry-run} measures it: the median of the rounds that
 * fit in a few seconds, after one to warm up. One line a recipe.
 *
 * <pre>Rounds [RECIPE…] [key=value…]</pre>
 */
public final class Rounds {
    private Rounds() {}

    /** Arguments with '=' are settings for every recipe, the others are recipes; without any, all of them. */
    public static void main(String[] args) {
        try {
            print(args);
        } catch (BadInput e) {
            System.err.println("rounds: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void print(String[] args) {
        List<String> settings =
                Arrays.stream(args).filter(arg -> arg.contains("=")).toList();
        List<String> names =
                Arrays.stream(args).filter(arg -> !arg.contains("=")).toList();
        for (String name : names.isEmpty() ? Recipe.names() : names) {
            Recipe recipe = Recipe.named(name);
            for (String setting : settings) {
                recipe = recipe.withSetting(setting);
            }
            Plan plan = Plan.measure(recipe, RunObserver.SILENT);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %.4f s a round, %.3g FLOP, %.1f GFLOP/s, %d rounds measured, %s, %s threads%n",
                    name,
                    plan.secondsPerRound(),
                    plan.flopsPerRound(),
                    plan.flopsPerRound() / plan.secondsPerRound() / 1e9,
                    plan.measuredRounds(),
                    plan.recipe().values().get("train.precision"),
                    plan.recipe().values().get("train.threads"));
        }
    }
}
