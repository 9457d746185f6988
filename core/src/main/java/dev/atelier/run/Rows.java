package dev.atelier.run;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.systems.TrainKeys;
import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import dev.atelier.training.TrainingState;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes rows: to {@code stats.jsonl}, to TensorBoard, to who watches. A row is due with every measurement too. Owns the file of rows. */
final class Rows implements TrainingListener, AutoCloseable {
    private final RunContext run;
    private final StatsFile file;
    private final TensorBoardWriter tensorBoard;
    private final MetricsListener metrics;
    private final DoctorListener doctor;
    private double lastSeconds;
    private long lastImages;

    /** Goes on behind the row of where training stands; those of a future that was lost are dropped. */
    Rows(
            RunContext run,
            TrainingState state,
            TensorBoardWriter tensorBoard,
            MetricsListener metrics,
            DoctorListener doctor)
            throws IOException {
        this.run = run;
        this.tensorBoard = tensorBoard;
        this.metrics = metrics;
        this.doctor = doctor;
        file = StatsFile.open(run.directory().statsFile(), state.step());
        lastSeconds = run.seconds();
        lastImages = state.imagesSeen();
    }

    @Override
    public boolean due(long step) {
        return step % run.recipe().get(TrainKeys.LOG_STEPS) == 0 || metrics.due(step);
    }

    @Override
    public void step(long step) {
        run.observer().step(step);
    }

    @Override
    public void tick(Tick tick) {
        Map<String, Double> means = tick.stats().drain();
        long step = tick.state().step();
        metrics.addTo(means, step);
        doctor.addTo(means, step);
        List<Diagnosis> diagnoses = doctor.examine(step, means);
        StatsRow row = row(tick.state(), means);
        run.write(() -> file.append(row, diagnoses));
        run.write(() -> {
            for (Map.Entry<String, Double> mean : means.entrySet()) {
                tensorBoard.scalar(mean.getKey(), mean.getValue(), row.step());
            }
            tensorBoard.scalar("imagesPerSecond", row.imagesPerSecond(), row.step());
            tensorBoard.flush();
        });
        run.observer().row(row);
        doctor.relapse(); // before anybody keeps these networks
        means.forEach((name, mean) -> {
            if (!Double.isFinite(mean)) {
                throw run.diverged(name + " is " + mean + " at step " + row.step());
            }
        });
    }

    private StatsRow row(TrainingState state, Map<String, Double> means) {
        double now = run.seconds();
        double rate = (state.imagesSeen() - lastImages) / Math.max(now - lastSeconds, 1e-9);
        lastSeconds = now;
        lastImages = state.imagesSeen();
        return new StatsRow(state.step(), run.epoch(state.step()), state.imagesSeen(), now, rate, means);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
