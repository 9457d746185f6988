package dev.atelier.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and SIGTERM while a run trains: the JVM's shutdown waits until the training thread has finished its step and saved. The
 * training thread must close this before it ends the process itself, or before it waits for anything that the shutdown holds.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean asked;

    private StopSignal(Runnable told) {
        hook = new Thread(
                () -> {
                    asked = true;
                    told.run();
                    awaitSaved();
                },
                "stop");
    }

    /** {@code told} runs when the signal arrives, on a thread of its own. */
    static StopSignal install(Runnable told) {
        StopSignal signal = new StopSignal(told);
        try {
            Runtime.getRuntime().addShutdownHook(signal.hook);
        } catch (IllegalStateException shuttingDown) {
            signal.asked = true; // the signal came first: one step, a checkpoint, and out
        }
        return signal;
    }

    boolean asked() {
        return asked;
    }

    private void awaitSaved() {
        try {
            saved.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook runs, or has run
        }
    }
}
