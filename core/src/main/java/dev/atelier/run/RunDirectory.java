package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.checkpoint.Durable;
import dev.atelier.doctor.Diagnosis;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Classification;
import dev.atelier.systems.GanSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The layout of a run's folder, and nothing about what the files mean. */
public record RunDirectory(Path root) {
    private static final String CHANGES = "changes";
    /** What early versions, which knew one kind of GAN, had in {@code final/}. */
    private static final String OLD_GENERATOR = "generator.safetensors";

    /** Makes a new run, whole or not at all: a folder that exists must be empty. */
    static RunDirectory create(Path root, Recipe recipe, Map<String, Object> receipt) {
        requireFree(root);
        try {
            FreshFolder.at(root, draft -> fill(draft, recipe, receipt));
            return new RunDirectory(root);
        } catch (IOException e) {
            throw IoFailure.of("cannot create the run directory " + root + ": " + IoFailure.reason(e), root, e);
        }
    }

    /** The same under a name of its own in the folder {@code runs}, which no other start can have too. */
    static RunDirectory createIn(Path runs, LocalDateTime now, Recipe recipe, Map<String, Object> receipt) {
        try {
            return new RunDirectory(FreshFolder.under(runs, recipe.name(), now, draft -> fill(draft, recipe, receipt)));
        } catch (IOException e) {
            throw IoFailure.of("cannot create a run directory in " + runs + ": " + IoFailure.reason(e), runs, e);
        }
    }

    private static void fill(Path draft, Recipe recipe, Map<String, Object> receipt) throws IOException {
        Files.writeString(new RunDirectory(draft).recipeFile(), recipe.yaml());
        JsonFile.write(new RunDirectory(draft).receiptFile(), receipt);
    }

    /** Refuses a place where no new run can begin. */
    static void requireFree(Path root) {
        if (isRun(root)) {
            throw new BadInput(
                    root + " holds a run already; go on with it by --resume " + root + ", or give another --out");
        }
        if (Files.exists(root)) {
            boolean empty = Files.isDirectory(root) && isEmpty(root);
            if (!empty) {
                throw new BadInput(root + " exists and is not a run; give --out a new or an empty folder");
            }
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw IoFailure.of("cannot read " + folder + ": " + IoFailure.reason(e), folder, e);
        }
    }

    /** A run that exists. */
    public static RunDirectory open(Path root) {
        if (!isRun(root)) {
            throw new BadInput(root + (Files.exists(root) ? " is not a run: it has no recipe.yaml" : " does not exist")
                    + "; atelier runs lists the runs");
        }
        return new RunDirectory(root);
    }

    public static boolean isRun(Path root) {
        return Files.isRegularFile(root.resolve("recipe.yaml")) && Files.isRegularFile(root.resolve("receipt.json"));
    }

    /** One process trains a run at a time: the lock is held until closed or until the process ends. */
    public FileChannel lock() {
        try {
            FileChannel channel =
                    FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw busy();
            }
            channel.close();
            throw busy();
        } catch (IOException e) {
            throw IoFailure.of("cannot write to the run directory " + root + ": " + IoFailure.reason(e), root, e);
        }
    }

    private BadInput busy() {
        return new BadInput(root + " is being trained by another process; wait for it or stop it");
    }

    public Path recipeFile() {
        return root.resolve("recipe.yaml");
    }

    public Path receiptFile() {
        return root.resolve("receipt.json");
    }

    public Path statsFile() {
        return root.resolve("stats.jsonl");
    }

    public Path tensorboard() {
        return root.resolve("tensorboard");
    }

    public Path lossPlot() {
        return root.resolve("loss.png");
    }

    public Path samples() {
        return root.resolve("samples");
    }

    public Path finalNetworks() {
        return root.resolve("final");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Recipe recipe() {
        return Recipe.read(recipeFile());
    }

    /** What {@code receipt.json} says. */
    public Map<String, Object> receipt() {
        return JsonFile.read(receiptFile());
    }

    /** The rows of {@code stats.jsonl}, oldest first; none where no row was written yet. */
    public List<StatsRow> rows() {
        try {
            return Files.exists(statsFile()) ? StatsFile.read(statsFile()) : List.of();
        } catch (IOException e) {
            throw IoFailure.of(statsFile() + ": cannot be read: " + IoFailure.reason(e), statsFile(), e);
        }
    }

    /** What the doctor found while the run was trained, oldest first. */
    public List<Diagnosis> diagnoses() {
        try {
            return Files.exists(statsFile()) ? StatsFile.diagnoses(statsFile()) : List.of();
        } catch (IOException e) {
            throw IoFailure.of(statsFile() + ": cannot be read: " + IoFailure.reason(e), statsFile(), e);
        }
    }

    /** What the receipt says of the data, and with it all that the networks must know of them. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (receipt().get("data") instanceof Map<?, ?> data) {
            data.forEach((key, value) -> facts.put(String.valueOf(key), value));
        }
        return facts;
    }

    /** The hash of the data that the run was begun with. */
    public String dataSha256() {
        Map<String, Object> facts = facts();
        if (facts.isEmpty()) {
            throw new BadInput(receiptFile() + ": not a receipt: it has no data");
        }
        return String.valueOf(facts.getOrDefault("sha256", ""));
    }

    /** Writes {@code classification.json}. */
    void write(Classification classification) {
        try {
            JsonFile.write(classificationFile(), classification.json());
        } catch (IOException e) {
            throw IoFailure.of(
                    classificationFile() + ": cannot be written: " + IoFailure.reason(e), classificationFile(), e);
        }
    }

    /** What {@code classification.json} says; empty where the discriminator does not classify or the run is not done. */
    public Map<String, Object> classification() {
        return Files.exists(classificationFile()) ? JsonFile.read(classificationFile()) : Map.of();
    }

    /** How well the discriminator classifies, where it does. */
    public Path classificationFile() {
        return root.resolve("classification.json");
    }

    /** Steps in all, from the recipe and the receipt's count of samples. */
    public long lastStep() {
        Map<String, Object> facts = facts();
        Object count =
                facts.containsKey("samples") ? facts.get("samples") : facts.get("images"); // 0.1 had images alone
        if (!(count instanceof Number samples)) {
            throw new BadInput(receiptFile() + ": not a receipt: it has no data.samples");
        }
        Recipe recipe = recipe();
        return GanSystem.of(recipe).steps(recipe, samples.longValue());
    }

    /** Whether the run reached its end. Early versions did not write why; there the final generator tells it. */
    public boolean isDone() {
        return Files.exists(finalNetworks().resolve(Ending.FILE))
                || Files.exists(finalNetworks().resolve(OLD_GENERATOR));
    }

    /** The newest measurement with its passports, by metric. */
    public Path metricsFile() {
        return root.resolve("metrics.json");
    }

    /** What {@code metrics.json} says; empty where nothing was measured. */
    public Map<String, Object> metrics() {
        return Files.exists(metricsFile()) ? JsonFile.read(metricsFile()) : Map.of();
    }

    /** The passports in {@code metrics.json}, by metric. */
    public Map<String, MetricPassport> passports() {
        return MetricsFile.passports(metricsFile());
    }

    /** Why the run is done; empty where it is not, or was done before this was written. */
    public Optional<Ending> ending() {
        Path file = finalNetworks().resolve(Ending.FILE);
        return Files.exists(file) ? Optional.of(Ending.of(JsonFile.read(file))) : Optional.empty();
    }

    /** The step of the checkpoint that measured best; empty where there is none. */
    public OptionalLong bestStep() {
        return store(1).best();
    }

    /** The steps of which checkpoints are kept, in order. */
    public List<Long> checkpointSteps() {
        return store(1).steps();
    }

    CheckpointStore store(int keep) {
        return new CheckpointStore(checkpoints(), keep);
    }

    /** Notes a change behind those in the receipt, once where a kill made it be asked for again, and puts the recipe in place. */
    void record(Map<String, Object> change, Recipe recipe) {
        Map<String, Object> receipt = new LinkedHashMap<>(receipt());
        List<Object> all = new ArrayList<>(receipt.get(CHANGES) instanceof List<?> earlier ? earlier : List.of());
        boolean noted = !all.isEmpty()
                && all.get(all.size() - 1) instanceof Map<?, ?> last
                && Objects.equals(last.get(CHANGES), change.get(CHANGES));
        if (!noted) {
            all.add(change);
        }
        receipt.put(CHANGES, all);
        write(() -> {
            JsonFile.write(receiptFile(), receipt);
            Durable.replace(recipeFile(), recipe.yaml());
        });
    }

    /** Renames the folder of final networks after their step, so that the run counts as not done; returns the new name. */
    Optional<Path> setFinalAside(long step) {
        if (!Files.exists(finalNetworks())) {
            return Optional.empty();
        }
        Path aside = root.resolve("final-" + step);
        write(() -> {
            new RunDirectory(aside).delete(); // of a life that came to the same step
            Files.move(finalNetworks(), aside, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(classificationFile());
        });
        return Optional.of(aside);
    }

    /** Something that writes to the folder of a run. */
    interface Writing {
        void run() throws IOException;
    }

    /** A disk that is full, or a folder that cannot be written, is told in one line. */
    void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw IoFailure.of("cannot write to the run directory " + root + ": " + IoFailure.reason(e), root, e);
        }
    }

    /** Removes what a killed process left half-written; the caller holds the lock. */
    void sweep() {
        try (Stream<Path> all = Files.walk(root, 2)) {
            List<Path> drafts = all.filter(path -> path.getFileName().toString().matches("\\..+\\.tmp"))
                    .toList();
            for (Path draft : drafts) {
                new RunDirectory(draft).delete();
            }
        } catch (IOException e) {
            throw IoFailure.of("cannot write to the run directory " + root + ": " + IoFailure.reason(e), root, e);
        }
    }

    /** Removes the folder with everything in it, if it is there. */
    void delete() {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": " + e.getMessage(), e);
        }
    }
}
