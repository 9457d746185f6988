package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the sources of the checkout and holds them to the rules of the {@link House}; then holds the rules to planted breaches. */
class HouseTest {
    private static final List<String> UPSTAIRS = List.of(
            "cli", "studio",
            "spark"); // examples write networks and losses of their own, benchmarks measure kernels as they are, and
    // need their tensors

    @Test
    void coreKeepsToTheHouse() {
        List<Path> files = sources("core");
        assertThat(files).isNotEmpty();
        assertThat(files.stream().flatMap(file -> House.coreBreaches(read(file), file).stream()))
                .isEmpty();
    }

    @Test
    void modulesOnTopOfCoreTouchNoNativeCode() {
        assertThat(UPSTAIRS.stream()
                        .flatMap(module -> sources(module).stream())
                        .flatMap(file -> House.upstairsBreaches(read(file), file).stream()))
                .isEmpty();
    }

    @Test
    void everyRoomUsesOnlyLowerLayers() {
        House.ROOMS.forEach((name, room) -> assertThat(room.uses())
                .as(name)
                .allSatisfy(lower -> assertThat(House.ROOMS.get(lower).layer()).isLessThan(room.layer())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import dev.atelier.networks.Dcgan;", // up
                "import dev.atelier.media.PixelRange;", // sideways
                "import static dev.atelier.recipe.Recipe.read;",
                "import dev . atelier . recipe . Recipe;",
                "import dev.atelier.*; class A { dev.atelier.recipe.Recipe r; }",
                "import dev.atelier.cli.Main;", // not in core
                "/* a comment */ import dev.atelier.cellar.Barrel;",
                "class A { String s = \"/*\"; dev.atelier.recipe.Recipe r; String t = \"*/\"; }"
            })
    void reportsAPlantedBreach(String code) {
        assertThat(House.coreBreaches("package dev.atelier.nn;\n" + code, Path.of("Planted.java")))
                .singleElement()
                .asString()
                .startsWith("Planted.java: nn may not use ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import dev.atelier.BadInput;",
                "import dev.atelier.*;",
                "import dev.atelier.tensor.Tensors;",
                "import static dev.atelier.tensor.Tensors.*;",
                "import dev.atelier.nn.conv.Phase;",
                "import org.bytedeco.pytorch.Tensor;",
                "/** {@link dev.atelier.recipe.Recipe} */ // dev.atelier.recipe",
                "class A { String s = \"dev.atelier.recipe\"; char q = '\"'; String t = \"// \\\" dev.atelier.recipe\"; }",
                "class A { String s = \"\"\"\n a \"quoted\" dev.atelier.recipe\n\"\"\"; }"
            })
    void letsTheAllowedPass(String code) {
        assertThat(House.coreBreaches("package dev.atelier.nn;\n" + code, Path.of("Fine.java")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "training, dev.atelier.metrics.Fid, A.java: training may not use metrics",
        "training, dev.atelier.checkpoint.CheckpointStore,",
        "training, org.bytedeco.pytorch.Tensor,",
        "metrics, dev.atelier.losses.AdversarialLoss, A.java: metrics may not use losses",
        "systems, dev.atelier.metrics.Fid,",
        "systems, org.bytedeco.pytorch.Tensor,",
        "systems, dev.atelier.run.Sampler, A.java: systems may not use run",
        "recipe, dev.atelier.systems.NoiseSystem, A.java: recipe may not use systems",
        "run, org.bytedeco.pytorch.Tensor, A.java: org.bytedeco is for core's layers 0 to 5",
        "util, java.util.List, A.java: no package may be named 'util'",
        "nn.impl, java.util.List, A.java: no package may be named 'impl'",
        "cellar, java.util.List, A.java: no room is named 'cellar'"
    })
    void judgesByTheTable(String room, String used, String breach) {
        String text = "package dev.atelier." + room + ";\nimport " + used + ";";
        assertThat(House.coreBreaches(text, Path.of("A.java"))).isEqualTo(breach == null ? List.of() : List.of(breach));
    }

    @ParameterizedTest
    @CsvSource({
        "dev.atelier.tensor.Engine, A.java: the entrance may not use tensor",
        "org.bytedeco.javacpp.Loader, A.java: org.bytedeco is for core's layers 0 to 5"
    })
    void theEntranceUsesNothing(String used, String breach) {
        assertThat(House.coreBreaches("package dev.atelier;\nimport " + used + ";", Path.of("A.java")))
                .containsExactly(breach);
    }

    @Test
    void reportsAFileThatIsTooLong() {
        String longest = "package dev.atelier.nn;" + "\n".repeat(House.LONGEST_FILE);
        assertThat(House.coreBreaches(longest, Path.of("A.java"))).isEmpty();
        assertThat(House.coreBreaches(longest + "\n", Path.of("A.java")))
                .containsExactly("A.java: 501 lines, at most 500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"package com.other;", "package dev.atelierx.nn;", "class A {}"})
    void reportsAFileOutsideTheHouse(String text) {
        assertThat(House.coreBreaches(text, Path.of("A.java")))
                .containsExactly("A.java: its package is not in dev.atelier");
    }

    @Test
    void theTrunkStaysSmall() {
        long lines = sources("core").stream()
                .filter(file -> House.isTrunk(file.getParent().getFileName() + "."
                        + file.getFileName().toString().replace(".java", "")))
                .mapToLong(file -> read(file).lines().count())
                .sum();
        assertThat(lines).isBetween(5000L, (long) House.LONGEST_TRUNK);
        assertThat(House.isTrunk("training.Game")).isTrue();
        assertThat(House.isTrunk("training.TopK")).as("of one paper").isFalse();
        assertThat(House.isTrunk("nn.Conv2d")).as("a single layer").isFalse();
    }

    @Test
    void noRoomIsAKnot() {
        House.ROOMS
                .keySet()
                .forEach(room ->
                        assertThat(House.knot(texts(room))).as(room).hasSizeLessThanOrEqualTo(House.LARGEST_KNOT));
    }

    @Test
    void seesAPlantedKnot() {
        assertThat(House.knot(Map.of(
                        "A", "class A { B b; }",
                        "B", "class B { C c; }",
                        "C", "class C { A a; /* D */ String s = \"D\"; }",
                        "D", "class D { A a; }")))
                .containsExactly("A", "B", "C");
    }

    private static Map<String, String> texts(String room) {
        return sources("core").stream()
                .filter(file ->
                        file.getParent().getFileName().toString().equals(room) && !file.endsWith("package-info.java"))
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), HouseTest::read));
    }

    @Test
    void reportsNativeCodeUpstairs() {
        String text =
                "package dev.atelier.cli;\nimport dev.atelier.recipe.Recipe;\nimport org.bytedeco.pytorch.Tensor;";
        assertThat(House.upstairsBreaches(text, Path.of("A.java")))
                .containsExactly("A.java: org.bytedeco is for core's layers 0 to 5");
    }

    @Test
    void readsLongStringsAndComments() {
        String filler = "x".repeat(100_000) + "\\n".repeat(200);
        String text = "package dev.atelier.nn;\nclass A { String s = \"" + filler + "\"; /* " + filler + " */ }";
        assertThat(House.coreBreaches(text, Path.of("A.java"))).isEmpty();
    }

    /** A module's main sources, wherever in the checkout the test runs; none where the module does not exist yet. */
    private static List<Path> sources(String module) {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve("core/src/main/java"))) {
            here = here.getParent();
        }
        assertThat(here)
                .as("a folder with core/src/main/java above the working directory")
                .isNotNull();
        Path folder = here.resolve(module).resolve("src/main/java");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
