package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final Recipe RECIPE = Recipe.named("quick").withSetting("train.steps=3000");
    private static final Map<String, Object> RECEIPT = Map.of("seed", 1, "data", Map.of("images", 1000));

    @TempDir
    Path folder;

    @Test
    void aNewRunHasItsRecipeAndReceipt() throws IOException {
        Path root = folder.resolve("a/b/run"); // parents are made
        RunDirectory run = RunDirectory.create(root, RECIPE, RECEIPT);
        assertThat(run.root()).isEqualTo(root);
        assertThat(run.recipe()).isEqualTo(RECIPE);
        assertThat(run.receipt()).isEqualTo(RECEIPT);
        assertThat(names(root)).containsExactlyInAnyOrder("recipe.yaml", "receipt.json");
        assertThat(names(root.getParent())).containsExactly("run"); // no draft beside it
        assertThat(RunDirectory.open(root)).isEqualTo(run);
        assertThat(run.isDone()).isFalse();
        assertThat(run.rows()).isEmpty();
        assertThat(run.lastStep()).isEqualTo(3000);
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Path root = Files.createDirectory(folder.resolve("run"));
        RunDirectory.create(root, RECIPE, RECEIPT);
        assertThat(RunDirectory.isRun(root)).isTrue();
    }

    @Test
    void aDraftThatAKillLeftIsNoObstacle() throws IOException {
        Path draft = Files.createDirectories(folder.resolve(".run.tmp/inner"));
        Files.writeString(draft.resolve("file"), "x");
        RunDirectory.create(folder.resolve("run"), RECIPE, RECEIPT);
        assertThat(names(folder)).containsExactly("run");
    }

    @Test
    void aRunIsNotOverwritten() throws IOException {
        Path root = folder.resolve("run");
        RunDirectory.create(root, RECIPE, RECEIPT);
        String before = Files.readString(root.resolve("recipe.yaml"));
        assertRefused(root, "holds a run already; go on with it by --resume " + root);
        assertThat(root.resolve("recipe.yaml")).hasContent(before);
    }

    @Test
    void aFolderWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
        Path root = Files.createDirectory(folder.resolve("thesis"));
        Files.writeString(root.resolve("chapter1"), "x");
        assertRefused(root, "exists and is not a run");
        assertThat(names(root)).containsExactly("chapter1");
        assertThat(names(folder)).containsExactly("thesis");
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertRefused(file, "exists and is not a run");
        assertThat(file).hasContent("x");
    }

    @Test
    void aPlaceBelowAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertRefused(file.resolve("run"), "cannot create the run directory");
        assertRefused(file.resolve("deeper/run"), "cannot create the run directory");
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void openRefusesWhatIsNoRun() throws IOException {
        assertBadInput(() -> RunDirectory.open(folder.resolve("none")))
                .hasMessage(folder.resolve("none") + " does not exist; atelier runs lists the runs");
        assertBadInput(() -> RunDirectory.open(folder)).hasMessageStartingWith(folder + " is not a run");
    }

    @Test
    void oneHoldsTheLockAtATime() throws IOException {
        RunDirectory run = RunDirectory.create(folder.resolve("run"), RECIPE, RECEIPT);
        try (FileChannel held = run.lock()) {
            assertThat(held.isOpen()).isTrue();
            assertBadInput(run::lock).hasMessageContaining("is being trained by another process");
        }
        run.lock().close();
    }

    @Test
    void aFreshNameIsTheRecipeAndTheTimeAndANumberWhereThatIsTaken() throws IOException {
        LocalDateTime now = LocalDateTime.of(2026, 3, 4, 5, 6, 7);
        Path runs = folder.resolve("runs");
        assertThat(fresh(runs, now)).hasFileName("quick-20260304-050607");
        assertThat(fresh(runs, now)).hasFileName("quick-20260304-050607-2");
        Files.createDirectory(runs.resolve("quick-20260304-050607-3"));
        Files.createDirectory(runs.resolve(".quick-20260304-050607-4.tmp")); // another start is just making it
        assertThat(fresh(runs, now)).hasFileName("quick-20260304-050607-5");
    }

    @Test
    void startsInTheSameSecondAllHaveARunOfTheirOwn() throws Exception {
        LocalDateTime now = LocalDateTime.of(2026, 3, 4, 5, 6, 7);
        Path runs = folder.resolve("runs");
        int starts = 24;
        CyclicBarrier together = new CyclicBarrier(starts);
        ExecutorService threads = Executors.newFixedThreadPool(starts);
        try {
            List<Future<Path>> made = new ArrayList<>();
            for (int i = 0; i < starts; i++) {
                made.add(threads.submit(() -> {
                    together.await();
                    return fresh(runs, now);
                }));
            }
            Set<Path> roots = new HashSet<>();
            for (Future<Path> each : made) {
                roots.add(each.get());
            }
            assertThat(roots).hasSize(starts).allMatch(RunDirectory::isRun);
            assertThat(names(runs)).hasSize(starts).noneMatch(name -> name.endsWith(".tmp"));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Path fresh(Path runs, LocalDateTime now) {
        return RunDirectory.createIn(runs, now, RECIPE, RECEIPT).root();
    }

    @Test
    void theLastStepFollowsFromEpochsAndImages() {
        Recipe epochs = RECIPE.withSetting("train.steps=0")
                .withSetting("train.epochs=3")
                .withSetting("data.batch=300");
        assertThat(RunDirectory.create(folder.resolve("drop"), epochs, RECEIPT).lastStep())
                .isEqualTo(9);
        Recipe keep = epochs.withSetting("data.lastBatch=keep");
        assertThat(RunDirectory.create(folder.resolve("keep"), keep, RECEIPT).lastStep())
                .isEqualTo(12);
    }

    @Test
    void aReceiptThatIsNoneIsRefusedInOneLine() throws IOException {
        RunDirectory run = RunDirectory.create(folder.resolve("run"), RECIPE, RECEIPT);
        for (String text : List.of("{ half", "[1, 2]", "", "null")) {
            Files.writeString(run.receiptFile(), text);
            assertBadInput(run::receipt).as(text).hasMessageStartingWith(run.receiptFile() + ": not a receipt");
        }
        Files.writeString(run.receiptFile(), "{}");
        assertBadInput(run::lastStep).hasMessageContaining("data.samples");
    }

    private static void assertRefused(Path root, String reason) {
        assertBadInput(() -> RunDirectory.create(root, RECIPE, RECEIPT))
                .hasMessageContaining(root.toString())
                .hasMessageContaining(reason);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
