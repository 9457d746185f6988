package dev.atelier.training;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Shard;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Shows the critic samples of a set that is made anew every so many steps, as where a set of negatives serves for some epochs (Yu et al.
 * 2017, arXiv 1609.05473). As many are drawn from it, with replacement, as the generation makes at a time.
 * Each shard of a batch has a part of the set to itself.
 */
final class SnapshotFakes implements FakeSource {
    private final String name;
    private final Tensor set;
    private final long every;

    /**
     * @param name of the random stream and of the step of the newest set
     * @param set [samples, sample…], a memory of the network set
     * @param every steps between two sets
     */
    SnapshotFakes(String name, Tensor set, long every) {
        this.name = name;
        this.set = set;
        this.every = every;
    }

    @Override
    public Generated samples(Generation generation, StepValues now, boolean learning) {
        if (learning) {
            return FakeSource.fresh().samples(generation, now, true);
        }
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            long size = set.size(0) / now.state().shards();
            Tensor own = set.narrow(0, Shard.current() * size, size);
            String key = RandomStream.partName(name, Shard.current());
            double renewed = now.state().number(key, Double.NEGATIVE_INFINITY);
            long batch = (long) now.state().number(key + ".batch", 1);
            if (now.step() % every == 0 && renewed < now.step()) {
                batch = renew(own, generation, now);
                now.state().put(key, now.step());
                now.state().put(key + ".batch", batch);
            }
            float[] drawn = Tensors.toFloats(now.draws().uniform(name, batch));
            long[] rows = new long[drawn.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (long) (drawn[i] * size);
            }
            Tensor chosen = Tensors.of(rows, rows.length).to(set.device(), ScalarType.Long);
            return Generated.of(torch.index_select(own, 0, chosen)).promoted(scope);
        }
    }

    /** Fills the set; returns how many samples the generation makes at a time. */
    private static long renew(Tensor set, Generation generation, StepValues now) {
        long batch = 0;
        for (long filled = 0; filled < set.size(0); filled += batch) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor made = generation.generate(now).samples();
                batch = made.size(0);
                long some = Math.min(batch, set.size(0) - filled);
                set.narrow(0, filled, some).copy_(made.narrow(0, 0, some));
            }
        }
        return batch;
    }
}
