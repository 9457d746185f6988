package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.run.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@code --checkpoint} says: a step, or {@code best}. */
final class KeptCheckpoint {
    private static final String BEST = "best";

    private KeptCheckpoint() {}

    /** The step that is meant; empty where nothing is said. */
    static OptionalLong step(Path run, Optional<String> said) {
        if (said.isEmpty()) {
            return OptionalLong.empty();
        }
        if (said.get().equals(BEST)) {
            OptionalLong best = RunDirectory.open(run).bestStep();
            if (best.isEmpty()) {
                throw new BadInput(
                        "--checkpoint best: " + run + " has none, for nothing was measured; allowed: a step");
            }
            return best;
        }
        if (!said.get().matches("\\d{1,18}")) {
            throw new BadInput("--checkpoint cannot be '" + said.get() + "'; allowed: a step, best");
        }
        return OptionalLong.of(Long.parseLong(said.get()));
    }
}
