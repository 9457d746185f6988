package dev.atelier.data;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the labels of IDX files mean, and whether their images lie on their side. MNIST (Y. LeCun, C. Cortes, C. Burges),
 * Fashion-MNIST (Xiao et al. 2017, arXiv 1708.07747), KMNIST and Kuzushiji-49 (Clanuwat et al. 2018, arXiv 1812.01718), and the six sets of EMNIST
 * (Cohen et al. 2017, arXiv 1702.05373), whose images are stored with rows and columns exchanged and whose letters begin at label 1.
 *
 * @param names of the labels; empty where labels are their own names
 * @param turned whether rows and columns are exchanged in the files
 */
record IdxFamily(String title, Map<Integer, String> names, boolean turned) {
    static final IdxFamily NUMBERED = new IdxFamily("numbered classes", Map.of(), false);
    static final IdxFamily MNIST = of("MNIST", 0, letters("0123456789"));
    static final IdxFamily FASHION_MNIST = of(
            "Fashion-MNIST",
            0,
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"));

    private static final IdxFamily KMNIST =
            of("KMNIST", 0, List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"));
    private static final String EMNIST = "emnist-";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String MERGED =
            "0123456789" + CAPITALS + "abdefghnqrt"; // the other small letters look like the capitals

    private static IdxFamily of(String title, int first, List<String> names) {
        Map<Integer, String> byLabel = new LinkedHashMap<>();
        names.forEach(name -> byLabel.put(first + byLabel.size(), name));
        return new IdxFamily(title, Map.copyOf(byLabel), false);
    }

    private static List<String> letters(String all) {
        return all.chars().mapToObj(Character::toString).toList();
    }

    /** What a label is called. */
    String name(int label) {
        return names.getOrDefault(label, Integer.toString(label));
    }

    /** Names in the order of their labels. */
    List<String> inOrder() {
        return names.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What somebody has to be told who did not say that the files are of this family. */
    String telling() {
        String first = inOrder().stream().limit(3).collect(Collectors.joining(", "));
        return (names.isEmpty() ? "" : ", its classes are called " + first + ", …")
                + (turned ? "; its images lie on their side in the file and are turned upright" : "");
    }

    /** Whether each of these labels has a name here. */
    boolean knows(int[] labels) {
        return names.isEmpty() || IntStream.of(labels).allMatch(names::containsKey);
    }

    /** Whether a class is called otherwise than by its number, or an image turned: then somebody has to be told. */
    boolean tells() {
        return turned || names.entrySet().stream().anyMatch(e -> !e.getValue().equals(e.getKey() + ""));
    }

    /** By what stands before {@code -train-images…} in the files' names, else by the folder's name. */
    static IdxFamily of(IdxFolder files) {
        String prefix = files.prefix().toLowerCase(Locale.ROOT);
        if (prefix.startsWith(EMNIST)) {
            return emnist(files, prefix.substring(EMNIST.length()));
        }
        return named(plain(prefix)).or(() -> named(folderName(files.folder()))).orElse(NUMBERED);
    }

    private static Optional<IdxFamily> named(String plain) {
        return switch (plain) {
            case "mnist" -> Optional.of(MNIST);
            case "fashionmnist" -> Optional.of(FASHION_MNIST);
            case "kmnist" -> Optional.of(KMNIST);
            default -> Optional.empty();
        };
    }

    /** The folder's name, or its parent's where files lie in {@code raw} as some libraries leave them. */
    private static String folderName(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        Path last = whole.getFileName();
        if (last != null && last.toString().equals("raw") && whole.getParent() != null) {
            last = whole.getParent().getFileName();
        }
        return last == null ? "" : plain(last.toString().toLowerCase(Locale.ROOT));
    }

    private static String plain(String name) {
        return name.replaceAll("[-_ ]", "");
    }

    private static IdxFamily emnist(IdxFolder files, String set) {
        Optional<IdxFamily> usual = Optional.ofNullable(
                switch (set) {
                    case "balanced", "bymerge" -> of("", 0, letters(MERGED));
                    case "byclass" -> of("", 0, letters("0123456789" + CAPITALS + CAPITALS.toLowerCase(Locale.ROOT)));
                    case "letters" -> of("", 1, letters(CAPITALS));
                    case "digits", "mnist" -> of("", 0, letters("0123456789"));
                    default -> null;
                });
        Map<Integer, String> names = files.mapping()
                .map(IdxFamily::mapping)
                .or(() -> usual.map(IdxFamily::names))
                .orElse(Map.of());
        return new IdxFamily("EMNIST " + set, names, true);
    }

    /** EMNIST's own table: in each line a label, then the code of its character, and where two are one class the second's. */
    private static Map<Integer, String> mapping(Path path) {
        Map<Integer, String> names = new LinkedHashMap<>();
        List<String> lines;
        try {
            lines = new ArrayList<>(Files.readAllLines(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BadInput(path + ": cannot be read: " + FailureReason.of(e), e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            if (!line.matches("[0-9]{1,3}( +[0-9]{2,5}){1,2}")) {
                throw new BadInput(path + ":" + (i + 1) + ": '" + line
                        + "'; a label and the code of its character, as in '1 65 97'");
            }
            String[] parts = line.split(" +");
            names.put(Integer.parseInt(parts[0]), Character.toString(Integer.parseInt(parts[1])));
        }
        return Map.copyOf(names);
    }
}
