package dev.atelier.training;

import dev.atelier.BadInput;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Shard;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What there is in one micro-batch of one turn: its batches, what was made of them, what the critics said. Each is worked out when first
 * asked for, and once: terms that ask for the same share one forward pass. All of it dies when the turn has learned from it.
 *
 * <p>Where batches are cut into shards, a player learns from each by itself, at the same time: a shard has values of its own, over its
 * rows of the batches, and knows nothing of the others. What it tells the rows and the watchers is gathered, and told when all are done.
 */
public final class StepValues {
    /** What all turns of a step have in common. */
    record Shared(
            TrainingState state,
            long step,
            Pass pass,
            Draws draws,
            StepStats stats,
            Map<String, List<Fields>> loaded,
            Map<OfStep, Generated> ofStep) {}

    /** Samples that all turns of a step share. */
    record OfStep(Generation generation, int shard) {}

    private record Asked(Object what, Object how) {}

    private final Shared shared;
    private final Map<String, Fields> batches;
    private final boolean alone;
    private final Map<Asked, Object> known = new HashMap<>();
    private final List<StepValues> shards;
    private final @Nullable ShardNotes notes;

    /** {@code alone}: its turn has no other micro-batch. */
    StepValues(Shared shared, Map<String, Fields> batches, boolean alone) {
        this.shared = shared;
        this.batches = batches;
        this.alone = alone;
        this.shards = cut(shared.state().shards());
        this.notes = null;
    }

    private StepValues(StepValues whole, Map<String, Fields> rows) {
        this.shared = whole.shared;
        this.batches = rows;
        this.alone = whole.alone;
        this.shards = List.of();
        this.notes = new ShardNotes();
    }

    private List<StepValues> cut(int count) {
        List<StepValues> cut = new ArrayList<>();
        for (int i = 0; i < count && count > 1; i++) {
            Map<String, Fields> rows = new HashMap<>();
            for (Map.Entry<String, Fields> each : batches.entrySet()) {
                long size = each.getValue().count() / count;
                if (size * count != each.getValue().count()) {
                    throw new BadInput("a batch of " + each.getValue().count() + " samples of feed '" + each.getKey()
                            + "' cannot be cut into " + count + " shards of one size (train.shards)");
                }
                rows.put(each.getKey(), each.getValue().rows(i * size, size));
            }
            cut.add(new StepValues(this, rows));
        }
        return cut;
    }

    /** How many shards it is cut into; 1 where it is worked on as a whole. */
    int shards() {
        return Math.max(1, shards.size());
    }

    /**
     * Does a piece of work on every shard, each in a scope of its own; what was worked out in it is forgotten. Results go to {@code sink} on
     * the calling thread, in the order of the shards. What is told meanwhile is told when all are done.
     */
    <T> void inShards(Function<StepValues, T> work, Consumer<T> sink) {
        if (shards.isEmpty()) {
            try (TensorScope scope = TensorScope.open()) {
                sink.accept(work.apply(this));
            } finally {
                known.clear();
            }
            return;
        }
        try {
            Workers.inOrder(
                    shards.size(),
                    number -> Shard.in(number, () -> {
                        StepValues shard = shards.get(number);
                        try {
                            return work.apply(shard);
                        } finally {
                            shard.known.clear();
                        }
                    }),
                    sink);
            ShardNotes.settle(
                    shards.stream()
                            .map(shard -> Objects.requireNonNull(shard.notes))
                            .toList(),
                    shared.stats());
        } finally {
            shards.forEach(shard -> Objects.requireNonNull(shard.notes).close());
        }
    }

    /** The batch of this feed, on the device, borrowed. */
    public Fields batch(String feed) {
        Fields batch = batches.get(feed);
        if (batch == null) {
            throw new IllegalArgumentException("this turn takes no batch of feed '" + feed + "'; it takes: "
                    + String.join(", ", batches.keySet()));
        }
        return batch;
    }

    /** What a game's critic says, for the critic's own turn: generated samples have no graph, all are judged. */
    public Judged judged(Game game) {
        return once(game, "critic", () -> Judged.forCritic(game, this));
    }

    /**
     * What a game's critic says, for the turn of whoever makes the samples: they have a graph and are judged; the others are judged without
     * one, when somebody asks.
     */
    public Judged answered(Game game) {
        return once(game, "generator", () -> Judged.forGenerator(game, this));
    }

    /** The samples of a generation. {@code learning}: with a graph, for the turn of whoever makes them. */
    public Generated made(Generation generation, FakeSource source, boolean learning) {
        return once(List.of(generation, source), learning, () -> source.samples(generation, this, learning));
    }

    /** The samples of a generation that all turns of this step share, with their graph. */
    Generated ofStep(Generation generation) {
        if (!alone) {
            throw new IllegalStateException(
                    "samples that all turns of a step share cannot be had of several micro-batches: their graphs would have to be kept");
        }
        OfStep key = new OfStep(generation, Shard.current());
        Generated made = shared.ofStep().get(key);
        if (made == null) {
            try (TensorScope scope = TensorScope.open()) {
                made = generation.generate(this).kept(scope);
            }
            shared.ofStep().put(key, made);
        }
        return made;
    }

    /** The value of this name, worked out by the first who asks in this micro-batch; its tensors belong to the micro-batch. */
    public <T> T once(Object what, Object how, Supplier<T> work) {
        Asked asked = new Asked(what, how);
        Object value = known.get(asked);
        if (value == null) {
            value = work.get();
            known.put(asked, value);
        }
        @SuppressWarnings("unchecked") // whoever asks for the same asks for the same type
        T typed = (T) value;
        return typed;
    }

    /** Random numbers of the run's streams. */
    public Draws draws() {
        return shared.draws();
    }

    /** The circumstances of a training pass. */
    public Pass pass() {
        return notes == null ? shared.pass() : shared.pass().ofShard(notes.buffers());
    }

    /** Samples of a feed that this step has loaded, for all turns together. */
    public long samplesLoaded(String feed) {
        return shared.loaded().getOrDefault(feed, List.of()).stream()
                .mapToLong(Fields::count)
                .sum();
    }

    /** Steps of this stage done before this one. */
    public long step() {
        return shared.step();
    }

    /** What the run remembers beside weights. */
    public TrainingState state() {
        return shared.state();
    }

    /** Adds a scalar to what the next row tells under this name, as a mean over steps; the tensor stays the caller's. */
    public void record(String name, Tensor scalar) {
        if (notes == null) {
            shared.stats().add(name, scalar);
        } else {
            notes.record(name, scalar);
        }
    }

    /** Tells watchers what a critic thinks, as {@link Watcher#judged} wants it; shards are told of together, by the mean. */
    void tell(List<Watcher> watchers, double real, double fake, long samples) {
        if (notes == null) {
            watchers.forEach(watcher -> watcher.judged(real, fake, samples));
        } else {
            notes.tell(watchers, real, fake, samples);
        }
    }
}
