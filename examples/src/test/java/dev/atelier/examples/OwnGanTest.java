package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnGanTest {
    private static final int STEPS = 1500;
    private static final int LONGEST = 80;

    @TempDir
    Path folder;

    @Test
    void aGanOfOnesOwnIsTrainedResumedJudgedAndKept() {
        Path run = folder.resolve("own");
        double[] distance = OwnRun.run(new OwnGan(), run, STEPS);
        assertThat(distance[1]).isLessThan(0.8 * distance[0]); // on every processor, however it rounds
        RunDirectory directory = new RunDirectory(run);
        assertThat(directory.isDone()).isTrue();
        assertThat(directory.receipt())
                .containsEntry("system", "own")
                .containsEntry("systemClass", OwnGan.class.getName());
        assertThat(run.resolve("final/generator.safetensors")).isNotEmptyFile();
        assertThat(run.resolve("final/grid.png")).isNotEmptyFile();
    }

    @Test
    void aTermOfOnesOwnIsInTheRows() {
        Path run = folder.resolve("term");
        OwnRun.run(new OwnTerm(), run, 100);
        assertThat(new RunDirectory(run).rows()).allMatch(row -> row.values().containsKey("outside"));
    }

    /** That it is easy is a promise; imports and blank lines are not counted. */
    @ParameterizedTest
    @ValueSource(strings = {"OwnGan", "OwnRun", "OwnTerm"})
    void itIsShort(String name) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/java/dev/atelier/examples/" + name + ".java"));
        assertThat(lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("import "))
                        .count())
                .isLessThan(LONGEST);
    }
}
