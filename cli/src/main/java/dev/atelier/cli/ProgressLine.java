package dev.atelier.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The line that tells how far a training is. On a terminal it is redrawn in place, at most five times a second; elsewhere, as in a
 * log file, a plain line is printed every ten seconds. No colours, under 100 columns and never wider than the terminal is at that
 * moment: what matters least is left out. Rate and time left come from the last half minute. Methods may be called from any
 * thread.
 */
final class ProgressLine implements AutoCloseable {
    static final int COLUMNS = 98;
    private static final long SECOND = 1_000_000_000L;
    private static final long SAMPLE_EVERY = SECOND / 5;
    private static final long LOG_EVERY = 10 * SECOND;
    private static final long RATE_OVER = 30 * SECOND;
    private static final int BAR = 14;
    private static final int SHORTEST_BAR = 6;

    private record Sample(long nanos, long step) {}

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private final LongSupplier nanos;
    private final IntSupplier columns;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long step;
    private long epoch;
    private long imagesPerStep;
    private String losses = "";
    private String metric = "";
    private long lastDrawn;
    private long stepDrawn = -1;
    private int onScreen;
    private int bar = BAR;
    private int width = COLUMNS;
    private boolean closed;

    private ProgressLine(
            PrintStream out, boolean terminal, long total, long start, LongSupplier nanos, IntSupplier columns) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.nanos = nanos;
        this.columns = columns;
        this.step = start;
        this.lastDrawn = nanos.getAsLong();
        samples.add(new Sample(lastDrawn, start));
    }

    /**
     * A line for steps {@code start} to {@code total}; nothing is printed yet. {@code nanos} is a clock like System.nanoTime, {@code
     * columns} the width of the terminal now.
     */
    static ProgressLine of(
            PrintStream out, boolean terminal, long total, long start, LongSupplier nanos, IntSupplier columns) {
        return new ProgressLine(out, terminal, total, start, nanos, columns);
    }

    /** Whether standard error is a terminal that can redraw a line. */
    static boolean isTerminal() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        Path standardError = Path.of("/proc/self/fd/2"); // Linux alone can tell standard error from standard output
        if (Files.isSymbolicLink(standardError)) {
            try {
                return isTerminal(Files.readSymbolicLink(standardError).toString());
            } catch (IOException e) {
                return false;
            }
        }
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    static boolean isTerminal(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }

    /** From JDK 22 on there may be a console that is no terminal; before, a console always was one. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) MethodHandles.publicLookup()
                    .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class))
                    .invokeExact(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (Throwable e) {
            return false;
        }
    }

    /** Shown from now on: the pass over the data, as people count, from 1. */
    synchronized void epoch(long number) {
        epoch = number;
    }

    /** Shows images per second from now on. */
    synchronized void imagesPerStep(long images) {
        imagesPerStep = images;
    }

    /** Shown from the next drawing on. */
    synchronized void losses(double d, double g) {
        losses = "  D " + loss(d) + "  G " + loss(g);
    }

    /** Shown from the next drawing on: the newest measurement. */
    synchronized void metric(String name, double value) {
        metric = "  " + name + " " + metric(value);
    }

    /** This many steps are done. Draws when it is time to. */
    synchronized void step(long done) {
        if (closed) {
            return;
        }
        step = done;
        long now = nanos.getAsLong();
        if (now - samples.getLast().nanos < SAMPLE_EVERY) {
            return;
        }
        sample(now);
        if (terminal || now - lastDrawn >= LOG_EVERY) {
            draw(now);
        }
    }

    /** Prints a message of its own above the line. */
    synchronized void note(String line) {
        if (onScreen == 0) {
            out.println(line);
            return;
        }
        measure();
        out.print("\r" + " ".repeat(onScreen) + "\r");
        out.println(line);
        onScreen = 0;
        draw(nanos.getAsLong());
    }

    /** Draws where the training ended and leaves the line. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        long now = nanos.getAsLong();
        if (now > samples.getLast().nanos && step > samples.getLast().step) {
            sample(now);
        }
        if (step != stepDrawn || terminal) {
            draw(now);
        }
        if (terminal) {
            out.println();
            onScreen = 0;
        }
    }

    private void sample(long now) {
        samples.add(new Sample(now, step));
        Sample oldest = samples.removeFirst();
        while (samples.size() > 1 && now - samples.getFirst().nanos >= RATE_OVER) {
            oldest = samples.removeFirst();
        }
        samples.addFirst(oldest);
    }

    /** The width of now; the last column stays free, for some terminals go to the next line after it. */
    private void measure() {
        int before = width;
        width = terminal ? Math.max(1, Math.min(COLUMNS, columns.getAsInt() - 1)) : COLUMNS;
        onScreen = Math.min(onScreen, width); // what a narrower window has broken cannot be wiped
        bar = width == before ? bar : BAR;
    }

    private void draw(long now) {
        lastDrawn = now;
        stepDrawn = step;
        measure();
        String line = line();
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, onScreen - line.length())));
            onScreen = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    private String line() {
        double rate = rate();
        String head = String.format(Locale.ROOT, " %3d %%  step %d/%d", percent(), step, total);
        String passes = epoch > 0 ? "  epoch " + epoch : "";
        String images = rate > 0 && imagesPerStep > 0 ? "  " + number(rate * imagesPerStep) + " images/s" : "";
        String left = left(rate);
        for (String text : List.of( // what is given up first is missing first
                head + passes + speed(rate) + images + left + losses + metric,
                head + passes + speed(rate) + left + losses + metric)) {
            int room = width - text.length() - 2;
            if (room >= SHORTEST_BAR) {
                bar = Math.min(bar, room); // it never grows back, or it would jitter
                int full = (int) (bar * fraction());
                return "[" + "#".repeat(full) + "-".repeat(bar - full) + "]" + text;
            }
        }
        for (String text : List.of(
                head + passes + speed(rate) + left + losses + metric,
                head + speed(rate) + left + losses + metric,
                head + left + losses + metric,
                head + left + losses,
                head + left,
                head)) {
            if (text.strip().length() <= width) {
                return text.strip();
            }
        }
        String least = percent() + " %";
        return least.substring(0, Math.min(least.length(), width));
    }

    private double fraction() {
        return total <= 0 ? 1 : Math.max(0, Math.min(1, (double) step / total));
    }

    private long percent() {
        return (long) (100 * fraction());
    }

    /** Steps per second over the last half minute; zero while unknown. */
    private double rate() {
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        return last.step <= first.step ? 0 : (last.step - first.step) * (double) SECOND / (last.nanos - first.nanos);
    }

    private static String speed(double rate) {
        if (rate <= 0) {
            return "";
        }
        return rate >= 1 ? "  " + number(rate) + " steps/s" : "  " + number(1 / rate) + " s/step";
    }

    private String left(double rate) {
        return rate > 0 && step < total ? "  ETA " + duration((long) Math.ceil((total - step) / rate)) : "";
    }

    static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = (seconds + 30) / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours < 48 ? hours + " h " + minutes % 60 + " min" : (hours + 12) / 24 + " days";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    /** Three digits, for metrics may be near 100 and near 0.001. */
    static String metric(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : Double.toString(value);
    }

    private static String loss(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.2f" : "%.1e", value);
    }
}
