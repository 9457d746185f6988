package dev.atelier.toys;

import dev.atelier.run.KilledProcess;
import dev.atelier.run.RunObserver;
import dev.atelier.run.TrainingRun;
import java.nio.file.Path;

/** Trains a toy in a process of its own, which somebody will kill: {@code ToyProcess NAME FOLDER}. */
final class ToyProcess {
    private ToyProcess() {}

    public static void main(String[] args) {
        ToySystem toy = Toys.named(args[0]);
        RunObserver slow = KilledProcess.slow(ToySystem.STEPS);
        try (TrainingRun run = TrainingRun.start(toy, toy.settings(), toy.data(), Path.of(args[1]), slow)) {
            run.train();
        }
    }
}
