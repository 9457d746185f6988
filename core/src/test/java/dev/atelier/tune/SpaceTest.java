package dev.atelier.tune;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceTest {
    @Test
    void readsRangesAndChoices() {
        Space space = Space.of(List.of(
                "generator.learningRate=1e-5..1e-2:log",
                "network.latent = 16 .. 128",
                "network.prior=normal|uniform",
                "data.batch=32|64",
                "generator.beta1=0..0.9"));
        assertThat(space.axes())
                .containsExactly(
                        new Axis.Interval("generator.learningRate", false, 1e-5, 1e-2, true),
                        new Axis.Interval("network.latent", true, 16, 128, false),
                        new Axis.Choice("network.prior", List.of("normal", "uniform")),
                        new Axis.Choice("data.batch", List.of("32", "64")),
                        new Axis.Interval("generator.beta1", false, 0, 0.9, false));
        assertThat(Space.of(space.texts())).isEqualTo(space);
    }

    @Test
    void readsYamlNestedOrDotted() {
        Space space = SpaceYaml.parse("space.yaml", """
                generator:
                  learningRate: {from: 1e-5, to: 1e-2, scale: log}
                  ema: [0.99, 0.999]
                network.latent: {from: 16, to: 128}
                generator.emaWarmUp: [true, false]
                """);
        assertThat(space.texts())
                .containsExactly(
                        "generator.learningRate=1e-5..0.01:log",
                        "generator.ema=0.99|0.999",
                        "network.latent=16..128",
                        "generator.emaWarmUp=true|false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "generator.learningrate=1..2; unknown key 'generator.learningrate'; generator.learningRate",
                "generator.beta1=0..1; generator.beta1 cannot be '1'; below 1",
                "generator.beta1=0.9..0.5; from the lower to the higher value; 0.9 to 0.5",
                "generator.beta1=0..0.5:log; log scale begins above 0; got 0",
                "network.latent=1.5..9; network.latent cannot be '1.5'; 1 to 65536",
                "network.latent=; takes low..high; got ''",
                "network.latent=8; takes low..high; got '8'",
                "network.latent; takes key=low..high; 'network.latent'",
                "network.prior=normal..uniform; has no range; normal, uniform",
                "network.prior=normal|cauchy; cannot be 'cauchy'; normal, uniform",
                "network.prior=normal|normal; two different options; normal",
                "train.steps=1..5; cannot be searched; train.steps"
            })
    void refusesInOneLine(String range, String what, String allowed) {
        assertBadInput(() -> Space.of(List.of(range)))
                .hasMessageContainingAll("--range", what, allowed)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "generator: {beta1: {from: 0.1}}; space.yaml:1: generator.beta1 takes {from: low, to: high}",
                "generator: {beta1: {from: 0, to: 2}}; space.yaml:1: generator.beta1 cannot be '2'",
                "generator: {beta1: {from: 0, to: 0.5, scale: cubic}}; scale: log or linear",
                "generator: {beta7: [0.1, 0.2]}; unknown key 'generator.beta7'",
                "generator: 5; expected {from: low, to: high} or a list of options under generator",
                "generator: {beta1: [0.5]}; two different options",
                "'{generator: '; not valid YAML",
                "{}; nothing to search"
            })
    void refusesYamlInOneLine(String yaml, String what) {
        assertBadInput(() -> SpaceYaml.parse("space.yaml", yaml))
                .hasMessageContaining(what)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesNothingAndTheSameTwice() {
        assertThatThrownBy(() -> Space.of(List.of())).hasMessageContaining("nothing to search");
        assertThatThrownBy(() -> Space.of(List.of("network.latent=1..2", "network.latent=3..4")))
                .hasMessageContaining("network.latent twice");
    }
}
