package dev.atelier;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds the other tests' refusals must itself see what is no refusal. */
class RefusalsTest {
    @TempDir
    Path folder;

    private static ThrowingCallable refusing(String line) {
        return () -> {
            throw new BadInput(line);
        };
    }

    private void writing(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        throw new BadInput("no");
    }

    @Test
    void aLineIsARefusal() {
        assertBadInput(refusing("k is 3; allowed: 1 to 2")).hasMessageContaining("allowed");
        assertThatThrownBy(() -> assertBadInput(refusing("k is 3")).hasMessageContaining("allowed"))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void nothingSaidIsNone(String text) {
        assertThatThrownBy(() -> assertBadInput(refusing(text))).isInstanceOf(AssertionError.class);
    }

    @Test
    void anotherExceptionAndNoneAreNone() {
        assertThatThrownBy(() -> assertBadInput(() -> {
                    throw new IllegalStateException("a fault of ours");
                }))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertBadInput(() -> {})).isInstanceOf(AssertionError.class);
    }

    @Test
    void aTraceIsSeen() throws IOException {
        Files.writeString(folder.resolve("mine"), "as it was");
        assertBadInputWithoutTrace(folder, refusing("no")).hasMessage("no");
        assertBadInputWithoutTrace(folder, () -> writing("mine", "as it was"));
        for (String name : new String[] {"mine", "new"}) {
            assertThatThrownBy(() -> assertBadInputWithoutTrace(folder, () -> writing(name, "changed")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(name);
        }
        assertThatThrownBy(() -> assertBadInputWithoutTrace(folder, () -> {
                    Files.delete(folder.resolve("mine"));
                    throw new BadInput("no");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("mine");
    }
}
