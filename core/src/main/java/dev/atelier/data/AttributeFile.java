package dev.atelier.data;

import dev.atelier.BadInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file of attributes (RFC 4180, UTF-8): a head, then one row for each image. The first column is {@code file}, each
 * further one an attribute; what stands behind {@code file} in the head, a comma, a semicolon or a tab, separates the cells of all lines; {@code name:categorical} and {@code name:continuous} fix its kind. Every cell has a value.
 *
 * @param rows by their file, in order
 */
record AttributeFile(Path path, List<Column> columns, Map<String, Row> rows) {
    static final String NAME = "attributes.csv";
    private static final String FILE = "file";
    private static final int HEAD = 1024;
    private static final Pattern FIRST = Pattern.compile("\\s*\"?file\"?[ ]*([,;\t])");
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    /**
     * @param kind if the head fixes it
     */
    record Column(String name, Optional<String> kind) {}

    /**
     * @param where the file and the line, for messages
     * @param cells one for each column
     */
    record Row(String where, List<String> cells) {}

    /** Of a file that lies anywhere. */
    static AttributeFile read(Path path) {
        return read(path, () -> Files.newInputStream(path));
    }

    /** Of a file of the data, in a folder or in an archive. */
    static AttributeFile read(DataFile file) {
        return read(file.place(), file::stream);
    }

    /** Opens a file. */
    private interface Opening {
        InputStream stream() throws IOException;
    }

    private static AttributeFile read(Path path, Opening opening) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(opening.stream(), StandardCharsets.UTF_8.newDecoder()))) {
            skipByteOrderMark(reader);
            CSVFormat format = FORMAT.builder().setDelimiter(delimiter(reader)).get();
            try (CSVParser parser = format.parse(reader)) {
                Iterator<CSVRecord> records = parser.iterator();
                if (!records.hasNext()) {
                    throw new BadInput(path + ": empty; its first line is the head: file, then the attributes");
                }
                List<Column> columns = head(path + ":" + parser.getCurrentLineNumber(), records.next());
                return new AttributeFile(path, columns, rows(path, columns, parser, records));
            }
        } catch (UncheckedIOException e) {
            throw unreadable(path, e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static BadInput unreadable(Path path, IOException e) {
        return new BadInput(
                path + ": cannot be read: "
                        + (e instanceof CharacterCodingException ? "not UTF-8 text" : FailureReason.of(e)),
                e);
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    /** What stands behind the first cell of the head. */
    private static char delimiter(BufferedReader reader) throws IOException {
        reader.mark(HEAD);
        char[] start = new char[HEAD];
        int length = Math.max(0, reader.read(start));
        reader.reset();
        Matcher first = FIRST.matcher(new String(start, 0, length));
        return first.lookingAt() ? first.group(1).charAt(0) : ',';
    }

    private static List<Column> head(String where, CSVRecord head) {
        if (!head.get(0).equals(FILE) || head.size() < 2) {
            throw new BadInput(
                    where + ": the head is '" + String.join(",", head.toList())
                            + "'; it begins with 'file', then come the attributes, with commas, semicolons or tabs between them");
        }
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String cell : head.toList().subList(1, head.size())) {
            Column column = column(cell);
            if (column.name().isBlank() || hasLineBreak(cell)) {
                throw new BadInput(where + ": a column has no name, or one of two lines; every attribute has a name");
            }
            if (!names.add(column.name())) {
                throw new BadInput(where + ": two columns '" + column.name() + "'; each attribute once");
            }
            columns.add(column);
        }
        return columns;
    }

    private static Column column(String cell) {
        for (String kind : List.of(Attribute.Categorical.KIND, Attribute.Continuous.KIND)) {
            if (cell.endsWith(":" + kind)) {
                return new Column(
                        cell.substring(0, cell.length() - kind.length() - 1).strip(), Optional.of(kind));
            }
        }
        return new Column(cell.strip(), Optional.empty());
    }

    private static Map<String, Row> rows(
            Path path, List<Column> columns, CSVParser parser, Iterator<CSVRecord> records) {
        Map<String, Row> rows = new LinkedHashMap<>();
        Map<String, String> same = new HashMap<>(); // one string for all cells that say the same
        CountedFaults lengths = new CountedFaults("rows");
        CountedFaults empty = new CountedFaults("cells");
        CountedFaults doubled = new CountedFaults("rows");
        while (records.hasNext()) {
            CSVRecord cells = records.next();
            String where = path + ":" + parser.getCurrentLineNumber();
            if (cells.size() != columns.size() + 1) {
                lengths.add(where + ": " + cells.size() + " cells, the head has " + (columns.size() + 1));
                continue;
            }
            List<String> values = new ArrayList<>(columns.size());
            for (int c = 0; c <= columns.size(); c++) {
                String cell = cells.get(c);
                if (cell.isBlank() || hasLineBreak(cell)) {
                    String name = c == 0 ? FILE : columns.get(c - 1).name();
                    empty.add(where + ": no value in column '" + name + "', or one of two lines; every cell has one");
                } else if (c > 0) {
                    values.add(same.computeIfAbsent(cell, key -> key));
                }
            }
            Row earlier = rows.putIfAbsent(cells.get(0), new Row(where, values));
            if (earlier != null) {
                doubled.add(where + ": a second row for '" + cells.get(0) + "', the first is at " + earlier.where());
            }
        }
        List.of(lengths, empty, doubled).forEach(CountedFaults::refuse);
        return rows;
    }

    private static boolean hasLineBreak(String cell) {
        return cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0;
    }
}
