package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of metrics, the best checkpoint and early stopping. */
class MeasuredTrainTest {
    @TempDir
    static Path shared;

    private static Path run;
    private static Cli.Result trained;

    /** Learning that is too fast gets worse at times: a run that ends early. */
    @BeforeAll
    static void train() throws IOException {
        Path data = Toy.data(shared.resolve("data"));
        run = shared.resolve("run");
        List<Object> arguments = Toy.train("mnist-tabled", data, run);
        for (String setting :
                List.of("metrics.everySteps=1", "metrics.samples=64", "stop.patience=1", "checkpoint.keep=1")) {
            arguments.add("--set");
            arguments.add(setting);
        }
        trained = Cli.run(arguments).done();
    }

    private static Map<String, Object> shown() {
        return RunFiles.json(Cli.run("runs", "show", run, "--json").done().out());
    }

    @Test
    @SuppressWarnings("unchecked")
    void aRunThatEndsEarlyIsDoneAndSaysWhyInWordsAndJson() {
        Map<String, Object> shown = shown();
        Map<String, Object> ending = (Map<String, Object>) shown.get("ending");
        int step = (Integer) ending.get("step");
        assertThat(step).isBetween(2, 29);
        assertThat(shown)
                .containsEntry("done", true)
                .containsEntry("step", step)
                .containsEntry("steps", 30);
        assertThat(ending).containsEntry("reason", "patience");
        String text = "stopped early after step " + step + " of 30: in 1 measurement swd was no better than ";
        assertThat(ending.get("text").toString()).startsWith(text);
        assertThat(trained.err()).contains(text);
        assertThat(trained.out()).contains("done: " + step + " steps", "ended      " + text);
        assertThat(Cli.run("runs", "show", run).done().out()).contains(text);
    }

    @Test
    @SuppressWarnings("unchecked")
    void theBestCheckpointIsNamedAndIsTheOneBeforePatienceBegan() {
        Map<String, Object> shown = shown();
        int step = (Integer) shown.get("step");
        Map<String, Object> best = (Map<String, Object>) shown.get("best");
        assertThat(best).containsEntry("metric", "swd").containsEntry("step", step - 1);
        Map<String, Object> swd = (Map<String, Object>) ((Map<String, Object>) shown.get("metrics")).get("swd");
        assertThat(swd).containsEntry("step", step).containsEntry("better", "lower");
        assertThat((Double) swd.get("value")).isGreaterThanOrEqualTo((Double) best.get("value"));
        String text = Cli.run("runs", "show", run).done().out();
        assertThat(text).contains("best: step " + (step - 1) + ", swd ");
        assertThat(text.lines().filter(line -> line.endsWith(" best")))
                .singleElement()
                .asString()
                .contains(String.format(Locale.ROOT, "%010d", step - 1));
    }

    @Test
    void theBestAndAnyKeptCheckpointMakePictures() throws IOException {
        int step = (Integer) shown().get("step");
        assertThat(generate("best").done().out()).contains("of step " + (step - 1));
        assertThat(generate(step).done().out()).contains("of step " + step);
        assertRefused(shared, () -> generate(0), "no checkpoint of step 0; kept: " + (step - 1) + ", " + step);
        assertRefused(shared, () -> generate("worst"), "--checkpoint cannot be 'worst'; allowed: a step, best");
    }

    private static Cli.Result generate(Object checkpoint) {
        return Cli.run("generate", run, "--checkpoint", checkpoint, "-n", 1, "-o", shared.resolve("one.png"));
    }

    @Test
    void resumeOfARunThatEndedEarlySaysComplete() throws IOException {
        SortedMap<String, byte[]> before = RunFiles.tree(run);
        Cli.Result result = Cli.run("train", "--resume", run).done();
        assertThat(result.err()).contains("complete: nothing to resume");
        SortedMap<String, byte[]> after = RunFiles.tree(run);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void theMetricIsShownOnTheProgressLine() {
        assertThat(trained.err()).containsPattern("step \\d+/30.* swd \\d");
        assertThat(Files.exists(run.resolve("metrics.json"))).isTrue();
    }
}
