package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.data.Npy;
import dev.atelier.data.Npz;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Features that somebody else extracted, from files. Owns them until closed.
 *
 * @param real [n, d]
 * @param fake [m, d]
 * @param probs probabilities [any, classes]
 * @param subset rows of both for {@code kid_subset}
 * @param passport of scores made from these files
 */
public record FeatureFile(
        Features real, Features fake, Optional<Features> probs, Optional<Subset> subset, MetricPassport passport)
        implements AutoCloseable {
    /** Equally many rows of real and of fake. */
    public record Subset(int[] real, int[] fake) {}

    private static final List<String> ALONE = List.of("features", "real", "fake", "arr_0");

    /**
     * One safetensors or .npz file with {@code real} and {@code fake}, and if it has them {@code probs}, {@code kid_idx_real} and {@code
     * kid_idx_fake} [s, size], of which the first row is taken.
     */
    public static FeatureFile read(Path file) {
        try (TensorScope scope = TensorScope.open();
                Opened opened = new Opened()) {
            Map<String, Tensor> tensors = tensors(file, ".npz or .safetensors");
            Features real = opened.add(features(file, tensors, "real"));
            Features fake = opened.add(features(file, tensors, "fake"));
            Optional<Features> probs = tensors.containsKey("probs")
                    ? Optional.of(opened.add(features(file, tensors, "probs")))
                    : Optional.empty();
            return opened.handOver(
                    of(real, fake, probs, subset(file, tensors, real.count(), fake.count()), file, file));
        }
    }

    /** Two files, each .npy, or .npz or safetensors with one tensor, and one of probabilities if there is one. */
    public static FeatureFile read(Path realFile, Path fakeFile, Optional<Path> probsFile) {
        try (TensorScope scope = TensorScope.open();
                Opened opened = new Opened()) {
            Features real = opened.add(Features.of(alone(realFile, "real"), realFile.toString()));
            Features fake = opened.add(Features.of(alone(fakeFile, "fake"), fakeFile.toString()));
            Optional<Features> probs =
                    probsFile.map(file -> opened.add(Features.of(alone(file, "probs"), file.toString())));
            return opened.handOver(of(real, fake, probs, Optional.empty(), realFile, fakeFile));
        }
    }

    /** What was read so far, closed where the rest is refused. */
    private static final class Opened implements AutoCloseable {
        private final List<Features> all = new ArrayList<>();

        Features add(Features features) {
            all.add(features);
            return features;
        }

        FeatureFile handOver(FeatureFile file) {
            all.clear();
            return file;
        }

        @Override
        public void close() {
            all.forEach(Features::close);
        }
    }

    private static FeatureFile of(
            Features real,
            Features fake,
            Optional<Features> probs,
            Optional<Subset> subset,
            Path realFile,
            Path fakeFile) {
        if (real.size() != fake.size()) {
            throw new BadInput(where(realFile, fakeFile) + ": real has " + real.size() + " columns, fake has "
                    + fake.size() + "; allowed: equally many");
        }
        if (real.count() < 2 || fake.count() < 2) {
            throw new BadInput(where(realFile, fakeFile) + ": real has " + real.count() + " rows, fake has "
                    + fake.count() + "; allowed: at least 2 of each");
        }
        MetricPassport passport = new MetricPassport(
                new MetricPassport.Extractor("features of a file", "unknown", "unknown", real.size(), real.dtype()),
                side(realFile, "real", real.count()),
                side(fakeFile, "fake", fake.count()),
                Map.of());
        return new FeatureFile(real, fake, probs, subset, passport);
    }

    private static String where(Path real, Path fake) {
        return real.equals(fake) ? real.toString() : real + ", " + fake;
    }

    private static MetricPassport.Side side(Path file, String split, int count) {
        return new MetricPassport.Side(
                String.valueOf(file.getFileName()), sha256(file), split, count, Optional.empty());
    }

    private static Features features(Path file, Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new BadInput(
                    file + ": no tensor named '" + name + "'; the file holds: " + String.join(", ", tensors.keySet()));
        }
        return Features.of(flat(tensor), file + ": " + name);
    }

    private static Map<String, Tensor> tensors(Path file, String allowed) {
        if (file.toString().endsWith(".npz")) {
            return Npz.read(file);
        }
        if (Files.isRegularFile(file) && !file.toString().endsWith(".safetensors")) {
            throw new BadInput(file + ": allowed: a file that ends in " + allowed);
        }
        return Safetensors.read(file).tensors();
    }

    /** [n, d, 1, 1], as networks leave features that they have pooled, is [n, d]. */
    private static Tensor flat(Tensor tensor) {
        long dims = tensor.dim();
        return dims > 2 && tensor.numel() == tensor.size(0) * tensor.size(1)
                ? tensor.reshape(tensor.size(0), tensor.size(1))
                : tensor;
    }

    private static Tensor alone(Path file, String name) {
        if (file.toString().endsWith(".npy")) {
            return flat(Npy.read(file));
        }
        Map<String, Tensor> tensors = tensors(file, ".npy, .npz or .safetensors");
        List<Tensor> usable = tensors.containsKey(name)
                ? List.of(java.util.Objects.requireNonNull(tensors.get(name)))
                : tensors.entrySet().stream()
                        .filter(entry -> tensors.size() == 1 || ALONE.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        if (usable.size() == 1) {
            return flat(usable.get(0));
        }
        throw new BadInput(file + ": holds " + String.join(", ", tensors.keySet())
                + "; allowed: one tensor, or one named " + name + " or features");
    }

    private static Optional<Subset> subset(Path file, Map<String, Tensor> tensors, int real, int fake) {
        boolean left = tensors.containsKey("kid_idx_real");
        if (left != tensors.containsKey("kid_idx_fake")) {
            throw new BadInput(file + ": kid_idx_real and kid_idx_fake go together; it has only one of them");
        }
        if (!left) {
            return Optional.empty();
        }
        Subset subset =
                new Subset(rows(file, tensors, "kid_idx_real", real), rows(file, tensors, "kid_idx_fake", fake));
        if (subset.real.length != subset.fake.length || subset.real.length < 2) {
            throw new BadInput(file + ": kid_idx_real names " + subset.real.length + " rows, kid_idx_fake "
                    + subset.fake.length + "; allowed: equally many, at least 2");
        }
        return Optional.of(subset);
    }

    private static int[] rows(Path file, Map<String, Tensor> tensors, String name, int count) {
        Tensor all = java.util.Objects.requireNonNull(tensors.get(name));
        if (all.dim() < 1 || all.dim() > 2 || all.is_floating_point() || all.numel() == 0) {
            throw new BadInput(file + ": " + name + " has shape " + Arrays.toString(Tensors.shape(all))
                    + (all.is_floating_point() ? " of floating point" : "")
                    + "; allowed: whole numbers [subsets, size]");
        }
        long[] values = Tensors.toLongs(all.dim() == 2 ? all.select(0, 0) : all);
        for (long value : values) {
            if (value < 0 || value >= count) {
                throw new BadInput(file + ": " + name + " names row " + value + "; allowed: 0 to " + (count - 1));
            }
        }
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    /** All scores of these features by name; {@code is} only where there are probabilities. */
    public Map<String, Double> scores(FeatureScores.Settings settings) {
        List<String> names = FeatureScores.NAMES.stream()
                .filter(name -> subset.isEmpty() || !name.equals("kid_subset"))
                .toList();
        Map<String, Double> found = FeatureScores.of(
                real, fake, probs.map(rows -> new FeatureScores.Classes(rows, false)), settings, names);
        subset.ifPresent(rows -> found.put("kid_subset", Kid.subset(real, rows.real(), fake, rows.fake())));
        return found;
    }

    /** What a reader must know before the numbers; nothing in the usual case. */
    public List<String> cautions() {
        List<String> cautions = new ArrayList<>();
        Fid.caution(real, fake).ifPresent(cautions::add);
        int same = fake.among(real);
        if (same > 0) {
            cautions.add(
                    same == fake.count() && same == real.count()
                            ? "real and judged rows are the same " + same
                            : same + " of " + fake.count() + " judged rows are among the real ones");
        }
        return cautions;
    }

    /** The passport with what {@link #scores} did. */
    public MetricPassport passport(FeatureScores.Settings settings) {
        Map<String, String> words = new java.util.TreeMap<>(settings.passport());
        subset.ifPresent(rows ->
                words.put("kid_subset", "the first rows of kid_idx_real and kid_idx_fake, " + rows.real().length));
        return new MetricPassport(passport.extractor(), passport.real(), passport.fake(), words);
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        real.close();
        fake.close();
        probs.ifPresent(Features::close);
    }
}
