package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference cases through the command: every number that it prints, within the tolerances that the cases bring along. */
class PublicGoldensTest {
    private static final Path GOLDENS = Path.of("..", "core", "src", "test", "resources", "goldens", "metrics");

    @TempDir
    Path folder;

    private static JsonNode read(String json) {
        return JsonMapper.builder().build().readTree(json);
    }

    private static JsonNode expected(String name) throws IOException {
        return read(Files.readString(GOLDENS.resolve(name).resolve("expected.json")));
    }

    private static JsonNode metrics(String name, Object... more) {
        Path file = GOLDENS.resolve(name).resolve("tensors.safetensors");
        return read(Cli.run("metrics", "--features", file, "--json", java.util.List.of(more))
                .done()
                .out());
    }

    private static double value(JsonNode json, String pointer) {
        assertThat(json.at(pointer).isNumber()).as(pointer).isTrue();
        return json.at(pointer).doubleValue();
    }

    private static void close(JsonNode printed, String name, JsonNode expected, String pointer, String tolerance) {
        double relative = value(expected, "/suggested_tolerance/" + tolerance);
        assertThat(relative).isBetween(1e-12, 1e-6);
        assertThat(value(printed, "/" + name))
                .as(name)
                .isCloseTo(value(expected, pointer), withinPercentage(100 * relative));
    }

    @ParameterizedTest
    @CsvSource({
        "closed_form_d8,3,1,0",
        "closed_form_d8,5,10,2",
        "gauss_d16,3,5,1",
        "gauss_d16,5,10,2",
        "relu_mixture_d64,3,1,0",
        "relu_mixture_d64,5,5,1"
    })
    void everyScoreOfTheReferenceCases(String name, int k, int splits, int entry) throws IOException {
        JsonNode expected = expected(name);
        JsonNode printed = metrics(name, "--k", k, "--splits", splits);
        close(printed, "fid", expected, "/fid", "fid_rel");
        close(printed, "fid_ddof0", expected, "/fid_ddof0", "fid_rel");
        close(printed, "kid", expected, "/kid_full_unbiased", "kid_rel");
        close(printed, "kid_biased", expected, "/kid_full_biased", "kid_rel");
        close(printed, "kid_subset", expected, "/kid_subset", "kid_rel");
        assertThat(value(expected, "/is/" + entry + "/splits")).isEqualTo(splits);
        close(printed, "is", expected, "/is/" + entry + "/mean", "is_rel");
        double deviation = value(expected, "/is/" + entry + "/std_ddof0");
        assertThat(value(printed, "/is_std")).isCloseTo(deviation, within(1e-9));
        counts(printed, expected, k);
        assertThat(value(printed, "/authpct")).isEqualTo(value(expected, "/extra/authpct/percent"));
    }

    /** Counts are whole numbers, so shares are equal to the last digit. */
    private static void counts(JsonNode printed, JsonNode expected, int k) {
        double n = value(expected, "/shapes/real/0");
        double m = value(expected, "/shapes/fake/0");
        String counts = "/prdc/k" + k + "/counts_";
        assertThat(value(printed, "/precision")).isEqualTo(value(expected, counts + "le/precision") / m);
        assertThat(value(printed, "/recall")).isEqualTo(value(expected, counts + "le/recall") / n);
        assertThat(value(printed, "/density")).isEqualTo(value(expected, counts + "lt/density_hits") / (k * m));
        assertThat(value(printed, "/coverage")).isEqualTo(value(expected, counts + "lt/coverage") / n);
    }

    /** Sizes, k and the rows of the subset are part of a score. */
    @ParameterizedTest
    @ValueSource(strings = {"closed_form_d8", "gauss_d16", "relu_mixture_d64"})
    void thePassportSaysHow(String name) throws IOException {
        JsonNode expected = expected(name);
        JsonNode passport = metrics(name, "--k", 3, "--splits", 5).get("passport");
        assertThat(value(passport, "/real/count")).isEqualTo(value(expected, "/shapes/real/0"));
        assertThat(value(passport, "/fake/count")).isEqualTo(value(expected, "/shapes/fake/0"));
        assertThat(value(passport, "/extractor/size")).isEqualTo(value(expected, "/shapes/real/1"));
        assertThat(passport.at("/extractor/dtype").stringValue()).isEqualTo("float32");
        assertThat(passport.at("/settings/k").stringValue()).isEqualTo("3");
        assertThat(passport.at("/settings/splits").stringValue()).isEqualTo("5");
        assertThat(passport.at("/settings/kid_subset").stringValue())
                .isEqualTo("the first rows of kid_idx_real and kid_idx_fake, "
                        + expected.get("kid_subset_size").intValue());
    }

    @Test
    void aSetAgainstItselfIsAtDistanceZero() throws IOException {
        Path file = folder.resolve("same.safetensors");
        try (TensorScope scope = TensorScope.open()) {
            var tensors = Safetensors.read(GOLDENS.resolve("gauss_d16").resolve("tensors.safetensors"))
                    .tensors();
            Safetensors.write(file, Map.of("real", tensors.get("real"), "fake", tensors.get("real")), Map.of());
        }
        JsonNode printed =
                read(Cli.run("metrics", "--features", file, "--json").done().out());
        assertThat(value(printed, "/fid")).isBetween(0.0, 1e-10);
        assertThat(value(printed, "/kid")).isNegative();
        assertThat(value(printed, "/precision")).isEqualTo(1);
        assertThat(value(printed, "/recall")).isEqualTo(1);
        assertThat(value(printed, "/coverage")).isEqualTo(1);
        assertThat(value(printed, "/authpct")).isZero();
    }
}
