package dev.atelier.checkpoint;

import dev.atelier.BadInput;
import dev.atelier.tensor.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The checkpoints of one run, {@code <root>/<step>/}, newest last, {@code <root>/latest} with the newest one's name, and {@code
 * <root>/best} with the name of the one that measured best, where there is one. A checkpoint
 * is there whole or not at all: it is written to a folder whose name begins with a dot, each file is forced to the disk, and the
 * folder is renamed. {@code SHA256SUMS} in it covers every other file.
 */
public final class CheckpointStore {
    private static final String SUMS = "SHA256SUMS";
    private static final String STATE = "state.json";
    private static final String LATEST = "latest";
    private static final String BEST = "best";

    /** Ten digits or more, of any script: 0.1 wrote them in the digits of the machine's language. */
    private static final Pattern NAME = Pattern.compile("\\p{Nd}{10,18}");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path root;
    private final int keep;

    /** Keeps the last {@code keep} checkpoints under {@code root}; the folder is made when the first is saved. */
    public CheckpointStore(Path root, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, got " + keep);
        }
        this.root = root;
        this.keep = keep;
    }

    /** The folder name of a step: ten digits, so that names sort. */
    static String name(long step) {
        return String.format(Locale.ROOT, "%010d", step);
    }

    /** The step of a folder's name, in the digits of any script. */
    private static OptionalLong step(String name) {
        if (!NAME.matcher(name).matches()) {
            return OptionalLong.empty();
        }
        long step = 0;
        for (int digit : name.codePoints().map(c -> Character.digit(c, 10)).toArray()) {
            step = 10 * step + digit;
        }
        return OptionalLong.of(step);
    }

    /** The same where none is the best. */
    public Path save(Checkpoint checkpoint) throws IOException {
        return save(checkpoint, OptionalLong.empty());
    }

    /**
     * Writes a checkpoint whole and drops the oldest beyond {@code keep}, but never the one of step {@code best}, which {@code
     * <root>/best} names from then on. A failure leaves the earlier ones as they were.
     */
    public Path save(Checkpoint checkpoint, OptionalLong best) throws IOException {
        Files.createDirectories(root);
        Path target = root.resolve(name(checkpoint.step()));
        Path draft = root.resolve("." + target.getFileName() + ".tmp");
        delete(draft);
        try {
            write(checkpoint, draft);
            for (Path earlier : folders(checkpoint.step())) {
                delete(earlier); // of an earlier life, left behind after a resume from further back
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            Durable.force(root);
            Durable.replace(root.resolve(LATEST), target.getFileName() + "\n");
        } catch (IOException | RuntimeException e) {
            delete(draft);
            throw e;
        }
        markBest(best);
        prune(target);
        return target;
    }

    private void write(Checkpoint checkpoint, Path draft) throws IOException {
        Files.createDirectory(draft);
        for (Map.Entry<String, Map<String, Tensor>> group : checkpoint.groups().entrySet()) {
            Safetensors.write(draft.resolve(group.getKey() + ".safetensors"), group.getValue(), Map.of("format", "pt"));
        }
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("step", checkpoint.step());
        state.putAll(checkpoint.state());
        Durable.write(draft.resolve(STATE), JSON.writeValueAsBytes(state));
        StringBuilder sums = new StringBuilder();
        for (Path file : files(draft)) {
            sums.append(Durable.sha256(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        Durable.write(draft.resolve(SUMS), sums.toString().getBytes(StandardCharsets.UTF_8));
        Durable.force(draft);
    }

    /** From now on the checkpoint of this step is the best, where it is kept; else none is. */
    public void markBest(OptionalLong step) throws IOException {
        if (step.isPresent() && steps().contains(step.getAsLong())) {
            if (!best().equals(step)) {
                Durable.replace(root.resolve(BEST), name(step.getAsLong()) + "\n");
            }
        } else {
            Files.deleteIfExists(root.resolve(BEST));
        }
    }

    /** The step of the best checkpoint; empty where none is marked or it is gone. */
    public OptionalLong best() {
        try {
            OptionalLong named = step(Files.readString(root.resolve(BEST)).strip());
            return named.isPresent() && steps().contains(named.getAsLong()) ? named : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": " + e.getMessage(), e);
        }
    }

    /**
     * The newest checkpoint that is whole. Each damaged one that is passed over is reported to {@code warnings}, one line each.
     * Tensors belong to the caller's scope.
     */
    public Optional<Checkpoint> load(Consumer<String> warnings) {
        return newest(warnings).map(CheckpointStore::read);
    }

    /** The folder of the newest checkpoint that is whole; {@code warnings} hears of each one that is passed over. */
    public Optional<Path> newest(Consumer<String> warnings) {
        List<Path> newestFirst = new ArrayList<>(list());
        java.util.Collections.reverse(newestFirst);
        for (Path folder : newestFirst) {
            Optional<String> damage = damage(folder);
            if (damage.isEmpty()) {
                return Optional.of(folder);
            }
            warnings.accept("checkpoint " + folder + " is damaged (" + damage.get() + "); using the one before it");
        }
        return Optional.empty();
    }

    /** The folder of one checkpoint; a step of which none is kept, or a damaged one, is bad input. */
    public Path at(long step) {
        List<Path> folders = folders(step);
        if (folders.isEmpty()) {
            String kept = steps().isEmpty()
                    ? "none yet"
                    : String.join(", ", steps().stream().map(String::valueOf).toList());
            throw new BadInput(root + " has no checkpoint of step " + step + "; kept: " + kept);
        }
        Path folder = folders.get(folders.size() - 1);
        damage(folder).ifPresent(what -> {
            throw new BadInput("checkpoint " + folder + " is damaged (" + what + ")");
        });
        return folder;
    }

    /** Deletes all checkpoints of later steps: their future is given up. */
    public void dropAfter(long step) throws IOException {
        for (Path folder : list()) {
            if (step(folder) > step) {
                delete(folder);
            }
        }
    }

    /** The steps of which there are checkpoints, whole or not, in order. */
    public List<Long> steps() {
        return list().stream().map(CheckpointStore::step).toList();
    }

    /** The step that a checkpoint's folder is named after. */
    public static long step(Path folder) {
        return step(folder.getFileName().toString()).orElseThrow();
    }

    /** One group of tensors of a checkpoint's folder, in the caller's scope; empty where it has no such group. */
    public static Optional<Map<String, Tensor>> group(Path folder, String group) {
        Path file = folder.resolve(group + ".safetensors");
        return Files.exists(file) ? Optional.of(Safetensors.read(file).tensors()) : Optional.empty();
    }

    /** The folders of one step; more than one only where it is there in the digits of two scripts, ours then last. */
    private List<Path> folders(long step) {
        return list().stream().filter(folder -> step(folder) == step).toList();
    }

    /** The checkpoints there are, oldest first, whole or not. */
    public List<Path> list() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(p -> step(p.getFileName().toString()).isPresent())
                    .sorted(Comparator.comparingLong((Path p) -> step(p))
                            .thenComparing(p -> p.getFileName().toString(), Comparator.reverseOrder()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": " + e.getMessage(), e);
        }
    }

    /** What is wrong with a checkpoint's files, if anything. */
    public static Optional<String> damage(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(SUMS));
            if (lines.stream().noneMatch(line -> line.endsWith("  " + STATE))) {
                return Optional.of(SUMS + " is incomplete");
            }
            for (String line : lines) {
                if (line.length() < 67 || !line.startsWith("  ", 64)) {
                    return Optional.of(SUMS + " is torn");
                }
                Path file = folder.resolve(line.substring(66));
                if (!Durable.sha256(file).equals(line.substring(0, 64))) {
                    return Optional.of(file.getFileName() + " does not match its checksum");
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(Path.of(e.getFile()).getFileName() + " is missing");
        } catch (IOException | RuntimeException e) {
            return Optional.of("unreadable: " + e.getMessage());
        }
    }

    private static Checkpoint read(Path folder) {
        try {
            Map<String, Object> state = JSON.readValue(folder.resolve(STATE).toFile(), Map.class);
            Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                if (name.endsWith(".safetensors")) {
                    groups.put(
                            name.substring(0, name.length() - ".safetensors".length()),
                            Safetensors.read(file).tensors());
                }
            }
            return new Checkpoint(new SavedState(state).integer("step"), groups, state);
        } catch (JacksonException | IOException e) {
            throw new BadInput(folder + ": state.json cannot be read: " + e.getMessage(), e);
        }
    }

    /** The best stays. Those after the newest are of a future that was lost: damaged, or this one would not have been written. */
    private void prune(Path newest) throws IOException {
        List<Path> all = list();
        int end = all.indexOf(newest) + 1;
        OptionalLong best = best();
        for (Path old : all.subList(0, Math.max(0, end - keep))) {
            if (best.isEmpty() || best.getAsLong() != step(old)) {
                delete(old);
            }
        }
        for (Path lost : all.subList(end, all.size())) {
            if (damage(lost).isPresent()) {
                delete(lost);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(p -> !p.getFileName().toString().equals(SUMS))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Files.delete(entry);
            }
        }
        Files.delete(folder);
    }
}
