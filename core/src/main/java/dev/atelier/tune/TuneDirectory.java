package dev.atelier.tune;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.checkpoint.SavedState;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.FreshFolder;
import dev.atelier.run.RunDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The layout of a search's folder: settings in {@code tune.json} and {@code base.yaml}, outcomes in {@code trials.jsonl}, runs below. */
public record TuneDirectory(Path root) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Makes a new search, whole or not at all: a folder that exists must be empty. */
    static TuneDirectory create(Path root, Search search) {
        if (isSearch(root)) {
            throw new BadInput(
                    root + " holds a search already; go on with it by --resume " + root + ", or give another --out");
        }
        try {
            requireEmpty(root);
            FreshFolder.at(root, draft -> fill(draft, search));
            return new TuneDirectory(root);
        } catch (IOException e) {
            throw IoFailure.of("cannot create the folder " + root + " of a search: " + e.getMessage(), root, e);
        }
    }

    /** The same under a name of its own in the folder {@code searches}, which no other start can have too. */
    static TuneDirectory createIn(Path searches, LocalDateTime now, Search search) {
        try {
            return new TuneDirectory(
                    FreshFolder.under(searches, search.base().name(), now, draft -> fill(draft, search)));
        } catch (IOException e) {
            throw IoFailure.of(
                    "cannot create the folder of a search in " + searches + ": " + e.getMessage(), searches, e);
        }
    }

    private static void fill(Path draft, Search search) throws IOException {
        Files.writeString(draft.resolve("base.yaml"), search.base().yaml());
        Files.writeString(draft.resolve("tune.json"), INDENTED.writeValueAsString(settings(search)) + "\n");
    }

    private static void requireEmpty(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            try (Stream<Path> entries = Files.list(root)) {
                if (entries.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(root)) {
            throw new BadInput(root + " exists and is not a search; give --out a new or an empty folder");
        }
    }

    /** A search that exists. */
    public static TuneDirectory open(Path root) {
        if (!isSearch(root)) {
            throw new BadInput(root
                    + (Files.exists(root) ? " is not a search: it has no tune.json" : " does not exist")
                    + "; atelier tune makes one");
        }
        return new TuneDirectory(root);
    }

    public static boolean isSearch(Path root) {
        return Files.isRegularFile(root.resolve("tune.json")) && Files.isRegularFile(root.resolve("base.yaml"));
    }

    public Path plot() {
        return root.resolve("tune.png");
    }

    public Path table() {
        return root.resolve("trials.csv");
    }

    public Path best() {
        return root.resolve("best.yaml");
    }

    /** The run directory of a trial. */
    public Path run(int trial) {
        return root.resolve("trials").resolve(String.format(Locale.ROOT, "%03d", trial));
    }

    private Path outcomesFile() {
        return root.resolve("trials.jsonl");
    }

    private Path settingsFile() {
        return root.resolve("tune.json");
    }

    /** One process at a time works on a search. */
    FileChannel lock() {
        return new RunDirectory(root).lock();
    }

    private static Map<String, Object> settings(Search search) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("recipe", search.base().name());
        settings.put("space", search.space().texts());
        settings.put("trials", search.trials());
        settings.put("stepsLeast", search.least());
        settings.put("stepsMost", search.most());
        settings.put("eta", search.eta());
        settings.put("metric", search.metric());
        settings.put("maximise", search.maximise());
        return settings;
    }

    /** What the search was begun with. */
    public Search search() {
        try {
            SavedState saved = new SavedState(JSON.readValue(Files.readString(settingsFile()), Map.class));
            List<String> ranges = saved.values().get("space") instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
            return new Search(
                    Recipe.read(root.resolve("base.yaml")),
                    Space.of(ranges),
                    (int) saved.integer("trials"),
                    saved.integer("stepsLeast"),
                    saved.integer("stepsMost"),
                    (int) saved.integer("eta"),
                    String.valueOf(saved.values().get("metric")),
                    Boolean.TRUE.equals(saved.values().get("maximise")));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new BadInput(settingsFile() + ": not the settings of a search: " + firstLine(e), e);
        }
    }

    void write(Search search) throws IOException {
        replace(root.resolve("base.yaml"), search.base().yaml());
        replace(settingsFile(), INDENTED.writeValueAsString(settings(search)) + "\n");
    }

    /** All whole lines, oldest first; a line without its end, as a killed process leaves it, is passed over. */
    public List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            for (String line : wholeLines().lines().toList()) {
                outcomes.add(outcome(new SavedState(JSON.readValue(line, Map.class))));
            }
            return outcomes;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new BadInput(
                    outcomesFile() + ", line " + (outcomes.size() + 1) + ": not an outcome of a trial: " + firstLine(e),
                    e);
        }
    }

    private String wholeLines() throws IOException {
        String text = Files.exists(outcomesFile()) ? Files.readString(outcomesFile()) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Cuts off a line without its end. */
    void sweep() throws IOException {
        if (Files.exists(outcomesFile())) {
            try (FileChannel file = FileChannel.open(outcomesFile(), StandardOpenOption.WRITE)) {
                file.truncate(wholeLines().getBytes(StandardCharsets.UTF_8).length);
            }
        }
    }

    void append(Outcome outcome) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("trial", outcome.trial());
        line.put("rung", outcome.rung());
        line.put("step", outcome.step());
        outcome.value().ifPresent(value -> line.put("value", value));
        outcome.reason().ifPresent(reason -> line.put("reason", reason));
        line.put("values", outcome.values());
        Files.writeString(
                outcomesFile(),
                JSON.writeValueAsString(line) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
    }

    private static Outcome outcome(SavedState line) {
        Map<String, String> values = new LinkedHashMap<>();
        line.map("values").values().forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
        Object reason = line.values().get("reason");
        return new Outcome(
                (int) line.integer("trial"),
                (int) line.integer("rung"),
                line.integer("step"),
                values,
                line.values().containsKey("value") ? OptionalDouble.of(line.number("value")) : OptionalDouble.empty(),
                reason == null ? Optional.empty() : Optional.of(String.valueOf(reason)));
    }

    /** Replaces a file, all at once. */
    static void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
