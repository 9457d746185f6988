package dev.atelier.run;

import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Tells once in a session when other programs slow training down. Looks twice a minute, between steps. */
final class Crowding implements TrainingListener {
    private static final double SECONDS = 30;

    private final int threads;
    private final int workers;
    private final Consumer<String> notices;
    private final DoubleSupplier clock;
    private final Supplier<Optional<Neighbours>> look;
    private Optional<Neighbours> last;
    private double lookedAt;
    private boolean over;

    /** {@code threads} of one operation, or workers of one thread each. */
    Crowding(int threads, int workers, Consumer<String> notices) {
        this(threads, workers, notices, () -> System.nanoTime() / 1e9, Neighbours::look);
    }

    Crowding(
            int threads,
            int workers,
            Consumer<String> notices,
            DoubleSupplier clock,
            Supplier<Optional<Neighbours>> look) {
        this.threads = threads;
        this.workers = workers;
        this.notices = notices;
        this.clock = clock;
        this.look = look;
        last = look.get();
        lookedAt = clock.getAsDouble();
        over = last.isEmpty();
    }

    @Override
    public void step(long step) {
        if (over || clock.getAsDouble() - lookedAt < SECONDS) {
            return;
        }
        lookedAt = clock.getAsDouble();
        Optional<Neighbours> now = look.get();
        Optional<String> told = now.flatMap(later -> last.flatMap(earlier ->
                later.since(earlier, threads, workers, Runtime.getRuntime().availableProcessors())));
        told.ifPresent(notices);
        over = told.isPresent() || now.isEmpty();
        last = now;
    }

    @Override
    public boolean due(long step) {
        return false;
    }

    @Override
    public void tick(Tick tick) {}
}
