package dev.atelier.data;

import dev.atelier.BadInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Pairs by a table: {@code pairs.csv} (RFC 4180, UTF-8), with the head {@code a,b} or {@code a,b,split} and a row for each pair.
 * Paths are below the folder of the table.
 */
final class PairTable {
    static final String NAME = "pairs.csv";
    private static final List<String> PLAIN = List.of("a", "b");
    private static final List<String> WITH_SPLIT = List.of("a", "b", "split");
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    private final DataFile table;
    private final Map<String, DataFile> files = new HashMap<>();
    private final String folder;
    private final CountedFaults faults = new CountedFaults("rows");
    private int columns = PLAIN.size();

    private PairTable(FileTree tree, DataFile table) {
        this.table = table;
        folder = table.name().substring(0, table.name().length() - NAME.length());
        tree.files().forEach(file -> files.put(file.name(), file));
    }

    private record Row(SplitName split, DataFile a, DataFile b) {}

    /** The pairs of each split; empty where there is no table right in {@code root}. */
    static Optional<Map<SplitName, Partners>> of(FileTree tree, String root) {
        return tree.files().stream()
                .filter(file -> file.name().equals(root + NAME))
                .findFirst()
                .map(file -> new PairTable(tree, file).read());
    }

    private Map<SplitName, Partners> read() {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(table.stream(), StandardCharsets.UTF_8.newDecoder()));
                CSVParser parser = FORMAT.parse(reader)) {
            boolean head = true;
            for (CSVRecord cells : parser) {
                String where = table.place() + ":" + parser.getCurrentLineNumber();
                if (head) {
                    requireHead(where, cells.toList());
                    head = false;
                } else {
                    row(where, cells.toList()).ifPresent(rows::add);
                }
            }
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw unreadable(e);
        }
        faults.refuse();
        if (rows.isEmpty()) {
            throw new BadInput(table.place() + ": no pairs; its head is a,b or a,b,split, then come rows");
        }
        return partners(rows);
    }

    private BadInput unreadable(IOException e) {
        return new BadInput(
                table.place() + ": cannot be read: "
                        + (e instanceof CharacterCodingException ? "not UTF-8 text" : FailureReason.of(e)),
                e);
    }

    private void requireHead(String where, List<String> cells) {
        List<String> head = new ArrayList<>(cells);
        if (!head.isEmpty() && head.get(0).startsWith("\uFEFF")) {
            head.set(0, head.get(0).substring(1));
        }
        if (!head.equals(PLAIN) && !head.equals(WITH_SPLIT)) {
            throw new BadInput(where + ": the head is '" + String.join(",", head) + "'; allowed: a,b or a,b,split");
        }
        columns = head.size();
    }

    private Optional<Row> row(String where, List<String> cells) {
        if (cells.size() != columns) {
            faults.add(where + ": " + cells.size() + " cells, the head has " + columns);
            return Optional.empty();
        }
        Optional<DataFile> a = file(where, cells.get(0));
        Optional<DataFile> b = file(where, cells.get(1));
        Optional<SplitName> split = columns == PLAIN.size()
                ? Optional.of(SplitName.TRAIN)
                : SplitName.of(cells.get(2)).filter(name -> name != SplitName.DOMAIN);
        if (split.isEmpty()) {
            faults.add(where + ": split '" + cells.get(2) + "'; allowed: train, val, test");
        }
        return a.isEmpty() || b.isEmpty() || split.isEmpty()
                ? Optional.empty()
                : Optional.of(new Row(split.get(), a.get(), b.get()));
    }

    private Optional<DataFile> file(String where, String path) {
        String plain = FileNames.composed(path.strip().replace('\\', '/'));
        Optional<DataFile> file =
                Optional.ofNullable(files.get(folder + (plain.startsWith("./") ? plain.substring(2) : plain)));
        if (file.isEmpty() || !file.get().isNamedAsImage()) {
            faults.add(where + ": '" + path + "' is "
                    + (file.isEmpty() ? "no file below the folder of the table" : "not named as a picture"));
            return Optional.empty();
        }
        return file;
    }

    private Map<SplitName, Partners> partners(List<Row> rows) {
        Map<SplitName, List<Partners.Pair>> pairs = new EnumMap<>(SplitName.class);
        Map<String, Integer> uses = new HashMap<>();
        rows.forEach(row -> uses.merge(row.a().name(), 1, Integer::sum));
        Map<String, Row> seen = new HashMap<>();
        for (Row row : rows) {
            String a = Partners.stem(row.a().name().substring(folder.length()));
            String stem = uses.getOrDefault(row.a().name(), 0) == 1
                    ? a
                    : a + "+" + Partners.stem(row.b().name().substring(folder.length()));
            if (seen.putIfAbsent(stem, row) != null) {
                throw new BadInput(table.place() + ": two rows for the pair '" + stem + "'; each once");
            }
            pairs.computeIfAbsent(row.split(), split -> new ArrayList<>())
                    .add(new Partners.Pair(
                            stem,
                            "",
                            row.a().name(),
                            row.b().name(),
                            () -> new Partners.Both(Optional.of(Picture.of(row.a())), Picture.of(row.b()))));
        }
        Map<SplitName, Partners> partners = new EnumMap<>(SplitName.class);
        pairs.forEach((split, all) -> partners.put(split, Partners.of(all)));
        return partners;
    }
}
