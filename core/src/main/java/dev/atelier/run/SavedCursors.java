package dev.atelier.run;

import dev.atelier.checkpoint.SavedState;
import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the feeds of a run stand, as a checkpoint keeps it. */
final class SavedCursors {
    static final String KEY = "cursors";
    /** 0.1 kept one cursor, of batches. */
    private static final String OLD = "cursor";

    private SavedCursors() {}

    static Map<String, Object> save(Map<String, Cursor> cursors) {
        Map<String, Object> saved = new LinkedHashMap<>();
        cursors.forEach((feed, cursor) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("epoch", cursor.epoch());
            one.put("position", cursor.position());
            saved.put(feed, one);
        });
        return saved;
    }

    /** By feed; {@code batch} is the size of a batch, which old checkpoints counted in. */
    static Map<String, Cursor> read(SavedState state, long batch) {
        if (state.values().containsKey(OLD)) {
            SavedState old = state.map(OLD);
            return Map.of(Feeds.DATA, new Cursor(old.integer("epoch"), old.integer("batch") * batch));
        }
        Map<String, Cursor> cursors = new LinkedHashMap<>();
        SavedState saved = state.map(KEY);
        for (Object feed : saved.values().keySet()) {
            SavedState one = saved.map(String.valueOf(feed));
            cursors.put(String.valueOf(feed), new Cursor(one.integer("epoch"), one.integer("position")));
        }
        return cursors;
    }
}
