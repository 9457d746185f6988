package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The extractors at hand: those that come with the program, those that were trained into the cache, and files. A name is {@code
 * name-version}; without the version it is the newest of that name.
 */
public final class Extractors {
    private static final List<String> SHIPPED = List.of("fashion-mnist-1");
    private static final String RESOURCES = "/extractors/";
    private static final String SUFFIX = ".safetensors";
    private static final Pattern FULL_NAME = Pattern.compile("([a-z0-9][a-z0-9._-]*)-([1-9]\\d{0,8})");

    private final Path folder;

    private Extractors(Path folder) {
        this.folder = folder;
    }

    /** Where an extractor comes from, with its name split in two. */
    private record Place(String name, int version, Optional<Path> file) {
        String fullName() {
            return name + "-" + version;
        }
    }

    /**
     * One line of the list.
     *
     * @param file empty for those that come with the program
     */
    public record Entry(ExtractorCard card, String sha256, Optional<Path> file) {}

    /** What there is, and a line for each file in the cache that cannot be used. */
    public record Listing(List<Entry> entries, List<String> passedOver) {}

    /** With the cache of this machine. */
    public static Extractors ofThisMachine() {
        return in(DataSources.cacheFolder().resolve("extractors"));
    }

    /** With another folder of trained extractors, which need not be there yet. */
    public static Extractors in(Path folder) {
        return new Extractors(folder);
    }

    /** {@link #find} on this machine. */
    public static FeatureExtractor open(String nameOrPath) {
        return ofThisMachine().find(nameOrPath);
    }

    /** {@link #allNames} on this machine. */
    public static List<String> names() {
        return ofThisMachine().allNames();
    }

    /** {@link #fitting} on this machine. */
    public static Optional<String> forSource(String dataSource, String dataSha256) {
        return ofThisMachine().fitting(dataSource, dataSha256);
    }

    /** Full names of those that come with the program, then of those in the cache. */
    public List<String> allNames() {
        return places().stream().map(Place::fullName).distinct().toList();
    }

    /**
     * An extractor, which the caller closes: by name, or by the path of a file that {@code atelier extractor train} wrote or that holds
     * the weights of Inception-v3. Known names go before paths. Anything unknown, wrong or damaged is bad input.
     */
    public FeatureExtractor find(String nameOrPath) {
        Optional<Place> place = places().stream()
                .filter(each -> each.fullName().equals(nameOrPath))
                .findFirst()
                .or(() -> newest(places().stream().filter(each -> each.name.equals(nameOrPath))));
        if (place.isPresent()) {
            return use(place.get(), Extractors::opened);
        }
        try {
            Path path = Path.of(nameOrPath);
            if (Files.exists(path)) {
                return use(path.toString(), path, Optional.of(path), Extractors::opened);
            }
        } catch (InvalidPathException e) {
            throw unknown(nameOrPath);
        }
        throw unknown(nameOrPath);
    }

    private BadInput unknown(String name) {
        return new BadInput("no extractor or file named '" + name + "'; known: " + String.join(", ", allNames())
                + ", the path of a " + SUFFIX + " file; train one: atelier extractor train SOURCE");
    }

    /**
     * What stands to reason for a data source: the one that comes with the program where the source has a name and there is one, else the
     * newest in the cache that was trained on data of this hash, else on a source of this name. Empty where one must be trained first.
     */
    public Optional<String> fitting(String dataSource, String dataSha256) {
        for (String shipped : SHIPPED) {
            if (shipped.replaceFirst("-\\d+$", "").equals(dataSource) && isShipped(shipped)) {
                return Optional.of(shipped);
            }
        }
        List<Entry> trained = list().entries().stream()
                .filter(entry -> entry.file().isPresent())
                .sorted(Comparator.comparing(entry -> -entry.card().version()))
                .toList();
        return trained.stream()
                .filter(entry -> entry.card().dataSha256().equals(dataSha256))
                .findFirst()
                .or(() -> trained.stream()
                        .filter(entry -> entry.card().source().equals(canonical(dataSource)))
                        .findFirst())
                .map(entry -> entry.card().fullName());
    }

    /** How a data source is called in a card: a known name as it is, a path in full. */
    public static String canonical(String dataSource) {
        if (DataSources.names().contains(dataSource)) {
            return dataSource;
        }
        try {
            return Path.of(dataSource).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            return dataSource;
        }
    }

    /** All of them with what their files say. */
    public Listing list() {
        List<Entry> entries = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (Place place : places()) {
            try {
                entries.add(use(place, Extractors::entry));
            } catch (BadInput e) {
                passedOver.add(e.getMessage());
            }
        }
        return new Listing(List.copyOf(entries), List.copyOf(passedOver));
    }

    /** The version that the next extractor of this name gets. */
    public int nextVersion(String name) {
        return 1
                + places().stream()
                        .filter(place -> place.name.equals(name))
                        .mapToInt(Place::version)
                        .max()
                        .orElse(0);
    }

    /** Where the cache keeps an extractor of this full name. */
    public Path file(String fullName) {
        return folder.resolve(fullName + SUFFIX);
    }

    private static Optional<Place> newest(Stream<Place> places) {
        return places.max(Comparator.comparing(Place::version));
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        SHIPPED.stream()
                .filter(Extractors::isShipped)
                .flatMap(name -> place(name, Optional.empty()).stream())
                .forEach(places::add);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.sorted()
                        .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                        .flatMap(file ->
                                place(file.getFileName().toString().replace(SUFFIX, ""), Optional.of(file)).stream())
                        .forEach(places::add);
            } catch (IOException e) {
                throw new BadInput(folder + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return places;
    }

    private static Optional<Place> place(String fullName, Optional<Path> file) {
        Matcher parts = FULL_NAME.matcher(fullName);
        return parts.matches()
                ? Optional.of(new Place(parts.group(1), Integer.parseInt(parts.group(2)), file))
                : Optional.empty();
    }

    private static boolean isShipped(String name) {
        return Extractors.class.getResource(RESOURCES + name + SUFFIX) != null;
    }

    /** A file that was read: how to call it, what it holds, its hash, where it lies for the user. */
    private record Loaded(String file, Safetensors.Contents contents, String sha256, Optional<Path> path) {}

    private static FeatureExtractor opened(Loaded loaded) {
        if (ExtractorCard.FORMAT.equals(loaded.contents.metadata().get("format"))) {
            return DomainExtractor.of(loaded.file, loaded.contents, loaded.sha256);
        }
        if (InceptionExtractor.is(loaded.contents)) {
            return InceptionExtractor.of(loaded.file, loaded.contents, loaded.sha256);
        }
        throw new BadInput(loaded.file + ": not an extractor; allowed: a file of 'atelier extractor train', or the"
                + " weights of Inception-v3 as docs/extractors.md describes them");
    }

    private static Entry entry(Loaded loaded) {
        if (!ExtractorCard.FORMAT.equals(loaded.contents.metadata().get("format"))) {
            throw new BadInput(loaded.file + ": not a file of 'atelier extractor train'");
        }
        return new Entry(ExtractorCard.of(loaded.file, loaded.contents.metadata()), loaded.sha256, loaded.path);
    }

    private static <T> T use(Place place, Function<Loaded, T> work) {
        if (place.file.isPresent()) {
            return use(place.file.get().toString(), place.file.get(), place.file, work);
        }
        try (InputStream in = Extractors.class.getResourceAsStream(RESOURCES + place.fullName() + SUFFIX)) {
            Path copy = Files.createTempFile("atelier-extractor", SUFFIX);
            try {
                Files.copy(java.util.Objects.requireNonNull(in), copy, StandardCopyOption.REPLACE_EXISTING);
                return use(place.fullName(), copy, Optional.empty(), work);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(place.fullName() + ": " + e.getMessage(), e);
        }
    }

    private static <T> T use(String name, Path path, Optional<Path> file, Function<Loaded, T> work) {
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.Contents contents = Safetensors.read(path);
            return work.apply(new Loaded(name, contents, sha256(path), file));
        }
    }

    /** SHA-256 of a file's bytes, in hexadecimal. */
    public static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
