package dev.atelier.systems;

import dev.atelier.recipe.Key;
import java.util.List;

/** The key of who watches the training. */
public final class DoctorKeys {
    public static final String ROLLBACK = "rollback";
    public static final String STOP = "stop";
    public static final String OFF = "off";

    public static final Key<String> ACTION = Key.choice(
            "doctor.action",
            "warn",
            List.of("warn", ROLLBACK, STOP, OFF),
            "what to do when training goes wrong: say so; go back to a checkpoint from before, with half the learning rates;"
                    + " stop; or do not look");
    static final List<Key<?>> ALL = List.of(ACTION);

    private DoctorKeys() {}
}
