package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an {@code evaluation.json} says: scores by name, passports by name.
 *
 * @param path the run or the file that was asked for
 */
public record EvaluationFile(Path path, Map<String, Score> scores, Map<String, MetricPassport> passports) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonMapper PRETTY = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    /** The name in a run's folder. */
    public static final String NAME = "evaluation.json";

    /** Of a run's folder or of the file itself. */
    public static EvaluationFile read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
        if (!Files.isRegularFile(file)) {
            throw new BadInput(
                    Files.isDirectory(path)
                            ? path + " was not evaluated yet; first: atelier evaluate " + path
                            : path + ": no such run or evaluation");
        }
        try {
            Map<?, ?> json = JSON.readValue(Files.readString(file), Map.class);
            Map<String, Score> scores = new LinkedHashMap<>();
            for (Object entry : list(json, "scores")) {
                Score score = Score.of((Map<?, ?>) entry);
                scores.put(score.name(), score);
            }
            Map<String, MetricPassport> passports = new LinkedHashMap<>();
            Optional<String> learned = learned(path);
            map(json, "passports")
                    .forEach((name, passport) -> passports.put(
                            String.valueOf(name),
                            learned.map(MetricPassport.of((Map<?, ?>) passport)::learnedFrom)
                                    .orElseGet(() -> MetricPassport.of((Map<?, ?>) passport))));
            return new EvaluationFile(path, scores, passports);
        } catch (IOException | JacksonException | IllegalArgumentException | ClassCastException e) {
            throw new BadInput(
                    file + ": not an evaluation: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** The hash of what a run learned from: evaluations of 0.3 do not say whether it is judged by the same images. */
    private static Optional<String> learned(Path path) {
        return RunDirectory.isRun(path)
                        && new RunDirectory(path).receipt().get("data") instanceof Map<?, ?> data
                        && data.get("sha256") instanceof String sha256
                ? Optional.of(sha256)
                : Optional.empty();
    }

    /** Writes plain maps, lists, texts and numbers as JSON; the file appears whole or not at all. */
    static void write(Path file, Map<String, Object> json) {
        write(file, PRETTY.writeValueAsString(json) + "\n");
    }

    /** The same for text. */
    static void write(Path file, String text) {
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling("." + target.getFileName() + ".tmp");
        Path folder = Objects.requireNonNull(target.getParent(), "a file has a folder");
        boolean made = !Files.exists(folder);
        try {
            Files.createDirectories(folder);
            Files.writeString(draft, text);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            draft.toFile().delete();
            if (made) {
                folder.toFile().delete(); // only where it is empty
            }
            throw IoFailure.of(file + ": cannot be written: " + e.getMessage(), file, e);
        }
    }

    private static List<?> list(Map<?, ?> json, String name) {
        if (json.get(name) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("it has no '" + name + "'");
    }

    private static Map<?, ?> map(Map<?, ?> json, String name) {
        if (json.get(name) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("it has no '" + name + "'");
    }

    Score score(String name) {
        return Objects.requireNonNull(scores.get(name), name);
    }

    MetricPassport passport(String score) {
        String name = score(score).passport();
        MetricPassport passport = passports.get(name);
        if (passport == null) {
            throw new BadInput(path + ": score " + score + " has no passport '" + name + "'");
        }
        return passport;
    }
}
