package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs commands in this JVM. */
final class Cli {
    private Cli() {}

    /** What a command gave back. */
    record Result(int code, String out, String err) {
        /** The lines that report errors; notices and progress are others. */
        List<String> errors() {
            return err.lines().filter(line -> line.startsWith("atelier: ")).toList();
        }

        /** Asserts that it did what it should. */
        Result done() {
            assertThat(code).as(err).isZero();
            assertThat(errors()).isEmpty();
            return this;
        }

        /** Asserts that it failed with one line that says all of this, and with nothing that looks like Java. */
        Result refused(int expected, String... parts) {
            assertThat(errors()).as(err).hasSize(1);
            assertThat(errors().get(0)).contains(parts);
            assertThat(err).doesNotContain("Exception", "\tat ");
            assertThat(code).as(err).isEqualTo(expected);
            return this;
        }
    }

    static Result run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] args = Arrays.stream(arguments)
                .flatMap(argument -> argument instanceof List<?> list ? list.stream() : Stream.of(argument))
                .map(String::valueOf)
                .toArray(String[]::new);
        int code = Main.run(args, stream(out), stream(err));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
