package dev.atelier.cli;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/** How wide the terminal behind standard error is, asked of the system each time, for people resize their windows. */
final class TerminalWidth {
    /** Where the system does not tell, as on Windows. */
    static final int USUAL = 100;

    private static final int STANDARD_ERROR = 2;
    private static final long WINDOW_SIZE = Platform.isMac() ? 0x40087468L : 0x5413L; // TIOCGWINSZ

    /** The system's library. */
    interface Kernel extends Library {
        int ioctl(int file, NativeLong request, Object... arguments);
    }

    private TerminalWidth() {}

    static int columns() {
        if (Platform.isWindows()) {
            return USUAL;
        }
        try (Memory rowsAndColumns = new Memory(8)) {
            rowsAndColumns.clear();
            int failed = Loaded.KERNEL.ioctl(STANDARD_ERROR, new NativeLong(WINDOW_SIZE), rowsAndColumns);
            int columns = Short.toUnsignedInt(rowsAndColumns.getShort(2));
            return failed != 0 || columns == 0 ? USUAL : columns;
        } catch (LinkageError e) { // no native access: a width is not worth a training
            return USUAL;
        }
    }

    private static final class Loaded {
        private static final Kernel KERNEL = Native.load(Platform.C_LIBRARY_NAME, Kernel.class);
    }
}
