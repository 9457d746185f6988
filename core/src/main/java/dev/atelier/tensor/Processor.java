package dev.atelier.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What Linux tells of the processor; elsewhere little is known. */
public final class Processor {
    private Processor() {}

    /** For a person; {@code unknown} where the system does not say. */
    public static String name() {
        return line("model name")
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElseGet(() -> System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "unknown"));
    }

    /** All that Linux says it can do, in Linux' names; empty where the system does not say. */
    public static String flags() {
        return line("flags")
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }

    /** Whether it has at least one of these, in Linux' names of flags; unknown counts as no. */
    static boolean hasAny(String... flags) {
        return Arrays.stream(flags().split("\\s+")).anyMatch(Arrays.asList(flags)::contains);
    }

    private static Optional<String> line(String key) {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith(key)).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
