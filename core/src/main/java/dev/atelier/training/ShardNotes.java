package dev.atelier.training;

import dev.atelier.nn.ShardBuffers;
import dev.atelier.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What a shard of a batch has to tell, kept until all shards are done: numbers for the rows, judgements for watchers, buffers. */
final class ShardNotes implements AutoCloseable {
    private record Told(List<Watcher> watchers, double real, double fake, long samples) {}

    private final Map<String, List<Tensor>> recorded = new LinkedHashMap<>();
    private final List<Told> told = new ArrayList<>();
    private final ShardBuffers buffers = new ShardBuffers();

    ShardBuffers buffers() {
        return buffers;
    }

    void record(String name, Tensor scalar) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor value = scalar.detach().to(ScalarType.Double, false, true, new MemoryFormatOptional());
            recorded.computeIfAbsent(name, n -> new ArrayList<>()).add(scope.keep(value));
        }
    }

    void tell(List<Watcher> watchers, double real, double fake, long samples) {
        told.add(new Told(watchers, real, fake, samples));
    }

    /** Tells it all, as means over the shards, each sum in the order of the shards. */
    static void settle(List<ShardNotes> shards, StepStats stats) {
        ShardNotes first = shards.get(0);
        ShardBuffers.settle(shards.stream().map(ShardNotes::buffers).toList());
        try (TensorScope scope = TensorScope.open()) {
            first.recorded.forEach((name, values) -> {
                for (int call = 0; call < values.size(); call++) {
                    Tensor sum = values.get(call);
                    for (ShardNotes shard : shards.subList(1, shards.size())) {
                        sum = sum.add(Objects.requireNonNull(shard.recorded.get(name), name)
                                .get(call));
                    }
                    stats.add(name, sum.div(new Scalar((double) shards.size())));
                }
            });
        }
        for (int call = 0; call < first.told.size(); call++) {
            double real = 0;
            double fake = 0;
            long samples = 0;
            for (ShardNotes shard : shards) {
                Told each = shard.told.get(call);
                real += each.real();
                fake += each.fake();
                samples += each.samples();
            }
            for (Watcher watcher : first.told.get(call).watchers()) {
                watcher.judged(real / shards.size(), fake / shards.size(), samples);
            }
        }
    }

    @Override
    public void close() {
        recorded.values().forEach(values -> values.forEach(Tensor::close));
        recorded.clear();
        told.clear();
        buffers.close();
    }
}
