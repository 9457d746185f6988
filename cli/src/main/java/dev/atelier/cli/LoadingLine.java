package dev.atelier.cli;

import dev.atelier.data.LoadProgress;
import java.io.PrintStream;

/** Shows on a terminal how far reading or downloading has come; elsewhere one line for each piece of work. */
final class LoadingLine implements LoadProgress, AutoCloseable {
    private static final long NANOS = 200_000_000;
    private static final double LEAST_SECONDS = 1;

    private final PrintStream err;
    private final boolean terminal = ProgressLine.isTerminal();
    private String current = "";
    private long last = System.nanoTime() - NANOS;
    private int width;
    private long begun = System.nanoTime();
    private long before;

    LoadingLine(PrintStream err) {
        this.err = err;
    }

    @Override
    public void at(String what, long done, long total) {
        boolean fresh = !what.equals(current);
        current = what;
        if (fresh) {
            begun = System.nanoTime();
            before = done;
        }
        if (!terminal) {
            if (fresh) {
                err.println(what);
            }
        } else if (fresh || done == total || System.nanoTime() - last >= NANOS) {
            last = System.nanoTime();
            int columns = TerminalWidth.columns() - 1;
            String whole = total > 0 ? what + "  " + 100 * done / total + " %" + left(done, total) : what;
            String text = whole.substring(Math.max(0, whole.length() - columns)); // the end has the numbers
            err.print("\r" + text + " ".repeat(Math.max(0, Math.min(width, columns) - text.length())));
            err.flush();
            width = text.length();
        }
    }

    /** How long the rest takes at the rate so far, once that is known. */
    private String left(long done, long total) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (done <= before || done >= total || seconds < LEAST_SECONDS) {
            return "";
        }
        long left = Math.round(seconds * (total - done) / (done - before));
        return left < 60 ? "  " + left + " s left" : "  " + (left + 30) / 60 + " min left";
    }

    /** Wipes the line. */
    @Override
    public void close() {
        if (width > 0) {
            err.print("\r" + " ".repeat(Math.min(width, TerminalWidth.columns() - 1)) + "\r");
            err.flush();
            width = 0;
        }
    }
}
