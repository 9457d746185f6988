package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A passport keeps all it says through JSON, and two scores are kept apart by what changes numbers, by nothing else. */
class MetricPassportTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final MetricPassport.Extractor EXTRACTOR =
            new MetricPassport.Extractor("toy-1", "0123456789abcdef", "1×28×28", 64, "float32");
    private static final MetricPassport.Side REAL =
            new MetricPassport.Side("pictures", "aaaabbbbccccdddd", "test", 500, Optional.empty());
    private static final MetricPassport.Making MAKING = new MetricPassport.Making(7, true, 0.7, 12_000);
    private static final MetricPassport.Side FAKE = made(MAKING);
    private static final Map<String, String> SETTINGS = Map.of("k", "5", "splits", "10");
    private static final MetricPassport PASSPORT = new MetricPassport(EXTRACTOR, REAL, FAKE, SETTINGS);

    private static MetricPassport.Side made(MetricPassport.Making making) {
        return new MetricPassport.Side("generator", "eeeeffff", "generated", 400, Optional.of(making));
    }

    private static MetricPassport with(MetricPassport.Extractor extractor) {
        return new MetricPassport(extractor, REAL, FAKE, SETTINGS);
    }

    private static MetricPassport with(MetricPassport.Side real, MetricPassport.Side fake) {
        return new MetricPassport(EXTRACTOR, real, fake, SETTINGS);
    }

    private static MetricPassport with(Map<String, String> settings) {
        return new MetricPassport(EXTRACTOR, REAL, FAKE, settings);
    }

    private static MetricPassport throughJson(MetricPassport passport) {
        return MetricPassport.of(MAPPER.readValue(MAPPER.writeValueAsString(passport.json()), Map.class));
    }

    @Test
    void jsonKeepsEverything() {
        assertThat(throughJson(PASSPORT)).isEqualTo(PASSPORT);
        MetricPassport large = with(REAL, made(new MetricPassport.Making(Long.MAX_VALUE, false, 1.0 / 3, 1L << 40)));
        assertThat(throughJson(large)).isEqualTo(large);
        MetricPassport folders = with(REAL, REAL);
        assertThat(throughJson(folders)).isEqualTo(folders);
        assertThat(throughJson(folders).fake().making()).isEmpty();
        MetricPassport plain = with(Map.of());
        assertThat(throughJson(plain)).isEqualTo(plain);
    }

    /** A whole ψ may come back from JSON as an integer. */
    @Test
    void numbersMayBeOfAnyKind() {
        MetricPassport whole = with(REAL, made(new MetricPassport.Making(7, true, 1, 3)));
        String json = MAPPER.writeValueAsString(whole.json()).replace("1.0", "1");
        assertThat(MetricPassport.of(MAPPER.readValue(json, Map.class))).isEqualTo(whole);
    }

    @Test
    void settingsAreSortedAndTheirOwn() {
        Map<String, String> settings = new HashMap<>(Map.of("z", "1", "a", "2", "m", "3"));
        MetricPassport passport = with(settings);
        settings.put("k", "9");
        assertThat(passport.settings().keySet()).containsExactly("a", "m", "z");
        assertThatThrownBy(() -> passport.settings().put("k", "9")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalPassportsHaveNoConflict() {
        assertThat(PASSPORT.conflicts(PASSPORT)).isEmpty();
        assertThat(PASSPORT.conflicts(throughJson(PASSPORT))).isEmpty();
    }

    static Stream<Arguments> conflicts() {
        return Stream.of(
                Arguments.of(
                        with(new MetricPassport.Extractor("inception", "0123456789abcdef", "1×28×28", 64, "float32")),
                        "extractor: toy-1 and inception"),
                Arguments.of(
                        with(new MetricPassport.Extractor("toy-1", "0123456789xyzdef", "1×28×28", 64, "float32")),
                        "weights of the extractor: 0123456789ab and 0123456789xy"),
                Arguments.of(
                        with(new MetricPassport.Extractor("toy-1", "0123456789abcdef", "3×64×64", 64, "float32")),
                        "resize: 1×28×28 and 3×64×64"),
                Arguments.of(
                        with(new MetricPassport.Extractor("toy-1", "0123456789abcdef", "1×28×28", 128, "float32")),
                        "length of features: 64 and 128"),
                Arguments.of(
                        with(new MetricPassport.Extractor("toy-1", "0123456789abcdef", "1×28×28", 64, "float64")),
                        "dtype: float32 and float64"),
                Arguments.of(
                        with(new MetricPassport.Side("pictures", "short", "test", 500, Optional.empty()), FAKE),
                        "real images: aaaabbbbcccc and short"),
                Arguments.of(
                        with(
                                new MetricPassport.Side("pictures", "aaaabbbbccccdddd", "train", 500, Optional.empty()),
                                FAKE),
                        "split of the real images: test and train"),
                Arguments.of(
                        with(
                                new MetricPassport.Side("pictures", "aaaabbbbccccdddd", "test", 499, Optional.empty()),
                                FAKE),
                        "number of real images: 500 and 499"),
                Arguments.of(
                        with(
                                REAL,
                                new MetricPassport.Side(
                                        "generator", "eeeeffff", "generated", 401, Optional.of(MAKING))),
                        "number of judged images: 400 and 401"),
                Arguments.of(
                        with(REAL, made(new MetricPassport.Making(7, true, 1, 12_000))), "truncation: 0.7 and 1.0"),
                Arguments.of(
                        with(REAL, made(new MetricPassport.Making(7, false, 0.7, 12_000))),
                        "weight average: on and off"),
                Arguments.of(with(Map.of("k", "3", "splits", "10")), "k: 5 and 3"),
                Arguments.of(with(Map.of("k", "5")), "splits: 10 and none"));
    }

    /** One reason each, in words, the same seen from the other side with both swapped. */
    @ParameterizedTest
    @MethodSource("conflicts")
    void whatChangesNumbersIsAConflict(MetricPassport other, String reason) {
        assertThat(PASSPORT.conflicts(other)).containsExactly(reason);
        String[] values = reason.substring(reason.indexOf(": ") + 2).split(" and ");
        String swapped = reason.substring(0, reason.indexOf(": ") + 2) + values[1] + " and " + values[0];
        assertThat(other.conflicts(PASSPORT)).containsExactly(swapped);
    }

    static Stream<MetricPassport> comparable() {
        return Stream.of(
                with(REAL, made(new MetricPassport.Making(8, true, 0.7, 12_000))),
                with(REAL, made(new MetricPassport.Making(7, true, 0.7, 500))),
                with(REAL, new MetricPassport.Side("another", "9999", "images", 400, Optional.of(MAKING))),
                with(REAL, new MetricPassport.Side("a folder", "9999", "images", 400, Optional.empty())),
                with(
                        new MetricPassport.Side("moved elsewhere", "aaaabbbbccccdddd", "test", 500, Optional.empty()),
                        FAKE));
    }

    /** Seed, step, generator, names of places: that is what one wants to compare. */
    @ParameterizedTest
    @MethodSource("comparable")
    void whatDoesNotIsNone(MetricPassport other) {
        assertThat(other).isNotEqualTo(PASSPORT);
        assertThat(PASSPORT.conflicts(other)).isEmpty();
        assertThat(other.conflicts(PASSPORT)).isEmpty();
    }

    /** Of two extractors the weights differ anyway, so that is not said too; all else is, in the order of the passport. */
    @Test
    void allConflictsAreSaid() {
        MetricPassport other = new MetricPassport(
                new MetricPassport.Extractor("inception", "ff", "3×299×299", 2048, "float32"),
                new MetricPassport.Side("others", "bb", "test", 10, Optional.empty()),
                made(new MetricPassport.Making(1, false, 1, 1)),
                Map.of("k", "5", "a", "x"));
        assertThat(PASSPORT.conflicts(other))
                .isEqualTo(List.of(
                        "extractor: toy-1 and inception",
                        "resize: 1×28×28 and 3×299×299",
                        "length of features: 64 and 2048",
                        "real images: aaaabbbbcccc and bb",
                        "number of real images: 500 and 10",
                        "truncation: 0.7 and 1.0",
                        "weight average: on and off",
                        "a: none and x",
                        "splits: 10 and none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"extractor", "real", "fake", "settings"})
    void whatIsNoPassportIsRefusedByName(String name) {
        Map<String, Object> json = new HashMap<>(PASSPORT.json());
        json.put(name, "text");
        assertThatThrownBy(() -> MetricPassport.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a passport has no usable '" + name + "': text");
        json.remove(name);
        assertThatThrownBy(() -> MetricPassport.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a passport has no usable '" + name + "': null");
    }

    @Test
    void halfAMakingIsNone() {
        Map<String, Object> json = new HashMap<>(PASSPORT.json());
        Map<String, Object> fake = new HashMap<>((Map<String, Object>) uncheckedMap(json.get("fake")));
        fake.remove("truncation");
        json.put("fake", fake);
        assertThatThrownBy(() -> MetricPassport.of(json)).hasMessage("a passport has no usable 'truncation': null");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> uncheckedMap(Object json) {
        return (Map<String, Object>) json;
    }
}
