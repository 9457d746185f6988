package dev.atelier.benchmarks;

import dev.atelier.tensor.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a measured number needs beside it: when, of which sources, on what. */
final class Machine {
    private Machine() {}

    /** Of this machine and the checkout {@code root}. */
    static Map<String, Object> describe(Path root) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("date", OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put("commit", commit(root));
        machine.put("processor", Processor.name());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("jdk", Runtime.version().toString());
        return machine;
    }

    private static String commit(Path root) {
        try {
            Process git = new ProcessBuilder("git", "-C", root.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return name.isBlank() ? "unknown" : name.strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
