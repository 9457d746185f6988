package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.metrics.ModeCoverage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole example on the ring, about half a minute on an idle machine: the claim is about training. Processors of other vector
 * instructions round otherwise and end elsewhere (minibatch discrimination covered eight modes with AVX-512, six with AVX2), so the
 * bounds are what tells collapse from coverage.
 */
class ModesOfAMixtureTest {
    @TempDir
    Path folder;

    @Test
    void vanillaCollapsesAndTheOthersCoverTheRing() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        Map<String, ModeCoverage> found = ModesOfAMixture.run("gaussian-ring", folder, out);
        assertThat(found.get("vanilla").covered()).as("vanilla").isLessThanOrEqualTo(3);
        assertThat(found.get("minibatch-discrimination").covered())
                .as("minibatch discrimination")
                .isGreaterThanOrEqualTo(5);
        assertThat(found.get("wgan-gp").covered()).as("wgan-gp").isGreaterThanOrEqualTo(7);
        assertThat(found.get("wgan-gp").highQuality()).isGreaterThan(0.3);
        for (String name : found.keySet()) {
            assertThat(folder.resolve(name + ".png")).isNotEmptyFile();
            assertThat(text.toString(StandardCharsets.UTF_8)).contains(name + ": ");
        }
    }
}
