package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.run.RunDirectory;
import dev.atelier.run.StatsRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Looks into run directories. */
final class RunFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private RunFiles() {}

    /** Every file below a folder by relative path; folders end in a slash. */
    static SortedMap<String, byte[]> tree(Path root) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        if (!Files.exists(root)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(p -> !p.equals(root)).toList()) {
                String name = root.relativize(path).toString().replace('\\', '/');
                files.put(
                        Files.isDirectory(path) ? name + "/" : name,
                        Files.isDirectory(path) ? new byte[0] : Files.readAllBytes(path));
            }
        }
        return files;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Checkpoints, oldest first. */
    static List<Path> checkpoints(Path run) throws IOException {
        if (!Files.isDirectory(run.resolve("checkpoints"))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(run.resolve("checkpoints"))) {
            return entries.filter(p -> p.getFileName().toString().matches("\\d{10}"))
                    .sorted()
                    .toList();
        }
    }

    /** Half-written things below a run. */
    static List<String> drafts(Path run) throws IOException {
        return tree(run).keySet().stream().filter(name -> name.contains(".tmp")).toList();
    }

    /**
     * Asserts that two runs came to the same: networks, optimisers, random streams, rows and pictures, byte by byte; only times may
     * differ, and how often TensorBoard's files were begun.
     */
    static void assertSame(Path expected, Path actual) throws IOException {
        SortedMap<String, byte[]> one = tree(expected);
        SortedMap<String, byte[]> other = tree(actual);
        one.keySet().removeIf(name -> name.startsWith("tensorboard/e"));
        other.keySet().removeIf(name -> name.startsWith("tensorboard/e"));
        assertThat(other.keySet()).isEqualTo(one.keySet());
        assertThat(one.keySet())
                .filteredOn(name -> name.endsWith(".safetensors"))
                .hasSizeGreaterThanOrEqualTo(6);
        for (Map.Entry<String, byte[]> file : one.entrySet()) {
            String name = file.getKey();
            if (name.endsWith(".safetensors")
                    || name.startsWith("samples/")
                    || name.endsWith("/latest")
                    || name.equals("recipe.yaml")) {
                assertThat(Arrays.equals(other.get(name), file.getValue()))
                        .as("the bytes of " + name)
                        .isTrue();
            } else if (name.endsWith("/state.json")) {
                assertThat(state(other.get(name))).as(name).isEqualTo(state(file.getValue()));
            }
        }
        assertThat(rows(actual)).isEqualTo(rows(expected));
    }

    private static Map<String, Object> state(byte[] json) {
        Map<String, Object> state = new HashMap<>(JSON.readValue(json, Map.class));
        assertThat(state.remove("seconds")).isNotNull();
        return state;
    }

    private static List<StatsRow> rows(Path run) {
        List<StatsRow> rows = new RunDirectory(run)
                .rows().stream()
                        .map(row -> new StatsRow(row.step(), row.epoch(), row.imagesSeen(), 0, 0, row.values()))
                        .toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    @SuppressWarnings("unchecked")
    static <T> T json(String text) {
        return (T) JSON.readValue(text, Object.class);
    }
}
