package dev.atelier.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Repeats a work as the peers do: a warm-up, then as often as fits in a few seconds. */
final class Stopwatch {
    private static final double WARM_SECONDS = 1;
    private static final double BUDGET_SECONDS = 4;
    private static final int MOST = 200;

    private Stopwatch() {}

    /** Seconds of each repeat, at least {@code least}, after at least {@code warm} that do not count. */
    static List<Double> repeat(int warm, int least, Runnable work) {
        long start = System.nanoTime();
        for (int i = 0; i < warm || (System.nanoTime() - start) / 1e9 < WARM_SECONDS; i++) {
            work.run();
        }
        List<Double> seconds = new ArrayList<>();
        double total = 0;
        while (seconds.size() < least || seconds.size() < MOST && total < BUDGET_SECONDS) {
            double taken = once(work);
            seconds.add(taken);
            total += taken;
        }
        return seconds;
    }

    static double once(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
