package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
    private static final Attributes THREE = new Attributes(List.of(
            new Attribute.Categorical("kind", List.of("Bag", "Coat", "Shirt")),
            new Attribute.Continuous("age", 10, 50, 20, 4),
            new Attribute.Categorical("wet", List.of("no", "yes"))));

    @Test
    void theVectorIsOneHotAndStandardisedInOrder() {
        assertThat(THREE.width()).isEqualTo(6);
        assertThat(List.of(THREE.offset(0), THREE.offset(1), THREE.offset(2))).containsExactly(0, 3, 4);
        float[] out = {9, 9, 9, 9, 9, 9, 9, 9};
        THREE.encode(new float[] {1, 26, 0}, out, 1);
        assertThat(out).containsExactly(9, 0, 1, 0, 1.5f, 1, 0, 9);
        assertThat(Attributes.NONE.width()).isZero();
    }

    @Test
    void aConstantNumberIsEncodedAsZero() {
        float[] out = {9};
        new Attributes(List.of(new Attribute.Continuous("c", 7, 7, 7, 0))).encode(new float[] {8}, out, 0);
        assertThat(out).containsExactly(0);
    }

    @Test
    void anIndexThatIsNoCategoryIsAMistakeOfTheProgram() {
        for (float raw : new float[] {-1, 3, 0.5f, Float.NaN}) {
            assertThatThrownBy(() -> THREE.encode(new float[] {raw, 0, 0}, new float[6], 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .isNotInstanceOf(BadInput.class);
        }
        assertThatThrownBy(() -> THREE.encode(new float[2], new float[6], 0)).hasMessageContaining("2 raw values");
    }

    @Test
    void aUsersWordBecomesTheRawValue() {
        assertThat(THREE.raw("kind", "Shirt")).isEqualTo(2);
        assertThat(THREE.raw("age", "-3.5e1")).isEqualTo(-35);
        assertBadInput(() -> THREE.raw("kind", "coat"))
                .hasMessage("attribute 'kind': unknown value 'coat'; known: Coat, Bag, Shirt");
        assertBadInput(() -> THREE.raw("agee", "1")).hasMessage("unknown attribute 'agee'; known: age, wet, kind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "old", "NaN", "Infinity", "1e99", "1e-99", "0x1p3", "1f", "1,5", " 1"})
    void whatIsNoNumberIsRefused(String text) {
        assertBadInput(() -> THREE.raw("age", text))
                .hasMessage("attribute 'age' is '" + text + "'; a number, in training 10.0 to 50.0");
    }

    @Test
    void aSelectionHasTheOrderOfItsNames() {
        assertThat(THREE.select(List.of("wet", "kind")).names()).containsExactly("wet", "kind");
        assertThat(THREE.select(List.of())).isEqualTo(Attributes.NONE);
        assertBadInput(() -> THREE.select(List.of("size")));
        assertBadInput(() -> THREE.select(List.of("wet", "wet")));
        assertThatThrownBy(() -> Attributes.NONE.select(List.of("size")))
                .hasMessage("unknown attribute 'size'; known: none, the data have no attributes");
    }

    @Test
    void jsonGoesThereAndBack() {
        assertThat(Attributes.of(THREE.json())).isEqualTo(THREE);
        assertThat(Attributes.of(List.of(Map.of(
                        "name", "a", "kind", "continuous", "least", 1, "most", 2, "mean", 1.5, "deviation", 0L))))
                .isEqualTo(new Attributes(List.of(new Attribute.Continuous("a", 1, 2, 1.5, 0))));
    }

    @Test
    void damagedJsonIsRefused() {
        for (Object json : List.of(
                "x",
                List.of("x"),
                List.of(Map.of("name", "a")),
                List.of(Map.of("name", "a", "kind", "categorical")),
                List.of(Map.of("name", "a", "kind", "continuous", "least", "low")))) {
            assertBadInput(() -> Attributes.of(json));
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertBadInput(() -> new Attribute.Categorical("a", List.of()));
        assertThatThrownBy(() -> new Attribute.Categorical("a", List.of("x", "x")))
                .hasMessage("attribute 'a' has the value 'x' twice; each once");
        assertBadInput(() -> new Attribute.Categorical(" a", List.of("x")));
        assertBadInput(() -> new Attribute.Continuous("a", 2, 1, 1, 1));
        assertBadInput(() -> new Attribute.Continuous("a", 1, 2, 1, -1));
        assertBadInput(() -> new Attribute.Continuous("a", 1, 2, Double.NaN, 1));
        Attribute one = new Attribute.Continuous("a", 1, 2, 1, 1);
        assertBadInput(() -> new Attributes(List.of(one, one)));
    }

    @Test
    void aLongListOfValuesIsCutOff() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            values.add("v" + i);
        }
        assertThatThrownBy(() -> new Attribute.Categorical("a", values).raw("v77x"))
                .hasMessageStartingWith("attribute 'a': unknown value 'v77x'; known: v77, ")
                .hasMessageEndingWith(", … (100 in all)");
    }
}
