package dev.atelier.training;

import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import java.util.List;
import org.bytedeco.pytorch.Device;

/** Steps whose noise comes from a golden, for tests of other rooms. */
public final class StepsOfGivenNoise {
    private StepsOfGivenNoise() {}

    /** A step whose games draw from {@code draws}. */
    public static TrainingStep of(
            NetworkSet networks, List<Stage> stages, TrainingState state, Pass pass, Draws draws) {
        return new TrainingStep(networks, new Stages(stages), state, pass, new Device("cpu"), draws);
    }
}
