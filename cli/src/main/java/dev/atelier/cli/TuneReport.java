package dev.atelier.cli;

import dev.atelier.tune.Axis;
import dev.atelier.tune.Outcome;
import dev.atelier.tune.Standings;
import dev.atelier.tune.TuneDirectory;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a search came to: all trials, best first, and where its files are. */
record TuneReport(TuneDirectory directory, Standings standings, boolean done) {
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("search", directory.root().toString());
        json.put("done", done);
        json.put("metric", standings.search().metric());
        json.put("maximise", standings.search().maximise());
        json.put("trials", standings.trials().stream().map(this::json).toList());
        standings.best().ifPresent(best -> {
            json.put("best", json(best));
            json.put("recipe", directory.best().toString());
        });
        return json;
    }

    private Map<String, Object> json(Outcome trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial.trial());
        json.put("rung", trial.rung());
        json.put("step", trial.step());
        trial.value().ifPresent(value -> json.put("value", value));
        trial.reason().ifPresent(reason -> json.put("failed", reason));
        json.put("values", trial.values());
        json.put("run", directory.run(trial.trial()).toString());
        return json;
    }

    void print(PrintStream out) {
        if (standings.trials().isEmpty()) {
            return;
        }
        List<String> keys =
                standings.search().space().axes().stream().map(Axis::key).toList();
        List<Object> head = new ArrayList<>(
                List.of("trial", "rung", "steps", standings.search().metric()));
        head.addAll(keys);
        Table table = new Table().row(head.toArray());
        for (Outcome trial : standings.trials()) {
            List<Object> row = new ArrayList<>(List.of(
                    trial.trial(),
                    trial.rung(),
                    trial.step(),
                    trial.value().isPresent() ? Standings.number(trial.value().getAsDouble()) : "-"));
            keys.forEach(key -> row.add(trial.values().getOrDefault(key, "")));
            trial.reason().ifPresent(row::add);
            table.row(row.toArray());
        }
        table.print(out, "");
        if (standings.best().isPresent()) {
            out.println("  table      " + directory.table());
            out.println("  picture    " + directory.plot());
            out.println("the best:    atelier train " + Console.quoted(directory.best()));
        }
    }
}
