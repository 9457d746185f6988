package dev.atelier.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SavedStateTest {
    private final SavedState state = new SavedState(
            Map.of("step", 3, "big", 1L << 60, "rate", 0.5, "name", "x", "inner", Map.of("b", 2, "a", 1)));

    @Test
    void readsNumbersOfAnyWidth() {
        assertThat(state.integer("step")).isEqualTo(3);
        assertThat(state.integer("big")).isEqualTo(1L << 60);
        assertThat(state.number("step")).isEqualTo(3.0);
        assertThat(state.number("rate")).isEqualTo(0.5);
    }

    @Test
    void readsNestedMapsSortedByName() {
        assertThat(state.integers("inner")).containsExactly(Map.entry("a", 1L), Map.entry("b", 2L));
        assertThat(state.numbers("inner")).containsExactly(Map.entry("a", 1.0), Map.entry("b", 2.0));
        assertThat(state.map("inner").integer("b")).isEqualTo(2);
    }

    @Test
    void namesWhatIsMissingOrOfAnotherKind() {
        assertThatThrownBy(() -> state.integer("none")).hasMessageContaining("'none'");
        assertThatThrownBy(() -> state.integer("name")).hasMessageContaining("'name'");
        assertThatThrownBy(() -> state.map("step")).hasMessageContaining("'step'");
    }
}
