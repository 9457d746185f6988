package dev.atelier.cli;

import dev.atelier.Counted;
import dev.atelier.run.StatsRow;
import dev.atelier.tune.Outcome;
import dev.atelier.tune.Search;
import dev.atelier.tune.Standings;
import dev.atelier.tune.TuneObserver;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a search on standard error: a line when a trial begins, its steps as a progress line, a line with what it came to. */
final class TuneConsole implements TuneObserver, AutoCloseable {
    private final TrainingConsole console;
    private String metric = "";

    TuneConsole(PrintStream err) {
        console = new TrainingConsole(err);
    }

    /** What is about to be searched. */
    void begin(Search search) {
        metric = search.metric();
        notice("search: " + Counted.of(search.trials(), "trial") + " of "
                + String.join(", ", search.space().texts()));
        notice("rungs: " + search.budgets().stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " steps; one trial in " + search.eta() + " goes on");
        if (search.trials() < search.trialsNeeded()) {
            notice("with " + Counted.of(search.trials(), "trial") + " none will get to "
                    + Counted.of(search.most(), "step") + ": that takes " + Counted.of(search.trialsNeeded(), "trial")
                    + ", or a higher --steps-least");
        }
    }

    @Override
    public void notice(String line) {
        console.notice(line);
    }

    @Override
    public void trial(int trial, int rung, long rounds, Map<String, String> values) {
        notice("trial " + trial + " to step " + rounds + ": " + settings(values));
    }

    private static String settings(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public void measured(Outcome outcome) {
        console.close();
        String came = outcome.value().isPresent()
                ? metric + " " + Standings.number(outcome.value().getAsDouble())
                : outcome.reason().orElse("failed");
        notice("trial " + outcome.trial() + " after " + Counted.of(outcome.step(), "step") + ": " + came);
    }

    @Override
    public void started(Path run, long step, long lastStep, long batchesPerEpoch, int batch) {
        console.started(run, step, lastStep, batchesPerEpoch, batch);
    }

    @Override
    public void step(long step) {
        console.step(step);
    }

    @Override
    public void row(StatsRow row) {
        console.row(row);
    }

    @Override
    public void close() {
        console.close();
    }
}
