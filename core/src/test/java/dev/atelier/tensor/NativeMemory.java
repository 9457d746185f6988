package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Holds a loop to flat native memory: what glibc's allocator has given out and not got back, to the byte. Resident memory would
 * count the Java heap too, which grows by far more than a leak of tensors as long as there is no need to collect it.
 */
public final class NativeMemory {
    private static final int ATTEMPTS = 6;

    private NativeMemory() {}

    /**
     * Runs the work {@code times} times and refuses a growth beyond {@code allowed} bytes. The JVM's own compilers borrow megabytes
     * for a moment, so readings wait for them to be idle, the lowest of some counts, and a growth must show six times over before it
     * is called one, as a leak does; still, {@code allowed} should be a few megabytes, and the leak that is meant much more.
     */
    public static void assertFlat(int times, long allowed, Runnable work) {
        assumeTrue(Platform.isLinux(), "native memory is counted by glibc, which is not here");
        int threads = Engine.threads();
        Engine.threads(1); // small work: a second thread would mostly wait
        long growth = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && growth > allowed; attempt++) {
            long before = lowest(times / 5, work);
            repeat(times * 3 / 5, work);
            growth = lowest(times / 5, work) - before;
        }
        Engine.threads(threads);
        assertThat(growth).as("growth of native memory in bytes").isLessThanOrEqualTo(allowed);
    }

    private static void repeat(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }

    /** The lowest of five readings while the work goes on. */
    private static long lowest(int times, Runnable work) {
        Glibc glibc = Native.load("c", Glibc.class);
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            repeat(times / 5, work);
            waitForCompilers();
            lowest = Math.min(lowest, inUse(glibc));
        }
        return lowest;
    }

    /** Until the JVM has compiled nothing for a tenth of a second, but for two seconds at most. */
    private static void waitForCompilers() {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        long before = -1;
        for (int i = 0; i < 20 && compilers.getTotalCompilationTime() != before; i++) {
            before = compilers.getTotalCompilationTime();
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long inUse(Glibc glibc) {
        try {
            Usage usage = glibc.mallinfo2();
            return usage.uordblks.longValue() + usage.hblkhd.longValue();
        } catch (UnsatisfiedLinkError old) {
            assumeTrue(false, "native memory is counted by glibc 2.33 and newer");
            throw old;
        }
    }

    /** Public for JNA. */
    public interface Glibc extends Library {
        Usage mallinfo2();
    }

    /** struct mallinfo2 of malloc.h: bytes given out from the heaps (uordblks) and as mappings of their own (hblkhd). */
    @FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static final class Usage extends Structure implements Structure.ByValue {
        public NativeLong arena;
        public NativeLong ordblks;
        public NativeLong smblks;
        public NativeLong hblks;
        public NativeLong hblkhd;
        public NativeLong usmblks;
        public NativeLong fsmblks;
        public NativeLong uordblks;
        public NativeLong fordblks;
        public NativeLong keepcost;
    }
}
