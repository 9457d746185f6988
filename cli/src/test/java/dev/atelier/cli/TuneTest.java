package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = Toy.data(folder.resolve("data"));
    }

    private List<Object> tune(Path out) {
        List<Object> arguments = new ArrayList<>(Toy.train("mnist-tabled", data, out));
        arguments.set(0, "tune");
        arguments.addAll(List.of(
                "--set", "train.device=cpu",
                "--set", "train.precision=fp32",
                "--set", "metrics.samples=16",
                "--range", "generator.learningRate=1e-4..1e-1:log",
                "--range", "network.latent=4..16",
                "--trials", 3,
                "--steps-least", 2,
                "--steps-most", 6));
        return arguments;
    }

    @Test
    void searchesPrintsATableAndTheBestRecipeTrains() throws IOException {
        Path out = folder.resolve("search");
        Cli.Result result = Cli.run(tune(out)).done();
        assertThat(result.out()).startsWith("trial  rung  steps  swd").contains("the best:    atelier train " + out);
        assertThat(result.out().lines().filter(line -> line.matches("\\d .*"))).hasSize(3);
        assertThat(result.out().lines().skip(1).findFirst().orElseThrow()).matches("\\d +1 +6 .*");
        assertThat(result.err())
                .contains("search: 3 trials of generator.learningRate=1e-4..0.1:log, network.latent=4..16")
                .contains("rungs: 2, 6 steps; one trial in 3 goes on");
        Cli.Result trained = Cli.run("train", out.resolve("best.yaml"), "--out", folder.resolve("best"))
                .done();
        assertThat(trained.out()).contains("done: 6 steps").contains("swd ");
        assertThat(Cli.run("runs", "show", folder.resolve("best")).done().out())
                .contains("after step 6, lower is better");
        assertRefused(folder, () -> Cli.run(tune(out)), "holds a search already", "--resume");
    }

    /** A real kill in the middle of a trial; the search that goes on is the one that was never killed. */
    @Test
    void killedAndResumedItFindsTheSame() throws Exception {
        Path whole = folder.resolve("whole");
        Cli.run(tune(whole)).done();
        Path killed = folder.resolve("killed");
        try (CliProcess process = CliProcess.start(tune(killed))) {
            Path second = killed.resolve("trials/001/stats.jsonl");
            assertThat(process.reaches(() -> Files.exists(second))).isTrue();
            assertThat(process.kill()).isTrue();
        }
        Cli.Result result = Cli.run("tune", "--resume", killed, "--json").done();
        assertThat(Files.readString(killed.resolve("trials.jsonl")))
                .isEqualTo(Files.readString(whole.resolve("trials.jsonl")));
        Map<String, Object> json = RunFiles.json(result.out());
        assertThat(json).containsEntry("done", true).containsEntry("metric", "swd");
        assertThat((List<?>) json.get("trials")).hasSize(3);
        assertThat(json.get("recipe")).isEqualTo(killed.resolve("best.yaml").toString());
    }

    @Test
    void refusesBadSearches() throws IOException {
        List<Object> start = List.of("tune", "mnist-tabled", "--data", data, "--out", folder.resolve("no"));
        assertRefused(folder, start, "nothing to search", "--range");
        for (String[] refused : new String[][] {
            {"--range", "generator.beta1=0..2", "generator.beta1 cannot be '2'"},
            {"--range", "generator.beta=0..2", "unknown key 'generator.beta'"},
            {"--space", "nowhere.yaml", "nowhere.yaml: no such space file"},
            {"--resume", "nowhere", "--resume takes --trials, --data (where the same images lie now) and --json alone"}
        }) {
            List<Object> arguments = new ArrayList<>(start);
            arguments.add(refused[0]);
            arguments.add(refused[1]);
            assertRefused(folder, arguments, refused[2]);
        }
        assertRefused(folder, List.of("tune", "--resume", folder.resolve("nowhere")), "does not exist");
        assertRefused(
                folder,
                List.of("tune", "fashion", "--range", "generator.beta1=0..0.5", "-o", folder.resolve("no")),
                "measured in epochs",
                "--steps-most");
    }
}
