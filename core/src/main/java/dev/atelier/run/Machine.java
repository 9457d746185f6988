package dev.atelier.run;

import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.TrainKeys;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import java.util.function.Consumer;

/** Writes into a recipe what depends on the machine. */
public final class Machine {
    private Machine() {}

    /** The same, where nobody needs to hear which of several data sets it was. */
    public static Recipe resolve(Recipe wanted) {
        return resolve(wanted, notice -> {});
    }

    /**
     * The recipe with everything that depends on machine and data written out. A precision that is left open stays so, for
     * {@link PrecisionTrial}, unless bf16 is not proven. A setting that would do nothing is refused.
     */
    static Recipe resolve(Recipe wanted, Consumer<String> notices) {
        Recipe recipe = GanSystem.of(wanted).resolve(wanted.applicable(), notices);
        try (ComputeDevice device = Devices.resolve(recipe.get(TrainKeys.DEVICE))) {
            Recipe cut = Sharding.settled(recipe, device.key(), notices);
            int threads = cut.integer(TrainKeys.THREADS);
            if (cut.get(TrainKeys.SHARDS) == 1) {
                Engine.threads(threads);
            } else {
                Engine.workers(threads);
            }
            Recipe settled = cut.with(TrainKeys.DEVICE, device.key()).with(TrainKeys.THREADS, (long) Engine.workers());
            boolean open = recipe.get(TrainKeys.PRECISION).equals(Precision.AUTO);
            return open && recipe.get(TrainKeys.BF16_UNPROVEN)
                    ? settled.with(TrainKeys.PRECISION, Precision.FP32.key())
                    : settled;
        }
    }

    /** {@code wanted} with what a run has where it leaves the choice to the machine. */
    static Recipe like(Recipe run, Recipe wanted) {
        Recipe like = GanSystem.of(run).like(run, wanted);
        like = like.get(TrainKeys.PRECISION).equals(Precision.AUTO)
                ? like.with(TrainKeys.PRECISION, run.get(TrainKeys.PRECISION))
                : like;
        return like.get(TrainKeys.THREADS) == 0 ? like.with(TrainKeys.THREADS, run.get(TrainKeys.THREADS)) : like;
    }
}
