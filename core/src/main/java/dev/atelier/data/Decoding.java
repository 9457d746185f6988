package dev.atelier.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Does something with every image of many, on a few threads. */
final class Decoding {
    private static final int FEWEST = 2;
    private static final int MOST = 8; // beyond, memory and the disk are what one waits for

    /** As many as there are processors, within bounds. */
    static final int THREADS =
            Math.max(FEWEST, Math.min(MOST, Runtime.getRuntime().availableProcessors()));

    private Decoding() {}

    /** Calls {@code work} with 0 … count−1 in about that order; the first error ends it and comes out here. */
    static void each(String what, int count, LoadProgress progress, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        int stride = Math.max(1, count / 200);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "atelier-decoding");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                running.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        work.accept(i);
                        synchronized (progress) {
                            int finished = done.incrementAndGet();
                            if (finished % stride == 0 || finished == count) {
                                progress.at(what, finished, count);
                            }
                        }
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (ExecutionException e) {
            next.set(count);
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            next.set(count);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + what, e);
        } finally {
            threads.shutdownNow();
        }
    }
}
