package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Commands that must be refused: one line that says why, exit 2, and the disk is as it was before. */
final class Refusals {
    private Refusals() {}

    /** Asserts that these arguments are refused with one line that says all of this, and that the folder is as it was. */
    static void assertRefused(Path folder, List<?> arguments, String... parts) throws IOException {
        assertRefused(folder, () -> Cli.run(arguments), parts);
    }

    static void assertRefused(Path folder, Supplier<Cli.Result> command, String... parts) throws IOException {
        SortedMap<String, byte[]> before = RunFiles.tree(folder);
        Cli.Result result = command.get();
        result.refused(Failures.BAD_INPUT, parts);
        assertThat(result.out()).as("what went to standard output").isEmpty();
        SortedMap<String, byte[]> after = RunFiles.tree(folder);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) ->
                assertThat(Arrays.equals(after.get(name), bytes)).as(name).isTrue());
    }
}
