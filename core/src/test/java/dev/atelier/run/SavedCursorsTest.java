package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.SavedState;
import dev.atelier.data.Cursor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SavedCursorsTest {
    @Test
    void eachFeedIsFoundAgain() {
        Map<String, Cursor> cursors = new LinkedHashMap<>();
        cursors.put("a", new Cursor(2, 384));
        cursors.put("b", new Cursor(0, 7));
        Map<String, Object> state = Map.of("cursors", SavedCursors.save(cursors));
        assertThat(SavedCursors.read(new SavedState(state), 64)).isEqualTo(cursors);
    }

    /** As 0.1 wrote it: one cursor, counted in batches. */
    @Test
    void anOldCursorOfBatchesIsThatOfTheDataInSamples() {
        Map<String, Object> state = Map.of("cursor", Map.of("epoch", 3, "batch", 5));
        assertThat(SavedCursors.read(new SavedState(state), 64)).isEqualTo(Map.of("data", new Cursor(3, 320)));
    }
}
