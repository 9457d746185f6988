package dev.atelier.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much main memory programs may still take. */
final class FreeMemory {
    private static final String LINE = "MemAvailable:";
    private static final long UNKNOWN = 2L << 30;

    private FreeMemory() {}

    /** In bytes: what Linux says is available, elsewhere what is free; two gibibytes where the system does not tell. */
    static long bytes() {
        try {
            return available(Files.readString(Path.of("/proc/meminfo")));
        } catch (IOException | NumberFormatException untold) {
            return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                    ? system.getFreeMemorySize()
                    : UNKNOWN;
        }
    }

    /** Of the text of Linux' table, in kibibytes there. */
    static long available(String table) {
        return table.lines()
                .filter(line -> line.startsWith(LINE))
                .findFirst()
                .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .orElse(UNKNOWN);
    }
}
