package dev.atelier.run;

import dev.atelier.systems.GanSystem;
import dev.atelier.systems.TrainKeys;
import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Draws the sample grid and the plot of the losses. Owns the grid. */
final class SampleListener implements TrainingListener, AutoCloseable {
    private final RunContext run;
    private final TensorBoardWriter tensorBoard;
    private final SampleGrid grid;
    private boolean warned;

    SampleListener(RunContext run, TensorBoardWriter tensorBoard, TrainingParts parts) {
        this.run = run;
        this.tensorBoard = tensorBoard;
        grid = new SampleGrid(parts, run.recipe().integer(TrainKeys.SAMPLE_COUNT));
    }

    @Override
    public boolean due(long step) {
        return run.due(run.recipe().get(TrainKeys.SAMPLE_STEPS), step);
    }

    @Override
    public void tick(Tick tick) {
        long step = tick.state().step();
        Path picture = run.directory().samples().resolve(String.format(Locale.ROOT, "%06d.png", step));
        run.write(() -> {
            Files.createDirectories(run.directory().samples());
            byte[] png = grid.write(picture, step);
            tensorBoard.image("samples", png, grid.height(), grid.width(), grid.channels(), step);
            tensorBoard.flush();
            plotLosses();
        });
        run.observer().sampled(picture);
    }

    private void plotLosses() throws IOException {
        boolean drawn = LossPlot.write(
                run.directory().lossPlot(),
                StatsFile.read(run.directory().statsFile()),
                run.recipe().name(),
                LossPlot.panels(GanSystem.of(run.recipe()).series(run.recipe())));
        if (!drawn && !warned) {
            warned = true;
            run.observer()
                    .notice(
                            "loss.png cannot be drawn: Java finds no font; install one (Debian: fontconfig, fonts-dejavu-core)");
        }
    }

    @Override
    public void close() {
        grid.close();
    }
}
