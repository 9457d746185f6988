package dev.atelier.training;

import dev.atelier.checkpoint.SavedState;
import dev.atelier.tensor.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Where a run stands: steps done, images seen, and the random streams by name. Tensors are the step's. */
public final class TrainingState {
    private static final String FRESH = "streams.begin";
    private static final long FAR = 1L << 40;

    private final long seed;
    private final Map<String, RandomStream> streams = new LinkedHashMap<>();
    private final Map<String, Double> numbers = new TreeMap<>();
    private long step;
    private long imagesSeen;

    public TrainingState(long seed) {
        this.seed = seed;
    }

    /** The run's stream of this name; its position is saved and restored with the state. */
    public RandomStream stream(String name) {
        return streams.computeIfAbsent(name, n -> {
            RandomStream stream = RandomStream.of(seed, n);
            stream.seek((long) number(FRESH, 0));
            return stream;
        });
    }

    /** Moves all streams, also those that nobody has asked for yet, to numbers that the first {@code times} lives did not use. */
    public void freshen(int times) {
        double before = number(FRESH, 0);
        put(FRESH, times * (double) FAR);
        long further = (long) (times * (double) FAR - before);
        streams.values().forEach(stream -> stream.seek(stream.counter() + further));
    }

    /** A number that part of the training remembers under this name; {@code first} before it was put. */
    public double number(String name, double first) {
        return numbers.getOrDefault(name, first);
    }

    /** Remembers a number; it is saved and restored with the state. */
    public void put(String name, double value) {
        numbers.put(name, value);
    }

    /** Steps done. */
    public long step() {
        return step;
    }

    /** Real images that the discriminator has been shown. */
    public long imagesSeen() {
        return imagesSeen;
    }

    void advance(long images) {
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
        state.put("numbers", new TreeMap<>(numbers));
        return state;
    }

    /** Goes to what {@link #save()} gave. */
    public void load(Map<String, Object> saved) {
        SavedState state = new SavedState(saved);
        step = state.integer("step");
        imagesSeen = state.integer("imagesSeen");
        state.integers("streams").forEach((name, counter) -> stream(name).seek(counter));
        numbers.clear();
        if (saved.containsKey("numbers")) { // not in checkpoints of 0.1
            numbers.putAll(state.numbers("numbers"));
        }
    }
}
