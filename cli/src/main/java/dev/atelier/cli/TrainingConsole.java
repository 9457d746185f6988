package dev.atelier.cli;

import dev.atelier.run.Ending;
import dev.atelier.run.RunObserver;
import dev.atelier.run.StatsRow;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Shows a run on standard error: notices as lines, the steps as a progress line. Any thread may call it. */
final class TrainingConsole implements RunObserver, AutoCloseable {
    private final PrintStream err;
    private Optional<ProgressLine> line = Optional.empty();
    private long batchesPerEpoch = 1;

    TrainingConsole(PrintStream err) {
        this.err = err;
    }

    @Override
    public synchronized void notice(String text) {
        if (line.isPresent()) {
            line.get().note(text);
        } else {
            err.println(text);
        }
    }

    @Override
    public synchronized void started(Path run, long step, long lastStep, long batchesPerEpoch, int batch) {
        this.batchesPerEpoch = batchesPerEpoch;
        notice("run: " + run + (step == 0 ? "" : ", from step " + step) + " to step " + lastStep);
        ProgressLine bar = ProgressLine.of(
                err, ProgressLine.isTerminal(), lastStep, step, System::nanoTime, TerminalWidth::columns);
        bar.imagesPerStep(batch);
        line = Optional.of(bar);
    }

    @Override
    public synchronized void step(long step) {
        line.ifPresent(bar -> {
            bar.epoch((step - 1) / batchesPerEpoch + 1);
            bar.step(step);
        });
    }

    @Override
    public synchronized void row(StatsRow row) {
        boolean plays = row.values().keySet().stream().anyMatch(name -> name.startsWith("lossD"));
        line.filter(bar -> plays).ifPresent(bar -> bar.losses(row.first("lossD"), row.first("lossG")));
    }

    @Override
    public synchronized void measured(long step, Map<String, Double> values, boolean best) {
        line.ifPresent(bar -> values.entrySet().stream()
                .findFirst()
                .ifPresent(first -> bar.metric(first.getKey(), first.getValue())));
    }

    @Override
    public synchronized void ended(Ending ending) {
        if (ending.early()) {
            notice(ending.text());
        }
    }

    /** Ends the progress line; what follows begins on a line of its own. */
    @Override
    public synchronized void close() {
        line.ifPresent(ProgressLine::close);
        line = Optional.empty();
    }
}
