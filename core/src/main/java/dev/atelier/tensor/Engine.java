package dev.atelier.tensor;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * Starts libtorch once: JavaCPP's properties before its first class loads, glibc's allocator (big buffers are kept instead of going
 * back to the kernel after each operation), how threads wait ({@link Waiting}), then the natives. One operation has as many threads as
 * the JVM may use processors: the affinity of the process counts, and so does a container's quota, which libtorch does not know. A
 * user's {@code OMP_NUM_THREADS} goes before that. {@link #start} is cheap after the first call; every entrance of the library calls it.
 */
public final class Engine {
    private static volatile boolean started;
    private static volatile int workers;

    private Engine() {}

    /** Loads the natives; about a second the first time. */
    public static void start() {
        if (!started) {
            load();
        }
    }

    private static synchronized void load() {
        if (started) {
            return;
        }
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        if (System.getenv("MALLOC_MMAP_MAX_") == null) {
            tuneAllocator();
        }
        passOverCuda();
        Waiting.keepShort();
        Loader.load(torch.class);
        int processors = Runtime.getRuntime().availableProcessors();
        if (System.getenv("OMP_NUM_THREADS") == null && torch.get_num_threads() > processors) {
            torch.set_num_threads(processors);
        }
        // OpenBLAS' own threads take the cores from libtorch's: a step of the compact networks took twice as long with
        // them
        openblas.blas_set_num_threads(1);
        started = true;
    }

    /** Where there are no GPU natives, JavaCPP would still look for each of CUDA's libraries in every jar and many folders. */
    private static void passOverCuda() {
        String extension = "org.bytedeco.javacpp.platform.extension";
        String natives = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/" + System.mapLibraryName("jnitorch");
        if (System.getProperty(extension) == null && torch.class.getResource(natives) == null) {
            System.setProperty(extension, "");
        }
    }

    /** Sets how many threads one operation of the calling thread may use; 0 leaves their number as it is: at first one a processor. */
    public static void threads(int count) {
        int wanted = count > 0 ? count : workers();
        torch.set_num_threads(wanted);
        workers = 0;
    }

    /**
     * From now on an operation of the calling thread has one thread, and independent pieces of work are done on so many {@link Workers}; 0
     * leaves their number as it is: at first one a processor. No sum depends on it.
     */
    public static void workers(int count) {
        int wanted = count > 0 ? count : workers();
        torch.set_num_threads(1);
        workers = wanted;
    }

    /** How many pieces of independent work are done at a time: as {@link #workers(int)} said, else {@link #threads()}. */
    public static int workers() {
        int said = workers;
        return said > 0 ? said : threads();
    }

    /** How many threads one operation of the calling thread may use. */
    public static int threads() {
        start();
        return torch.get_num_threads();
    }

    /** Whether operations have one thread, and independent pieces of work are done at the same time. */
    static boolean isDivided() {
        return workers > 0;
    }

    /** The vector instructions that libtorch found: {@code DEFAULT}, {@code AVX2}, {@code AVX512}, … */
    public static String cpuCapability() {
        start();
        return torch.get_cpu_capability().getString();
    }

    /** Version of libtorch, for receipts. */
    public static String torchVersion() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch").split("-")[0];
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** First line of a native error, without the C++ trace behind it. */
    public static String firstLine(RuntimeException nativeError) {
        String message = String.valueOf(nativeError.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    // glibc's malloc.h: M_TRIM_THRESHOLD -1, M_TOP_PAD -2, M_MMAP_MAX -4, M_ARENA_MAX -8
    private static void tuneAllocator() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            Glibc glibc = Native.load("c", Glibc.class);
            glibc.mallopt(-4, 0);
            glibc.mallopt(-1, Integer.MAX_VALUE);
            glibc.mallopt(-8, 1);
        } catch (UnsatisfiedLinkError musl) {
            return; // not glibc: nothing to tune
        }
    }

    private interface Glibc extends Library {
        int mallopt(int parameter, int value);
    }
}
