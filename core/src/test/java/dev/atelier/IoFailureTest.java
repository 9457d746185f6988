package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoFailureTest {
    @TempDir
    Path folder;

    @Test
    void aPathThatCannotBeIsTheUsersMistake() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path missing = folder.resolve("missing/deeper");
        assertMistake(missing, new NoSuchFileException(missing.toString()));
        assertMistake(file, new AccessDeniedException(file.toString()));
        assertMistake(file, new MalformedInputException(3));
        Path below = file.resolve("below"); // the system says in its own language that a file is no folder
        assertMistake(below, new FileSystemException(below.toString(), null, "Kein Verzeichnis"));
        assertMistake(folder, new FileSystemException(below.toString(), null, "Kein Verzeichnis"));
        Path name = folder.resolve("n".repeat(256));
        assertMistake(name, new FileSystemException(name.toString(), null, "Dateiname zu lang"));
    }

    @Test
    void aDiskThatIsFullOrFailsIsNot() {
        assertFailure(folder.resolve("new"), new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar"));
        assertFailure(folder, new FileSystemException(folder.resolve("a").toString(), null, "No space left on device"));
        assertFailure(folder, new IOException("Input/output error"));
    }

    private static void assertMistake(Path path, IOException e) {
        assertThat(IoFailure.of("told", path, e))
                .isInstanceOf(BadInput.class)
                .hasMessage("told")
                .hasCause(e);
    }

    private static void assertFailure(Path path, IOException e) {
        assertThat(IoFailure.of("told", path, e))
                .isInstanceOf(IoFailure.class)
                .hasMessage("told")
                .hasCause(e);
    }
}
