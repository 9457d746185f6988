package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that writes its numbers in Arabic, Persian or Thai digits, or has a dotless i, makes the run that any other makes. */
class LanguageTest {
    private static final List<Object> MEASURED =
            List.of("--set", "metrics.everySteps=6", "--set", "metrics.samples=16", "--set", "checkpoint.keep=2");

    @TempDir
    Path folder;

    private Path data;
    private Path whole;

    @BeforeEach
    void trainInEnglish() throws Exception {
        data = Toy.data(folder.resolve("data"));
        whole = folder.resolve("whole");
        try (CliProcess english =
                CliProcess.startWith(List.of("-Duser.language=en", "-Duser.region=US"), train(whole))) {
            english.result().done();
        }
    }

    private List<Object> train(Path run) {
        List<Object> arguments = new ArrayList<>(Toy.train("mnist-tabled", data, run));
        arguments.addAll(MEASURED);
        return arguments;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-nu-thai", "tr-TR"})
    void killedAndResumedItIsTheSameRun(String language) throws Exception {
        String[] parts = language.split("-", 3);
        List<String> jvm = new ArrayList<>(List.of("-Duser.language=" + parts[0], "-Duser.region=" + parts[1]));
        if (parts.length > 2) {
            jvm.add("-Duser.extensions=u-" + parts[2]);
        }
        Path run = folder.resolve("run");
        try (CliProcess first = CliProcess.startWith(jvm, train(run))) {
            assertThat(first.reaches(() -> RunFiles.checkpoints(run).size() >= 2))
                    .as(first.err())
                    .isTrue();
            first.kill();
        }
        try (CliProcess second = CliProcess.startWith(jvm, List.of("train", "--resume", run))) {
            second.result().done();
            assertThat(second.err()).contains("from step ").doesNotContain("beginning again");
        }
        RunFiles.assertSame(whole, run);
        assertThat(RunFiles.tree(run).keySet()).allMatch(name -> name.matches("\\p{ASCII}+"));
        assertThat(new RunDirectory(run).bestStep()).isPresent();
        assertThat(run.resolve("checkpoints/best")).hasSameBinaryContentAs(whole.resolve("checkpoints/best"));
    }

    @Test
    void aRunThatHasItsNamesInOtherDigitsGoesOn() throws Exception {
        Path run = folder.resolve("run");
        RunFiles.copy(whole, run);
        RunFiles.delete(run.resolve("final"));
        List<Path> checkpoints = RunFiles.checkpoints(run);
        RunFiles.delete(checkpoints.get(checkpoints.size() - 1)); // step 30; what is left is renamed as 0.1 named it
        for (Path kept : RunFiles.checkpoints(run)) {
            Files.move(kept, kept.resolveSibling(arabic(kept)));
        }
        for (String name : List.of("latest", "best")) {
            Path file = run.resolve("checkpoints").resolve(name);
            Files.writeString(file, arabic(Path.of(Files.readString(file))));
        }
        try (Stream<Path> grids = Files.list(run.resolve("samples"))) {
            for (Path grid : grids.toList()) {
                Files.move(grid, grid.resolveSibling(arabic(grid)), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Cli.Result result = Cli.run("train", "--resume", run).done();
        assertThat(result.err()).contains("from step 2").doesNotContain("beginning again");
        Path newest = RunFiles.checkpoints(run).get(RunFiles.checkpoints(run).size() - 1);
        assertThat(newest).hasFileName("0000000030");
        for (String group : List.of("generator", "discriminator", "generator_optimizer")) {
            String file = group + ".safetensors";
            assertThat(newest.resolve(file))
                    .hasSameBinaryContentAs(
                            whole.resolve("checkpoints/0000000030").resolve(file));
        }
        assertThat(new RunDirectory(run).bestStep()).isEqualTo(new RunDirectory(whole).bestStep());
        assertThat(result.out()).contains("samples/000030.png");
    }

    /** The digits as an Egyptian JVM formats them. */
    private static String arabic(Path path) {
        return path.getFileName()
                .toString()
                .codePoints()
                .map(c -> c >= '0' && c <= '9' ? c - '0' + 0x660 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
