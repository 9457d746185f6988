package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Features of real images, which never change, kept between evaluations: by the hash of the data, which of its images, the hash of the
 * extractor, the type of its numbers, and what computes them. A file that is damaged or of something else is made again. The folder
 * holds a bounded number of bytes; what was used longest ago goes first. A folder that cannot be written is no failure: nothing is kept.
 */
public final class FeatureCache {
    /** Images from which on looking at them takes longer than reading what was kept. */
    private static final int LEAST = 1001;

    private static final long MOST_BYTES = 1L << 29;
    private static final String SUFFIX = ".safetensors";
    private static final String FEATURES = "features";
    private static final String LOGITS = "logits";
    private static final String CHECKSUM = "checksum";

    private final Path folder;
    private final long mostBytes;
    private final int least;

    FeatureCache(Path folder, long mostBytes, int least) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.least = least;
    }

    /** The one of this machine. */
    public static FeatureCache ofThisMachine() {
        return new FeatureCache(DataSources.cacheFolder().resolve("features"), MOST_BYTES, LEAST);
    }

    /**
     * What an extractor says, and where from.
     *
     * @param kept when it was extracted, where it was not now
     */
    public record Found(Extracted extracted, Optional<Instant> kept) implements AutoCloseable {
        /** For a passport. */
        public String text() {
            return kept.map(when -> "kept since " + when).orElse("extracted for this");
        }

        @Override
        public void close() {
            extracted.close();
        }
    }

    /** Features of these images of a data set, kept or extracted; {@code what} names the work to {@code progress}. */
    public Found of(FeatureExtractor extractor, ImageDataset dataset, int[] rows, String what, LoadProgress progress) {
        ImageSequence images = ImageSequence.of(dataset, rows);
        if (rows.length < least) {
            return new Found(Extracted.of(extractor, images, what, progress), Optional.empty());
        }
        Map<String, String> key = key(extractor, dataset, rows);
        Path file = folder.resolve(sha256(List.of(key.toString().getBytes(StandardCharsets.UTF_8))) + SUFFIX);
        Optional<Found> kept = read(file, key, extractor, rows.length, what);
        if (kept.isPresent()) {
            return kept.get();
        }
        Extracted made = Extracted.of(extractor, images, what, progress);
        keep(file, key, made);
        return new Found(made, Optional.empty());
    }

    /** All that the numbers depend on. */
    private static Map<String, String> key(FeatureExtractor extractor, ImageDataset dataset, int[] rows) {
        ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * rows.length);
        numbers.asIntBuffer().put(rows);
        Map<String, String> key = new LinkedHashMap<>();
        key.put("format", "atelier features 1");
        key.put("data", dataset.sha256());
        key.put("images", sha256(List.of(numbers.array())));
        key.put("extractor", extractor.sha256());
        key.put("resize", extractor.resize());
        key.put("dtype", "float32");
        key.put("libtorch", Engine.torchVersion() + " " + Engine.cpuCapability());
        return key;
    }

    private static Optional<Found> read(
            Path file, Map<String, String> key, FeatureExtractor extractor, int rows, String what) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.Contents contents = Safetensors.read(file);
            Tensor features = contents.tensors().get(FEATURES);
            Tensor logits = contents.tensors().get(LOGITS);
            boolean same = key.entrySet().stream()
                    .allMatch(
                            entry -> entry.getValue().equals(contents.metadata().get(entry.getKey())));
            if (!same
                    || features == null
                    || features.dim() != 2
                    || features.size(0) != rows
                    || features.size(1) != extractor.size()
                    || (logits == null) != extractor.classNames().isEmpty()
                    || !checksum(features, Optional.ofNullable(logits))
                            .equals(contents.metadata().get(CHECKSUM))) {
                return Optional.empty();
            }
            Extracted extracted = new Extracted(
                    Features.of(features, what), Optional.ofNullable(logits).map(found -> Features.of(found, what)));
            Instant when = Instant.parse(contents.metadata().getOrDefault("made", Instant.EPOCH.toString()));
            touch(file);
            return Optional.of(new Found(extracted, Optional.of(when)));
        } catch (BadInput damaged) {
            return Optional.empty();
        }
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            return; // read by somebody who may not write: it stays as old as it is
        }
    }

    private void keep(Path file, Map<String, String> key, Extracted made) {
        Path draft = file.resolveSibling("." + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put(FEATURES, made.features().values());
            made.logits().ifPresent(logits -> tensors.put(LOGITS, logits.values()));
            Map<String, String> metadata = new LinkedHashMap<>(key);
            metadata.put("made", Instant.now().toString());
            metadata.put(
                    CHECKSUM, checksum(made.features().values(), made.logits().map(Features::values)));
            Files.createDirectories(folder);
            try {
                Safetensors.write(draft, tensors, metadata);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            bound();
        } catch (IOException | UncheckedIOException | BadInput full) {
            return; // nothing is kept; what was extracted serves all the same
        }
    }

    /** Removes what was used longest ago until the rest is within bounds. */
    private void bound() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(FeatureCache::used).reversed())
                    .toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
                if (bytes > mostBytes) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static FileTime used(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.from(Instant.EPOCH);
        }
    }

    private static String checksum(Tensor features, Optional<Tensor> logits) {
        return sha256(Stream.concat(Stream.of(features), logits.stream())
                .map(FeatureCache::bytes)
                .toList());
    }

    private static byte[] bytes(Tensor tensor) {
        float[] values = Tensors.toFloats(tensor);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length));
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static String sha256(List<byte[]> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
