package dev.atelier.training;

import dev.atelier.checkpoint.SavedState;
import dev.atelier.tensor.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Where a run stands: steps done, images seen, and the random streams by name. Tensors are the step's. */
public final class TrainingState {
    private static final String FRESH = "streams.begin";
    private static final long FAR = 1L << 40;

    private final long seed;
    private final int shards;
    private final Map<String, RandomStream> streams = new TreeMap<>();
    private final Map<String, Double> numbers = new TreeMap<>();
    private long step;
    private long imagesSeen;

    /** Of batches that are worked on as wholes. */
    public TrainingState(long seed) {
        this(seed, 1);
    }

    /** Of batches that are cut into so many shards; every stream has a part for each. */
    public TrainingState(long seed, int shards) {
        this.seed = seed;
        this.shards = shards;
    }

    /** Shards that each batch is cut into; 1 is none. */
    public int shards() {
        return shards;
    }

    /** The run's stream of this name; its position is saved and restored with the state. */
    public synchronized RandomStream stream(String name) {
        return streams.computeIfAbsent(name, n -> {
            RandomStream stream = RandomStream.ofShards(seed, n, shards);
            parts(n, stream, (part, of) -> of.seek((long) number(FRESH, 0)));
            return stream;
        });
    }

    private void parts(String name, RandomStream stream, BiConsumer<String, RandomStream> each) {
        for (int shard = 0; shard < shards; shard++) {
            each.accept(RandomStream.partName(name, shard), stream.part(shard));
        }
    }

    /** Moves all streams, also those that nobody has asked for yet, to numbers that the first {@code times} lives did not use. */
    public void freshen(int times) {
        double before = number(FRESH, 0);
        put(FRESH, times * (double) FAR);
        long further = (long) (times * (double) FAR - before);
        streams.forEach((name, stream) -> parts(name, stream, (part, of) -> of.seek(of.counter() + further)));
    }

    /** A number that part of the training remembers under this name; {@code first} before it was put. */
    public synchronized double number(String name, double first) {
        return numbers.getOrDefault(name, first);
    }

    /** Remembers a number; it is saved and restored with the state. */
    public synchronized void put(String name, double value) {
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
        streams.forEach((name, stream) -> parts(name, stream, (part, of) -> counters.put(part, of.counter())));
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
        Map<String, Long> counters = state.integers("streams");
        counters.keySet().stream()
                .map(part -> part.split("#", 2)[0])
                .distinct()
                .forEach(name -> parts(name, stream(name), (part, of) -> of.seek(counters.getOrDefault(part, 0L))));
        numbers.clear();
        if (saved.containsKey("numbers")) { // not in checkpoints of 0.1
            numbers.putAll(state.numbers("numbers"));
        }
    }
}
