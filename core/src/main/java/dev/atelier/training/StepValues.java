package dev.atelier.training;

import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * What there is in one micro-batch of one turn: its batches, what was made of them, what the critics said. Each is worked out when first
 * asked for, and once: terms that ask for the same share one forward pass. All of it dies when the turn has learned from it.
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
            Map<Generation, Generated> ofStep) {}

    private record Asked(Object what, Object how) {}

    private final Shared shared;
    private final Map<String, Fields> batches;
    private final boolean alone;
    private final Map<Asked, Object> known = new HashMap<>();

    /** {@code alone}: its turn has no other micro-batch. */
    StepValues(Shared shared, Map<String, Fields> batches, boolean alone) {
        this.shared = shared;
        this.batches = batches;
        this.alone = alone;
    }

    /** Runs a piece of work in a scope of its own; what was worked out in it is forgotten. */
    void within(Runnable work) {
        try (TensorScope scope = TensorScope.open()) {
            work.run();
        } finally {
            known.clear();
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
        Generated made = shared.ofStep().get(generation);
        if (made == null) {
            try (TensorScope scope = TensorScope.open()) {
                made = generation.generate(this).kept(scope);
            }
            shared.ofStep().put(generation, made);
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
        return shared.pass();
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
        shared.stats().add(name, scalar);
    }
}
