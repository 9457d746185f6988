package dev.atelier.data;

import dev.atelier.tensor.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sources of batches of a training by name: one for most systems, two where pictures of two kinds need not belong together. The
 * leading one says what an epoch is and how many samples were seen. Owns its sources until closed.
 */
public final class Feeds implements AutoCloseable {
    /** The feed of a system that has one. */
    public static final String DATA = "data";

    private final Map<String, BatchSource> sources;
    private final String leading;

    private Feeds(Map<String, BatchSource> sources, String leading) {
        this.sources = sources;
        this.leading = leading;
    }

    /** One feed, called {@link #DATA}. */
    public static Feeds of(BatchSource source) {
        return new Feeds(Map.of(DATA, source), DATA);
    }

    /** Several feeds, of which the first leads. */
    public static Feeds of(Map<String, BatchSource> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("at least one feed");
        }
        return new Feeds(
                new LinkedHashMap<>(sources), sources.keySet().iterator().next());
    }

    /** The next batch of a feed, which the caller closes. */
    public Fields next(String feed) {
        BatchSource source = sources.get(feed);
        if (source == null) {
            throw new IllegalArgumentException(
                    "no feed '" + feed + "'; there are: " + String.join(", ", sources.keySet()));
        }
        return source.next();
    }

    /** The name of the feed that leads. */
    public String leading() {
        return leading;
    }

    /** Where each feed stands. */
    public Map<String, Cursor> cursors() {
        Map<String, Cursor> cursors = new LinkedHashMap<>();
        sources.forEach((name, source) -> cursors.put(name, source.cursor()));
        return cursors;
    }

    @Override
    public void close() {
        sources.values().forEach(BatchSource::close);
    }
}
