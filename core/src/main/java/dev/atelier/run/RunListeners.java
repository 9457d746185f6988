package dev.atelier.run;

import dev.atelier.data.Cursor;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Measurement;
import dev.atelier.systems.TrainKeys;
import dev.atelier.tensor.Safetensors;
import dev.atelier.training.StepStats;
import dev.atelier.training.TrainingListener;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a run writes while it trains: its listeners in their order, and the final networks. */
final class RunListeners implements AutoCloseable {
    private final RunContext run;
    private final TrainingParts parts;
    private final TensorBoardWriter tensorBoard;
    private final MetricsListener metrics;
    private final DoctorListener doctor;
    private final Rows rows;
    private final SampleListener samples;
    private final OpenEnd openEnd;
    private final Checkpoints checkpoints;
    private final SampleGrid finalGrid;
    private final Crowding crowding;

    RunListeners(
            RunContext run,
            TrainingParts parts,
            Optional<Measurement> measurement,
            DoctorListener doctor,
            Progress progress,
            TrainingState state)
            throws IOException {
        this.run = run;
        this.parts = parts;
        this.doctor = doctor;
        Recipe recipe = run.recipe();
        metrics = new MetricsListener(run, measurement, parts, progress);
        tensorBoard = TensorBoardWriter.open(
                run.directory().tensorboard(), state.step() == 0 ? -1 : state.step(), Clock.systemUTC());
        rows = new Rows(run, state, tensorBoard, metrics, doctor);
        samples = new SampleListener(run, tensorBoard, parts);
        openEnd = new OpenEnd(recipe, rows, metrics);
        checkpoints = new Checkpoints(run, metrics, doctor, progress, openEnd);
        finalGrid = new SampleGrid(parts, recipe.integer(TrainKeys.FINAL_COUNT));
        int workers = Math.toIntExact(Math.min(recipe.get(TrainKeys.THREADS), recipe.get(TrainKeys.SHARDS)));
        crowding = workers > 1
                ? new Crowding(1, workers, run.observer()::notice)
                : new Crowding(recipe.integer(TrainKeys.THREADS), 1, run.observer()::notice);
        run.write(() -> run.store().markBest(progress.bestStep()));
    }

    /** In the order in which they run: what the end does out of turn, measurements before the row that holds them, the checkpoint behind them, so that it holds what they did, the doctor last. */
    List<TrainingListener> listeners() {
        return List.of(crowding, openEnd, metrics, rows, samples, checkpoints, doctor);
    }

    /** The checkpoint that a session begins with: of the untrained networks, or of those that training went back to. */
    void begin(TrainingStep step, TrainingState state, StepStats stats, Map<String, Cursor> cursors) {
        checkpoints.save(step, state, stats, cursors);
    }

    /** The networks alone, for users and other tools, a last grid, and why the run is done. */
    void finish(TrainingStep step, TrainingState state, Ending ending) {
        RunDirectory directory = run.directory();
        run.write(() -> {
            Path draft = directory.root().resolve(".final.tmp");
            new RunDirectory(draft).delete();
            Files.createDirectories(draft);
            Map<String, String> metadata = Map.of(
                    "format", "pt", "atelier.recipe", run.recipe().name(), "atelier.step", Long.toString(state.step()));
            for (String name : step.networks().names()) {
                Safetensors.write(
                        draft.resolve(ModelFile.file(name)),
                        step.networks().shown(name).state(),
                        metadata);
            }
            JsonFile.write(
                    draft.resolve(ModelFile.NAME),
                    ModelFile.of(run.recipe(), parts.models(), step.networks(), state.step()));
            finalGrid.write(draft.resolve("grid.png"), state.step());
            JsonFile.write(draft.resolve(Ending.FILE), ending.json());
            new RunDirectory(directory.finalNetworks()).delete();
            Files.move(draft, directory.finalNetworks(), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public void close() throws IOException {
        rows.close();
        tensorBoard.close();
        samples.close();
        finalGrid.close();
    }
}
