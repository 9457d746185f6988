package dev.atelier.run;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.doctor.Doctor;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.StatSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A doctor for each game of a run, who sees what the rows tell of it under the names that a lone game has. */
final class GameDoctors {
    private final Map<String, Doctor> byGame = new LinkedHashMap<>();
    private final Map<Diagnosis, Doctor> found = new LinkedHashMap<>();

    GameDoctors(Recipe recipe) {
        GanSystem system = GanSystem.of(recipe);
        Predicate<String> keys = name -> recipe.keys().find(name).isPresent();
        for (StatSeries series : system.series(recipe)) {
            byGame.computeIfAbsent(series.game(), game -> new Doctor(system.anchored(recipe), keys));
        }
        if (byGame.isEmpty()) {
            byGame.put("", new Doctor(false, keys));
        }
    }

    /** What is new in this row; of several games, each names its own. */
    List<Diagnosis> examine(long step, Map<String, Double> values) {
        List<Diagnosis> all = new ArrayList<>();
        byGame.forEach((game, doctor) -> doctor.examine(step, of(game, values)).forEach(diagnosis -> {
            Diagnosis told = game.isEmpty()
                    ? diagnosis
                    : new Diagnosis(
                            diagnosis.kind(),
                            diagnosis.step(),
                            "in game " + game + ": " + diagnosis.evidence(),
                            diagnosis.cause(),
                            diagnosis.proposal());
            found.put(told, doctor);
            all.add(told);
        }));
        return all;
    }

    private static Map<String, Double> of(String game, Map<String, Double> values) {
        if (game.isEmpty()) {
            return values;
        }
        Map<String, Double> own = new LinkedHashMap<>();
        String ending = "/" + game;
        values.forEach((name, value) -> {
            if (name.endsWith(ending)) {
                own.put(name.substring(0, name.length() - ending.length()), value);
            } else if (!name.contains("/")) {
                own.put(name, value);
            }
        });
        return own;
    }

    /** The step of the last row before a trouble that was found showed itself. */
    long healthy(Diagnosis diagnosis) {
        return found.getOrDefault(diagnosis, byGame.values().iterator().next()).healthy(diagnosis);
    }
}
