package dev.atelier.toys;

import dev.atelier.run.RunObserver;
import dev.atelier.run.TrainingRun;
import java.nio.file.Path;

/** Trains a toy in a process of its own, which somebody will kill: {@code ToyProcess NAME FOLDER}. */
final class ToyProcess {
    private static final long PAUSE_MS = 30;
    private static final long FOREVER_MS = 300_000;

    private ToyProcess() {}

    public static void main(String[] args) {
        ToySystem toy = Toys.named(args[0]);
        RunObserver slow = new RunObserver() {
            @Override
            public void step(long step) {
                try {
                    // it is killed somewhere on the way, and never comes to its end
                    Thread.sleep(step < ToySystem.STEPS - 2 ? PAUSE_MS : FOREVER_MS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        try (TrainingRun run = TrainingRun.start(toy, toy.settings(), toy.data(), Path.of(args[1]), slow)) {
            run.train();
        }
    }
}
