package dev.atelier.training;

import dev.atelier.checkpoint.SavedState;
import dev.atelier.tensor.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a run stands: rounds done, images seen, and the random streams by name. Tensors are the step's. */
public final class TrainingState {
    private final long seed;
    private final Map<String, RandomStream> streams = new LinkedHashMap<>();
    private long step;
    private long imagesSeen;

    public TrainingState(long seed) {
        this.seed = seed;
    }

    /** The run's stream of this name; its position is saved and restored with the state. */
    public RandomStream stream(String name) {
        return streams.computeIfAbsent(name, n -> RandomStream.of(seed, n));
    }

    /** Rounds done. */
    public long step() {
        return step;
    }

    /** Real images that the discriminator has been shown. */
    public long imagesSeen() {
        return imagesSeen;
    }

    void advance(int images) {
        step++;
        imagesSeen += images;
    }

    /** Plain values for a checkpoint. */
    public Map<String, Object> save() {
        Map<String, Object> counters = new LinkedHashMap<>();
        streams.forEach((name, stream) -> counters.put(name, stream.counter()));
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("step", step);
        state.put("imagesSeen", imagesSeen);
        state.put("streams", counters);
        return state;
    }

    /** Goes to what {@link #save()} gave. */
    public void load(Map<String, Object> saved) {
        SavedState state = new SavedState(saved);
        step = state.integer("step");
        imagesSeen = state.integer("imagesSeen");
        state.integers("streams").forEach((name, counter) -> stream(name).seek(counter));
    }
}
