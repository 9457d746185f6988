package dev.atelier.benchmarks;

import dev.atelier.recipe.Recipe;
import dev.atelier.run.Plan;
import dev.atelier.run.RunObserver;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipe's rounds on its data, measured by its own plan.
 *
 * @param medians seconds a round: each the median of those that fit in a few seconds
 * @param plan the last one
 * @param peakRssBytes the most memory that this process held when the first plan was done; 0 where nobody can tell
 */
record PlannedRounds(List<Double> medians, Plan plan, long peakRssBytes) {
    /** Rounds as short as this are measured by several plans: one lasts a few seconds. */
    private static final double LIGHT_SECONDS = 0.5;

    private static final int PLANS = 3;

    /** The first plan warms up: the JVM and oneDNN still compile while it measures. */
    static PlannedRounds of(Recipe recipe) {
        Plan plan = Plan.measure(recipe, RunObserver.SILENT);
        long peak = Child.peakRssBytes(ProcessHandle.current().pid());
        int plans = plan.secondsPerRound() > LIGHT_SECONDS ? 1 : PLANS;
        List<Double> medians = new ArrayList<>();
        while (medians.size() < plans) {
            plan = Plan.measure(recipe, RunObserver.SILENT);
            medians.add(plan.secondsPerRound());
        }
        return new PlannedRounds(medians, plan, peak);
    }
}
