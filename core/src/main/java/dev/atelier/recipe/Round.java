package dev.atelier.recipe;

import dev.atelier.data.BatchLoader;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadOptions;
import dev.atelier.networks.NoiseModel;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.training.LabelledPool;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Plateau;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.util.Optional;

/** What a recipe and its data make together: how batches are loaded, how many rounds there are, and the step that runs them. */
final class Round {
    private final Recipe recipe;
    private final ImageDataset dataset;
    private final TrainingState state;
    private final ComputeDevice device;
    private final DataFacts known;
    private final NetworkAssembly networks;
    private final LoadOptions loading;

    /**
     * Everything of a round that somebody must close.
     *
     * @param model what is shown and kept
     * @param images of the training split
     */
    record Parts(
            TrainingStep step,
            NoiseModel model,
            NetworkAssembly networks,
            Optional<LabelledPool> pool,
            Optional<Plateau> plateau,
            long images)
            implements AutoCloseable {
        @Override
        public void close() {
            step.close();
            pool.ifPresent(LabelledPool::close);
        }
    }

    Round(Recipe recipe, ImageDataset dataset, TrainingState state, ComputeDevice device) {
        this.recipe = recipe;
        this.dataset = dataset;
        this.state = state;
        this.device = device;
        known = Assembly.known(recipe, dataset);
        networks = new NetworkAssembly(recipe, known);
        loading = Assembly.loadOptions(recipe, Assembly.range(networks), known.attributes());
    }

    DataFacts known() {
        return known;
    }

    LoadOptions loading() {
        return loading;
    }

    /** Rounds in all. */
    long lastStep() {
        return lastStep(recipe, BatchLoader.batchesPerEpoch(dataset, loading));
    }

    /** All rounds of a recipe on data of so many batches an epoch. */
    static long lastStep(Recipe recipe, long batchesPerEpoch) {
        long steps = recipe.get(TrainKeys.STEPS);
        if (steps > 0) {
            return steps;
        }
        long batches = Math.multiplyExact(recipe.get(TrainKeys.EPOCHS), batchesPerEpoch);
        return Math.max(1, batches / batches(recipe));
    }

    /** Batches that one step takes. */
    static int batches(Recipe recipe) {
        return Math.toIntExact(recipe.get(PlayerKeys.CRITIC_STEPS) * recipe.get(TrainKeys.ACCUMULATE));
    }

    /** The step with its networks; {@code begin} fills them from another run or a classifier where the recipe says so. */
    Parts parts(RunObserver observer, boolean begin) {
        StepAssembly assembly = new StepAssembly(recipe, networks, state, device, lastStep());
        NetworkSet fresh = assembly.networks();
        if (begin) {
            WarmStart.fill(recipe, networks, known, fresh, device, observer);
        }
        int perClass = recipe.integer(NetworkKeys.LABELS_PER_CLASS);
        Optional<LabelledPool> pool = perClass == 0
                ? Optional.empty()
                : Optional.of(
                        Pools.labelled(recipe, dataset, loading.range(), perClass, state.stream("labelled"), device));
        TrainingStep step = assembly.step(fresh, pool);
        NoiseModel model =
                new NoiseModel(NoiseNetworks.shown(step.networks()), Assembly.prior(recipe), device.device());
        return new Parts(step, model, networks, pool, assembly.plateau(), dataset.size());
    }
}
