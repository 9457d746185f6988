package dev.atelier.data;

import dev.atelier.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One set of IDX files in a folder, by their names: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same with
 * {@code t10k} or {@code test}, each plain or with {@code .gz}, the plain one first, and all with the same beginning, as in {@code
 * emnist-letters-train-images-idx3-ubyte}.
 *
 * @param prefix what they begin with, without the hyphen; mostly empty
 */
record IdxFolder(Path folder, String prefix) {
    static final String IMAGES = "images-idx3";
    static final String LABELS = "labels-idx1";
    private static final Pattern IMAGES_NAME =
            Pattern.compile("(?:(.+)-)?(?:train|t10k|test)-images[-.]idx3-ubyte(?:\\.gz)?");

    /** The only set in a folder; several are bad input that lists them. */
    static Optional<IdxFolder> in(Path folder) {
        List<String> prefixes = prefixes(folder);
        if (prefixes.size() > 1) {
            throw new BadInput(folder + ": several sets of IDX files; give one, as in "
                    + prefixes.stream()
                            .filter(prefix -> !prefix.isEmpty())
                            .map(prefix -> folder.resolve(prefix).toString())
                            .collect(Collectors.joining(", "))
                    + (prefixes.contains("") ? "; the one without a beginning by a folder of its own" : ""));
        }
        return prefixes.stream().findFirst().map(prefix -> new IdxFolder(folder, prefix));
    }

    /** The set whose files begin with a path that is itself nothing, as in {@code data/emnist-letters}. */
    static Optional<IdxFolder> beginningWith(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        IdxFolder wanted = new IdxFolder(
                Optional.ofNullable(path.getParent()).orElse(folder),
                path.getFileName().toString());
        return Stream.of(Split.values()).anyMatch(wanted::hasImages) ? Optional.of(wanted) : Optional.empty();
    }

    private static List<String> prefixes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> IMAGES_NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(match -> Optional.ofNullable(match.group(1)).orElse(""))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadInput(folder + ": cannot be read: " + FailureReason.of(e), e);
        } catch (UncheckedIOException e) {
            throw new BadInput(folder + ": cannot be read: " + FailureReason.of(e), e);
        }
    }

    /** What the name of an images file begins with. */
    static String prefix(Path images) {
        Matcher name = IMAGES_NAME.matcher(images.getFileName().toString());
        return name.matches() && name.group(1) != null ? name.group(1) : "";
    }

    boolean hasImages(Split split) {
        return find(split, IMAGES).isPresent();
    }

    /** {@link #IMAGES} or {@link #LABELS} of a split. */
    Optional<Path> find(Split split, String part) {
        for (String word : split == Split.TRAIN ? List.of("train") : List.of("t10k", "test")) {
            String name = (prefix.isEmpty() ? "" : prefix + "-") + word + "-" + part + "-ubyte";
            for (String spelling : List.of(name, name.replace("-idx", ".idx"))) {
                for (String suffix : List.of("", ".gz")) {
                    Path path = folder.resolve(spelling + suffix);
                    if (Files.isRegularFile(path)) {
                        return Optional.of(path);
                    }
                }
            }
        }
        return Optional.empty();
    }

    Optional<IdxFile> file(Split split, String part) {
        return find(split, part).map(IdxFile::of);
    }

    /** The table that says which character a label is, where one lies beside them. */
    Optional<Path> mapping() {
        return Optional.of(folder.resolve(prefix + "-mapping.txt")).filter(Files::isRegularFile);
    }

    /** What a person would give for it. */
    Path path() {
        return prefix.isEmpty() ? folder : folder.resolve(prefix);
    }
}
