package dev.atelier.training;

import java.util.Optional;

/** What must hold before a stage begins. */
@FunctionalInterface
public interface Gate {
    /** Nothing. */
    Gate OPEN = state -> Optional.empty();

    /** Why the stage must not begin, as a sentence for a person; empty where it may. */
    Optional<String> refuses(TrainingState state);
}
