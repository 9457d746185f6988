package dev.atelier.tune;

import dev.atelier.BadInput;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Criterion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All settings of a search.
 *
 * @param base the recipe of all trials, but for what is searched, its length and when it measures
 * @param trials how many settings are tried
 * @param least steps of the first rung
 * @param most steps of the last
 * @param eta one in so many goes on to the next rung, for so many times the steps
 * @param metric a name in the rows of {@code stats.jsonl}
 * @param maximise whether higher is better
 */
public record Search(
        Recipe base, Space space, int trials, long least, long most, int eta, String metric, boolean maximise) {
    private static final int FIRST = 8;

    public Search {
        require("--trials", trials, trials >= 1, "at least 1");
        require("--steps-least", least, least >= 1 && least <= most, "1 to --steps-most, which is " + most);
        require("--eta", eta, eta >= 2, "at least 2");
        if (base.values().get("stop.patience") instanceof Long patience && patience > 0) {
            throw new BadInput(
                    "stop.patience cannot be " + patience + " in a search, which ends trials itself; allowed: 0");
        }
        trials = (int) Math.min(trials, space.size());
    }

    private static void require(String option, long got, boolean fine, String allowed) {
        if (!fine) {
            throw new BadInput(option + " cannot be " + got + "; allowed: " + allowed);
        }
    }

    /** The same search with another number of trials. */
    public Search withTrials(int trials) {
        return new Search(base, space, trials, least, most, eta, metric, maximise);
    }

    /** The same search with its images at another place. */
    Search withData(String source) {
        return new Search(
                base.with("data.source", source, "--data"), space, trials, least, most, eta, metric, maximise);
    }

    Halving halving() {
        return new Halving(least, most, eta);
    }

    /** The steps of each rung. */
    public List<Long> budgets() {
        return halving().budgets();
    }

    /** How many trials it takes before one can reach the last rung. */
    public long trialsNeeded() {
        return halving().needed();
    }

    /** What a trial begins with, a function of its number and of the outcomes before it. */
    Map<String, String> suggest(int trial, List<Outcome> outcomes) {
        Set<Map<String, String>> tried = new HashSet<>();
        outcomes.forEach(outcome -> tried.add(outcome.values()));
        int first = Math.max(FIRST, space.axes().size() + 3);
        long seed = base.values().get("train.seed") instanceof Long given ? given : 0;
        return new Tpe(space, seed, first).suggest(trial, seen(outcomes, first), tried);
    }

    /** Of the highest rung that has enough, as BOHB (Falkner, Klein and Hutter 2018, arXiv 1807.01774): later numbers tell more. */
    private List<Tpe.Seen> seen(List<Outcome> outcomes, int enough) {
        int rung = budgets().size() - 1;
        while (rung > 0 && finite(Halving.at(outcomes, rung)) < enough) {
            rung--;
        }
        return Halving.at(outcomes, rung).stream()
                .map(outcome -> new Tpe.Seen(space.point(outcome.values()), outcome.cost(maximise)))
                .toList();
    }

    private static long finite(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> outcome.value().isPresent()).count();
    }

    /** The recipe of a trial: it has a row, with the metric, at the end of each rung. */
    Recipe recipe(Map<String, String> values) {
        Recipe recipe = base.with("train.steps", most);
        for (Map.Entry<String, String> value : values.entrySet()) {
            recipe = recipe.with(value.getKey(), value.getValue(), "trial");
        }
        recipe = recipe.with("log.everySteps", divisor(recipe, "log.everySteps"));
        return metric.equals(Criterion.NAME)
                ? recipe.with("metrics.everySteps", divisor(recipe, "metrics.everySteps"))
                : recipe;
    }

    /** At most what the recipe has, and a divisor of all rungs but the last, which always has a row; the first rung where it has none. */
    private long divisor(Recipe recipe, String key) {
        long wanted = recipe.values().get(key) instanceof Long given && given > 0 ? given : least;
        long divisor = Math.min(wanted, least);
        while (least % divisor != 0) {
            divisor--;
        }
        return divisor;
    }
}
