package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short training from end to end, and what the other commands make of it. */
class TrainTest {
    @TempDir
    static Path shared;

    private static Path data;
    private static Path run;
    private static Cli.Result trained;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        data = Toy.data(shared.resolve("data"));
        run = shared.resolve("runs/first");
        trained = Cli.run(Toy.train("mnist-tabled", data, run), "--json").done();
    }

    @Test
    void leavesACompleteRunDirectory() throws IOException {
        List<String> files = RunFiles.tree(run).keySet().stream()
                .filter(name -> !name.endsWith("/") && !name.equals(".lock"))
                .map(name -> name.replaceFirst("tensorboard/events.out.tfevents.\\d+.atelier", "tensorboard/events"))
                .toList();
        List<String> expected = new ArrayList<>(List.of(
                "checkpoints/latest",
                "final/discriminator.safetensors",
                "final/ending.json",
                "final/generator.safetensors",
                "final/grid.png",
                "final/model.json",
                "loss.png",
                "receipt.json",
                "recipe.yaml",
                "samples/000015.png",
                "samples/000030.png",
                "stats.jsonl",
                "tensorboard/events"));
        for (String step : List.of("0000000024", "0000000027", "0000000030")) {
            for (String file : List.of(
                    "SHA256SUMS",
                    "discriminator.safetensors",
                    "discriminator_optimizer.safetensors",
                    "generator.safetensors",
                    "generator_optimizer.safetensors",
                    "state.json")) {
                expected.add("checkpoints/" + step + "/" + file);
            }
        }
        assertThat(files).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Files.readString(run.resolve("checkpoints/latest"))).isEqualTo("0000000030\n");
        assertThat(Files.readAllLines(run.resolve("stats.jsonl"))).hasSize(15);
    }

    @Test
    @SuppressWarnings("unchecked")
    void saysWhatTheFinalNetworksAre() throws IOException {
        Map<String, Object> model = RunFiles.json(Files.readString(run.resolve("final/model.json")));
        assertThat(model)
                .containsEntry("system", "noise")
                .containsEntry("recipe", "mnist-tabled")
                .containsEntry("step", 30)
                .containsEntry("entry", "generator")
                .containsEntry("output", Map.of("modality", "image", "shape", List.of(1, 28, 28), "range", "-1..1"));
        List<Map<String, Object>> networks = (List<Map<String, Object>>) model.get("networks");
        assertThat(networks)
                .extracting(network -> network.get("name") + " in " + network.get("file"))
                .containsExactly("generator in generator.safetensors", "discriminator in discriminator.safetensors");
        assertThat(networks).allSatisfy(network -> {
            assertThat(run.resolve("final").resolve(String.valueOf(network.get("file"))))
                    .isRegularFile();
            assertThat(String.valueOf(network.get("sha256"))).matches("[0-9a-f]{64}");
        });
    }

    @Test
    void writesTheRecipeFullyResolved() {
        Map<String, Object> values = Recipe.read(run.resolve("recipe.yaml")).values();
        assertThat(values)
                .containsEntry("name", "mnist-tabled")
                .containsEntry("data.source", data.toString())
                .containsEntry("data.batch", 8L)
                .containsEntry("train.steps", 30L)
                .containsEntry("train.threads", 1L);
        assertThat(values.get("train.precision")).isIn("fp32", "bf16");
        assertThat(values.get("train.device")).isNotEqualTo("auto");
    }

    @Test
    @SuppressWarnings("unchecked")
    void reportsAsJson() {
        Map<String, Object> report = RunFiles.json(trained.out());
        assertThat(report)
                .containsEntry("run", run.toString())
                .containsEntry("step", 30)
                .containsEntry("steps", 30)
                .containsEntry("done", true);
        assertThat((Map<String, Object>) report.get("losses"))
                .containsKeys("lossD", "lossG", "accuracyReal", "accuracyFake");
        assertThat((Double) report.get("seconds")).isPositive();
    }

    @Test
    void sameSeedGivesTheSameBitsAndAnotherSeedOthers() throws IOException {
        Path again = folder.resolve("again");
        Path other = folder.resolve("other");
        Cli.run(Toy.train("mnist-tabled", data, again)).done();
        Cli.run(Toy.train("mnist-tabled", data, other), "--seed", 2).done();
        RunFiles.assertSame(run, again);
        assertThat(Files.mismatch(
                        run.resolve("final/generator.safetensors"), other.resolve("final/generator.safetensors")))
                .isNotNegative();
    }

    @Test
    void saysWhereThingsAreAndHowToMakeMore() {
        Path named = folder.resolve("my run");
        Cli.Result result = Cli.run(Toy.train("mnist-tabled", data, named), "--set", "train.steps=2")
                .done();
        assertThat(result.out())
                .contains("done: 2 steps", "samples/000002.png", "loss.png", "final/generator.safetensors")
                .contains("atelier generate '" + named + "' -n 64 -o more.png");
        assertThat(result.err()).contains("64 images").contains("run: " + named);
    }

    @Test
    void trainsEpochsWhereAskedTo() {
        Path run = folder.resolve("epochs");
        Cli.run(
                        "train",
                        "mnist",
                        "--data",
                        data,
                        "--out",
                        run,
                        "--epochs",
                        2,
                        "--batch",
                        30,
                        "--set",
                        "network.width=0.05")
                .done();
        Map<String, Object> report =
                RunFiles.json(Cli.run("runs", "show", run, "--json").done().out());
        assertThat(report).containsEntry("steps", 4).containsEntry("done", true); // two of 30 in 64, twice
    }

    @Test
    void resumingAFinishedRunChangesNothing() throws IOException {
        Map<String, byte[]> before = RunFiles.tree(run);
        Cli.Result result = Cli.run("train", "--resume", run).done();
        assertThat(result.err()).contains("complete");
        assertThat(result.out()).contains("done: 30 steps");
        assertThat(RunFiles.tree(run).keySet()).isEqualTo(before.keySet());
        assertThat(Files.readAllBytes(run.resolve("stats.jsonl"))).isEqualTo(before.get("stats.jsonl"));
    }

    @Test
    void stopsAtNumbersThatAreNotFiniteAndKeepsTheLastGoodCheckpoint() throws IOException {
        Path broken = folder.resolve("broken");
        Cli.Result result = Cli.run(Toy.train("mnist-tabled", data, broken), "--set", "generator.learningRate=1e30");
        result.refused(1, "training diverged", "last good checkpoint is kept", "generator.learningRate");
        List<Path> checkpoints = RunFiles.checkpoints(broken);
        assertThat(checkpoints).isNotEmpty();
        checkpoints.forEach(each -> assertThat(CheckpointStore.damage(each)).isEmpty());
        assertThat(broken.resolve("final")).doesNotExist();
        assertThat(RunFiles.drafts(broken)).isEmpty();
    }

    @Test
    void dryRunPlansAndCreatesNothing() throws IOException {
        Path out = folder.resolve("never");
        List<Object> arguments = new ArrayList<>(Toy.train("fashion", data, out));
        arguments.add("--dry-run");
        Cli.Result text = Cli.run(arguments).done();
        assertThat(text.out())
                .contains("architecture: fashion", "generator", "discriminator", "parameters", "FLOPs", "time", "disk");
        arguments.add("--json");
        Map<String, Object> plan = RunFiles.json(Cli.run(arguments).done().out());
        assertThat(plan)
                .containsEntry("steps", 30)
                .containsKeys("recipe", "parameters", "secondsPerRound", "diskBytes");
        assertThat((Double) plan.get("flopsPerRound")).isPositive();
        assertThat(RunFiles.tree(folder)).isEmpty();
    }

    // --- generate

    @Test
    void generatesAGridThatOnlyTheSeedDecides() throws IOException {
        Path one = folder.resolve("one.png");
        Path two = folder.resolve("two.png");
        Path three = folder.resolve("three.png");
        Cli.Result made = Cli.run("generate", run, "-n", 6, "--seed", 5, "-o", one, "--json")
                .done();
        Cli.run("generate", run, "-n", 6, "--seed", 5, "-o", two).done();
        Cli.run("generate", run, "-n", 6, "--seed", 6, "-o", three).done();
        assertThat((Map<?, ?>) RunFiles.json(made.out()))
                .isEqualTo(Map.of("run", run.toString(), "step", 30, "count", 6, "seed", 5, "out", one.toString()));
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
        assertThat(Files.mismatch(one, three)).isNotNegative();
        assertThat(ImageIO.read(one.toFile()).getWidth()).isEqualTo(3 * (3 * 28 + 2) + 2);
        assertThat(ImageIO.read(one.toFile()).getHeight()).isEqualTo(2 * (3 * 28 + 2) + 2);
    }

    @Test
    void replacesAGridThatIsThere() throws IOException {
        Path grid = Files.writeString(folder.resolve("grid.png"), "an older one");
        Cli.run("generate", run, "-n", 1, "--scale", 2, "-o", grid).done();
        assertThat(ImageIO.read(grid.toFile()).getWidth()).isEqualTo(2 * 28 + 4);
        assertThat(RunFiles.tree(folder).keySet()).containsExactly("grid.png");
    }

    @Test
    void generatesAFolderWhoseFewerAreTheFirstOfTheMore() throws IOException {
        Path few = folder.resolve("deep/few");
        Path more = Files.createDirectory(folder.resolve("more"));
        Cli.run("generate", run, "-n", 5, "-o", few).done();
        Cli.run("generate", run, "-n", 70, "-o", more).done();
        assertThat(RunFiles.tree(few).keySet())
                .isEqualTo(IntStream.range(0, 5)
                        .mapToObj(i -> "00000" + i + ".png")
                        .collect(Collectors.toSet()));
        assertThat(RunFiles.tree(more)).hasSize(70);
        for (String name : RunFiles.tree(few).keySet()) {
            assertThat(Files.mismatch(few.resolve(name), more.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
        assertThat(ImageIO.read(few.resolve("000000.png").toFile()).getWidth()).isEqualTo(28);
        assertThat(RunFiles.tree(folder).keySet()).noneMatch(name -> name.contains(".tmp"));
    }

    // --- runs

    @Test
    @SuppressWarnings("unchecked")
    void listsRuns() throws IOException {
        Path runs = Files.createDirectory(folder.resolve("runs"));
        Cli.run(Toy.train("mnist-tabled", data, runs.resolve("b")), "--set", "train.steps=2")
                .done();
        RunFiles.copy(run, runs.resolve("a"));
        RunFiles.delete(runs.resolve("a/final"));
        Files.createDirectory(runs.resolve("something else"));
        RunFiles.copy(run, runs.resolve("c"));
        Files.writeString(runs.resolve("c/recipe.yaml"), "nonsense: 1\n");

        Cli.Result text = Cli.run("runs", runs).done();
        List<Map<String, Object>> list =
                RunFiles.json(Cli.run("runs", runs, "--json").done().out());

        assertThat(text.err()).contains("passed over " + runs.resolve("c"));
        assertThat(text.out().lines()).hasSize(3);
        assertThat(text.out().lines().toList().get(1))
                .contains(runs.resolve("a").toString(), "mnist-tabled", "30/30", "not done");
        assertThat(text.out().lines().toList().get(2))
                .contains(runs.resolve("b").toString(), "2/2", " done");
        assertThat(list)
                .extracting(each -> each.get("run"))
                .containsExactly(runs.resolve("a").toString(), runs.resolve("b").toString());
        assertThat(list).extracting(each -> each.get("done")).containsExactly(false, true);
        assertThat((Map<String, Object>) list.get(0).get("losses")).containsKey("lossD");
    }

    @Test
    @SuppressWarnings("unchecked")
    void showsARun() {
        Cli.Result text = Cli.run("runs", "show", run).done();
        assertThat(text.out())
                .contains(
                        "step 30 of 30, done", "data.batch", "versions.libtorch", "lossD", "whole", "samples", "final");
        Map<String, Object> shown =
                RunFiles.json(Cli.run("runs", "show", run, "--json").done().out());
        assertThat((Map<String, Object>) shown.get("recipeChanges"))
                .containsEntry("data.batch", 8)
                .containsEntry("network.architecture", "mnist")
                .doesNotContainKey("generator.beta1");
        assertThat((Map<String, Object>) shown.get("receipt")).containsKeys("versions", "machine", "data", "seed");
        assertThat((List<Map<String, Object>>) shown.get("rows"))
                .hasSize(10)
                .last()
                .extracting("step")
                .isEqualTo(30);
        assertThat((List<Map<String, Object>>) shown.get("checkpoints"))
                .extracting(each -> each.get("state"))
                .containsExactly("whole", "whole", "whole");
    }
}
