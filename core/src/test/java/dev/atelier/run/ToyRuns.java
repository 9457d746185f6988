package dev.atelier.run;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.checkpoint.SavedState;
import dev.atelier.data.LoadProgress;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Criterion;
import dev.atelier.systems.RealSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Runs that take a second: few channels, small batches, 64 images written by the test. */
public final class ToyRuns {
    static final int IMAGES = 64;

    private ToyRuns() {}

    /** A folder with a training split of two patterns, stripes and discs, of many sizes. */
    public static Path data(Path folder) throws IOException {
        Files.createDirectories(folder);
        ByteBuffer images = ByteBuffer.allocate(16 + IMAGES * 784);
        images.putInt(0x803).putInt(IMAGES).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES);
        labels.putInt(0x801).putInt(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            labels.put((byte) (i % 2));
            for (int k = 0; k < 784; k++) {
                int x = k % 28 - 14;
                int y = k / 28 - 14;
                boolean bright = i % 2 == 0 ? Math.floorMod(x + i, 6) < 3 : x * x + y * y < 20 + 2 * i;
                images.put((byte) (bright ? 255 - i : i));
            }
        }
        Files.write(folder.resolve("train-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels.array());
        return folder;
    }

    /** Goes on with a run, under {@code wanted} where there is such a wish. */
    static TrainingRun resume(Path run, Optional<Recipe> wanted, RunObserver observer) {
        return wanted.isPresent() ? TrainingRun.resume(run, wanted.get(), observer) : TrainingRun.resume(run, observer);
    }

    /** The {@code swd} of a run's model, as training writes it after the same step. */
    static double swd(Sampler sampler, int samples) {
        RunData data = RunData.of(sampler.run(), sampler.recipe(), Optional.empty(), LoadProgress.SILENT);
        RealSample sample = RealSample.of(data.heldOut(), sampler.attributes(), samples);
        return new Criterion(sampler.recipe(), sample).measure(sampler.model());
    }

    /** A folder with a training and a test split of pictures that are all noise, every one different. */
    static Path noise(Path folder, int train, int test) throws IOException {
        Files.createDirectories(folder);
        java.util.Random random = new java.util.Random(1);
        for (String split : List.of("train", "t10k")) {
            int count = split.equals("train") ? train : test;
            ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
            images.putInt(0x803).putInt(count).putInt(28).putInt(28);
            byte[] pixels = new byte[count * 784];
            random.nextBytes(pixels);
            images.put(pixels);
            ByteBuffer labels = ByteBuffer.allocate(8 + count);
            labels.putInt(0x801).putInt(count);
            Files.write(folder.resolve(split + "-images-idx3-ubyte"), images.array());
            Files.write(folder.resolve(split + "-labels-idx1-ubyte"), labels.array());
        }
        return folder;
    }

    /** A recipe that comes with Atelier at 1/16 of the channels: 12 steps, more than an epoch of 8. */
    public static Recipe recipe(String name, String precision, Path data) {
        return Recipe.named(name)
                .with("network.width", "0.0625")
                .with("network.latent", "8")
                .with("data.source", data)
                .with("data.batch", "8")
                .with("train.steps", "12")
                .with("train.device", "cpu")
                .with("train.threads", "1")
                .with("train.precision", precision)
                .with("log.everySteps", "3")
                .with("samples.everySteps", "1000")
                .with("samples.count", "4")
                .with("checkpoint.everySteps", "5");
    }

    /** The same with batch norm and an average, and numbers that tests may name. */
    public static Recipe recipe(Path data) {
        return recipe("quick", "fp32", data)
                .with("generator.learningRate", "5e-4")
                .with("generator.beta1", "0.5")
                .with("generator.ema", "0.9");
    }

    /** The smallest run with dropout and an average, on networks whose tables are settled. */
    static Recipe smallest(Path data) {
        return recipe("mnist-tabled", "fp32", data)
                .with("network.width", "0.03125")
                .with("generator.ema", "0.9");
    }

    /** What a run left that must not depend on where it was stopped: all tensors, states and rows, but no times. */
    public static Map<String, Object> outcome(Path run) throws IOException {
        Map<String, Object> outcome = new LinkedHashMap<>();
        List<Path> folders = new ArrayList<>(List.of(run.resolve("final")));
        List<Path> checkpoints = new CheckpointStore(run.resolve("checkpoints"), 1).list();
        folders.add(checkpoints.get(checkpoints.size() - 1));
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".safetensors"))
                        .sorted()
                        .toList()) {
                    outcome.put(run.relativize(file).toString(), List.of(hash(Files.readAllBytes(file))));
                }
            }
        }
        Map<String, Object> state = state(folders.get(1));
        state.remove("seconds");
        outcome.put("state", state);
        new RunDirectory(run)
                .rows()
                .forEach(row -> outcome.put("row " + row.step(), List.of(row.epoch(), row.imagesSeen(), row.values())));
        return outcome;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> state(Path checkpoint) throws IOException {
        return JsonMapper.builder().build().readValue(Files.readString(checkpoint.resolve("state.json")), Map.class);
    }

    static long step(Path checkpoint) throws IOException {
        return new SavedState(state(checkpoint)).integer("step");
    }

    static List<Thread> loaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("atelier-batches"))
                .toList();
    }

    private static String hash(byte[] bytes) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
