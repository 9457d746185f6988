package dev.atelier.run;

import dev.atelier.recipe.Recipe;
import dev.atelier.systems.MetricKeys;
import dev.atelier.training.StepStats;
import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import dev.atelier.training.TrainingState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Remembers what a run's end does out of turn: every listener ticks after the last step, so that a measurement and a row come that would
 * not have come there had the run been longer. The last checkpoint keeps, as {@code open}, the numbers and sums without them, so
 * that a run that is made longer goes on as if it had always been. Comes first of the listeners.
 */
final class OpenEnd implements TrainingListener {
    /** The key in {@code state.json}. */
    static final String OPEN = "open";

    private static final String NUMBERS = "numbers";
    private static final String STATS = "stats";
    private static final String ROW = "row";
    private static final String WITHOUT = "without";

    private final Recipe recipe;
    private final Rows rows;
    private final MetricsListener metrics;
    private long step = -1;
    private Map<?, ?> numbers = Map.of();
    private Map<String, Object> stats = Map.of();

    OpenEnd(Recipe recipe, Rows rows, MetricsListener metrics) {
        this.recipe = recipe;
        this.rows = rows;
        this.metrics = metrics;
    }

    /** Never by itself: only the last step of all asks. */
    @Override
    public boolean due(long step) {
        return false;
    }

    @Override
    public void tick(Tick tick) {
        step = tick.state().step();
        numbers = (Map<?, ?>) tick.state().save().getOrDefault(NUMBERS, Map.of());
        stats = tick.stats().save();
    }

    /** What the checkpoint of this step keeps besides; empty where nothing was out of turn. */
    Optional<Map<String, Object>> of(TrainingState state) {
        if (state.step() != step || rows.due(step) && !measuredOutOfTurn()) {
            return Optional.empty();
        }
        Map<String, Object> open = new LinkedHashMap<>();
        open.put(NUMBERS, numbers);
        if (rows.due(step)) {
            open.put(STATS, new StepStats().save());
            open.put(ROW, true);
            open.put(WITHOUT, MetricKeys.names(recipe));
        } else {
            open.put(STATS, stats);
            open.put(ROW, false);
        }
        return Optional.of(open);
    }

    private boolean measuredOutOfTurn() {
        return MetricKeys.measured(recipe) && !metrics.due(step);
    }

    /** The best step but for a measurement out of turn, whose checkpoint must stay; empty after any other step. */
    OptionalLong best(TrainingState state) {
        return state.step() == step && measuredOutOfTurn() && numbers.get("best.step") instanceof Double best
                ? OptionalLong.of(best.longValue())
                : OptionalLong.empty();
    }

    /** A saved state as it is for a run that goes on behind it. */
    static Map<String, Object> reopened(Map<String, Object> saved) {
        if (!(saved.get(OPEN) instanceof Map<?, ?> open)) {
            return saved;
        }
        Map<String, Object> going = new LinkedHashMap<>(saved);
        going.put(NUMBERS, open.get(NUMBERS));
        going.put(STATS, open.get(STATS));
        return going;
    }

    /** Takes the row that was out of turn, or what was measured out of turn for it, out of the rows. */
    static void reopen(RunDirectory directory, Map<String, Object> saved, long step) {
        if (saved.get(OPEN) instanceof Map<?, ?> open) {
            List<String> without = open.get(WITHOUT) instanceof List<?> names
                    ? names.stream().map(String::valueOf).toList()
                    : List.of();
            directory.write(
                    () -> StatsFile.withdraw(directory.statsFile(), step, Boolean.TRUE.equals(open.get(ROW)), without));
        }
    }
}
