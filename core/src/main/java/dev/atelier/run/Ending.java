package dev.atelier.run;

import dev.atelier.checkpoint.SavedState;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a run is done; {@code final/ending.json}.
 *
 * @param step steps done
 * @param reason {@code rounds}: all that the recipe has, or {@code patience}: early stopping
 * @param text the same for a person
 */
public record Ending(long step, String reason, String text) {
    static final String FILE = "ending.json";
    static final String ROUNDS = "rounds";
    static final String PATIENCE = "patience";

    static Ending rounds(long step) {
        return new Ending(step, ROUNDS, step == 1 ? "its one step is done" : "all " + step + " steps are done");
    }

    /** Whether there were more steps to do. */
    public boolean early() {
        return !reason.equals(ROUNDS);
    }

    /** From what {@link #json()} gave. */
    static Ending of(Map<String, Object> json) {
        return new Ending(
                new SavedState(json).integer("step"),
                String.valueOf(json.get("reason")),
                String.valueOf(json.get("text")));
    }

    /** As texts and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.put("reason", reason);
        json.put("text", text);
        return json;
    }
}
