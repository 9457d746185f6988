package dev.atelier.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command prints.
 *
 * @param out results: text for a person, or JSON
 * @param err progress, notices, errors
 */
record Console(PrintStream out, PrintStream err) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./\\\\-]+");

    /** Prints plain values (maps, lists, strings, numbers) as indented JSON. */
    void json(Object value) {
        out.println(Json.MAPPER.writeValueAsString(value));
    }

    /** A path as one can type it into a shell. */
    static String quoted(Object path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** A writer that leaves the encoding to the stream. */
    static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int length) {
                        stream.print(new String(text, from, length));
                    }

                    @Override
                    public void flush() {
                        stream.flush();
                    }

                    @Override
                    public void close() {
                        flush();
                    }
                },
                true);
    }

    /** Made only when JSON is asked for: the library costs start-up time. */
    private static final class Json {
        private static final JsonMapper MAPPER =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }
}
