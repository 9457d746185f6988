package dev.atelier.training;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Shard;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * Shows the critic, for half of the samples, ones of earlier steps (Shrivastava et al. 2016, arXiv 1612.07828, section 2.3; Zhu et al.
 * 2017, arXiv 1703.10593): a pool keeps a number of samples; a new one takes the place of one that is drawn from it, which is shown
 * instead. Until the pool is full every sample is shown and kept. How many random numbers are drawn depends on the number of samples
 * alone. Each shard of a batch has a part of the pool to itself.
 */
final class HistoryFakes implements FakeSource {
    private final String name;
    private final Tensor pool;
    private final FakeSource source;

    /**
     * @param name of the random stream and of the number of samples kept
     * @param pool [capacity, sample…], a memory of the network set
     * @param source of new samples
     */
    HistoryFakes(String name, Tensor pool, FakeSource source) {
        this.name = name;
        this.pool = pool;
        this.source = source;
    }

    @Override
    public Generated samples(Generation generation, StepValues now, boolean learning) {
        Generated made = source.samples(generation, now, learning);
        return learning ? made : Generated.of(exchanged(made.samples(), now));
    }

    private Tensor exchanged(Tensor made, StepValues now) {
        long capacity = pool.size(0) / now.state().shards();
        String key = RandomStream.partName(name, Shard.current());
        long kept = (long) now.state().number(key, 0);
        float[] drawn = Tensors.toFloats(now.draws().uniform(name, made.size(0), 2));
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor own = pool.narrow(0, Shard.current() * capacity, capacity);
            Tensor shown = made.clone();
            for (int i = 0; i < made.size(0); i++) {
                Tensor sample = made.narrow(0, i, 1);
                if (kept < capacity) {
                    own.narrow(0, kept++, 1).copy_(sample);
                } else if (drawn[2 * i] >= 0.5f) {
                    Tensor place = own.narrow(0, (long) (drawn[2 * i + 1] * capacity), 1);
                    shown.narrow(0, i, 1).copy_(place);
                    place.copy_(sample);
                }
            }
            now.state().put(key, kept);
            return scope.promote(shown);
        }
    }
}
