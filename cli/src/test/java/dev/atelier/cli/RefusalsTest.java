package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds the other tests' refusals must itself see what is no refusal. */
class RefusalsTest {
    private static final String LINE = "atelier: k is 7; allowed: 1 to 6\n";

    @TempDir
    Path folder;

    private Cli.Result writing(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Cli.Result(2, "", LINE);
    }

    @Test
    void aLineWithExitTwoIsARefusal() throws IOException {
        assertRefused(folder, () -> new Cli.Result(2, "", LINE), "k is 7", "1 to 6");
        assertRefused(folder, () -> new Cli.Result(2, "", "loading\n" + LINE), "k is 7");
        assertRefused(folder, List.of("runs", "show", folder.resolve("none")), "does not exist");
        Files.writeString(folder.resolve("mine"), "as it was");
        assertRefused(folder, () -> writing("mine", "as it was"), "k is 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | '' | atelier: k is 7",
                "1 | '' | atelier: k is 7",
                "2 | '' | atelier: k is 8",
                "2 | '' | ''",
                "2 | '' | k is 7",
                "2 | fid 3 | atelier: k is 7",
                "2 | '' | 'atelier: k is 7\natelier: k is 7'",
                "2 | '' | 'atelier: k is 7\n\tat dev.atelier.cli.Main'",
                "2 | '' | 'java.lang.IllegalStateException\natelier: k is 7'"
            })
    void anythingElseIsNone(int code, String out, String err) {
        assertThatThrownBy(() -> assertRefused(folder, () -> new Cli.Result(code, out, err), "k is 7"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aTraceIsSeen() throws IOException {
        Files.writeString(folder.resolve("mine"), "as it was");
        for (String name : List.of("mine", "new")) {
            assertThatThrownBy(() -> assertRefused(folder, () -> writing(name, "changed"), "k is 7"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(name);
        }
    }
}
