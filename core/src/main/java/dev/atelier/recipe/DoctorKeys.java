package dev.atelier.recipe;

import java.util.List;

/** The key of who watches the training. */
final class DoctorKeys {
    static final String ROLLBACK = "rollback";
    static final String STOP = "stop";
    static final String OFF = "off";

    static final Key<String> ACTION = Key.choice(
            "doctor.action",
            "warn",
            List.of("warn", ROLLBACK, STOP, OFF),
            "what to do when training goes wrong: say so; go back to a checkpoint from before, with half the learning rates;"
                    + " stop; or do not look");
    static final List<Key<?>> ALL = List.of(ACTION);

    private DoctorKeys() {}
}
