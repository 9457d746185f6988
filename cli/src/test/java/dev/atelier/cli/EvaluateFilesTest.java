package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which step {@code evaluate} judges, and where it puts what it finds. */
class EvaluateFilesTest {
    @TempDir
    static Path folder;

    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        List<Object> arguments = Toy.train("mnist-tabled", Toy.data(folder.resolve("data")), run);
        for (String setting : List.of("train.steps=6", "checkpoint.everySteps=2", "checkpoint.keep=2")) {
            arguments.add("--set");
            arguments.add(setting);
        }
        Cli.run(arguments).done();
    }

    private static List<Object> evaluate(Object... more) {
        List<Object> arguments = new ArrayList<>(
                List.of("evaluate", run, "--extractor", "fashion-mnist-1", "--metrics", "fid,precision", "--no-curve"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static Map<String, Object> json(Object... more) {
        return RunFiles.json(Cli.run(evaluate(more), "--json").done().out());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> generated(Map<String, Object> json) {
        Map<String, Object> passports = (Map<String, Object>) json.get("passports");
        return (Map<String, Object>) ((Map<String, Object>) passports.get("features")).get("fake");
    }

    @Test
    void theTwoFilesGoWhereToldAndNothingElseChanges() throws IOException {
        SortedMap<String, byte[]> before = RunFiles.tree(run);
        Path out = folder.resolve("not/yet/there");
        Cli.Result result = Cli.run(evaluate("--out", out)).done();
        assertThat(result.out())
                .contains("report      " + out.resolve("report.html"), "numbers     " + out.resolve("evaluation.json"));
        assertThat(RunFiles.tree(out).keySet()).containsExactlyInAnyOrder("report.html", "evaluation.json");
        assertThat(Files.readString(out.resolve("report.html"))).contains("after step 6", "</html>");
        SortedMap<String, byte[]> after = RunFiles.tree(run);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) ->
                assertThat(Arrays.equals(after.get(name), bytes)).as(name).isTrue());
    }

    @Test
    void whatIsPrintedAsJsonIsWhatTheFileHolds() throws IOException {
        Path out = folder.resolve("printed");
        Map<String, Object> printed = json("--out", out);
        Map<String, Object> file = RunFiles.json(Files.readString(out.resolve("evaluation.json")));
        assertThat(file).isEqualTo(printed);
        json("--out", out, "--seed", 2);
        Map<String, Object> second = RunFiles.json(Files.readString(out.resolve("evaluation.json")));
        assertThat(generated(second)).containsEntry("seed", 2);
        assertThat(second.get("scores")).isNotEqualTo(printed.get("scores"));
        assertThat(RunFiles.tree(out).keySet()).containsExactlyInAnyOrder("report.html", "evaluation.json");
    }

    @Test
    void aKeptRoundIsJudgedInPlaceOfTheEnd() {
        Map<String, Object> end = json("--out", folder.resolve("end"));
        Map<String, Object> early = json("--step", 4, "--out", folder.resolve("early"));
        Map<String, Object> last = json("--step", 6, "--out", folder.resolve("last"));
        assertThat(generated(end)).containsEntry("step", 6);
        assertThat(generated(early)).containsEntry("step", 4);
        assertThat(end.get("subtitle").toString()).contains("recipe mnist-tabled after step 6, 64 generated images");
        assertThat(early.get("subtitle").toString()).contains("recipe mnist-tabled after step 4, 64 generated images");
        assertThat(early.get("scores")).isNotEqualTo(end.get("scores"));
        assertThat(generated(early).get("sha256")).isNotEqualTo(generated(end).get("sha256"));
        assertThat(last.get("scores")).isEqualTo(end.get("scores"));
        // steps of one run are what one wants to compare
        assertThat(Cli.run("compare", folder.resolve("early"), folder.resolve("end"))
                        .done()
                        .out())
                .contains("fid", "precision");
    }

    @Test
    void aMetricOfPairsMeansNothingWherePicturesHaveNoPartners() throws IOException {
        assertRefused(
                folder,
                List.of("evaluate", run, "--extractor", "fashion-mnist-1", "--metrics", "psnr,l1", "--no-curve"),
                "--metrics psnr,l1: nothing can be told; they ask what each picture was made of or should be");
    }

    @Test
    void aRoundThatIsNotKeptIsRefusedWithThoseThatAre() throws IOException {
        for (int step : new int[] {0, 2, 3, 7}) {
            assertRefused(
                    folder,
                    evaluate("--step", step, "--out", folder.resolve("refused")),
                    "no checkpoint of step " + step + "; kept: 4, 6");
        }
        assertRefused(
                folder, () -> Cli.run("evaluate", "--real", run, "--fake", run, "--step", 4), "--step goes with a RUN");
        assertRefused(folder, () -> Cli.run(evaluate("--step", "late")), "--step", "late");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "mine");
        assertRefused(folder, () -> Cli.run(evaluate("--out", file)), file.toString(), "cannot be written");
    }
}
