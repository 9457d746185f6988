package dev.atelier.tensor;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Map;

/**
 * How long the threads of an operation wait for one another before they sleep. As they come, libgomp's spin for about ten milliseconds
 * at the end of each operation and OpenBLAS' for about thirty. On a quiet machine that costs nothing; beside another program the
 * spinning threads hold the processors that the thread they wait for would need. Here they spin for some tens of microseconds, about
 * what it costs to wake a thread, and then sleep. The libraries read this from the environment when they load.
 */
final class Waiting {
    /** With these set, the user has decided. */
    private static final String POLICY = "OMP_WAIT_POLICY";

    /** Turns of libgomp's loop; {@code OPENBLAS_THREAD_TIMEOUT} is the exponent of two of the processor's cycles. */
    private static final Map<String, String> SHORT = Map.of("GOMP_SPINCOUNT", "2000", "OPENBLAS_THREAD_TIMEOUT", "18");

    private Waiting() {}

    /** To be called before the libraries load; what the user has set stays. On Linux alone, where libtorch comes with libgomp. */
    static void keepShort() {
        if (!Platform.isLinux() || System.getenv(POLICY) != null) {
            return;
        }
        try {
            Environment environment = Native.load("c", Environment.class);
            SHORT.forEach((name, value) -> environment.setenv(name, value, 0));
        } catch (UnsatisfiedLinkError unusual) {
            return; // another C library: the threads wait as they come
        }
    }

    private interface Environment extends Library {
        int setenv(String name, String value, int overwrite);
    }
}
