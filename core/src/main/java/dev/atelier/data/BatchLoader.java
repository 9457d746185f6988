package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.tensor.Fields;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands out batches without end, epoch after epoch, made ahead on one thread of its own.
 *
 * <p>Which images a batch holds and how they are augmented is a pure function of the seed and the cursor, so nothing of the thread's state has to be
 * saved: a loader opened at {@link #cursor()} hands out exactly the batches that this one would have. The queue holds at most
 * {@code prefetch} batches; one more may wait in the thread's hand. {@link #close} ends the thread and frees whatever was not
 * handed out. One user thread at a time.
 */
public final class BatchLoader implements BatchSource {
    private final RowDataset rows;
    private final LoadPlan plan;
    private final long samplesPerEpoch;
    private final Consumer<Fields> made;
    private final BlockingQueue<Object> queue;
    private final Thread thread;
    private volatile boolean closed;
    private Cursor cursor;
    private @Nullable Failure failure;

    /** Images, made ready as the options say. Starts making batches at once. */
    public BatchLoader(ImageDataset dataset, LoadOptions options, Cursor start) {
        this(dataset, options, start, batch -> {});
    }

    /** For tests: {@code made} hears of every batch on the loader's thread, before it is queued. */
    BatchLoader(ImageDataset dataset, LoadOptions options, Cursor start, Consumer<Fields> made) {
        this(new ImageRows(dataset, options), options.plan(), start, made);
    }

    /** Rows of any kind. Starts making batches at once. */
    public BatchLoader(RowDataset rows, LoadPlan plan, Cursor start) {
        this(rows, plan, start, batch -> {});
    }

    private BatchLoader(RowDataset rows, LoadPlan plan, Cursor start, Consumer<Fields> made) {
        this.rows = rows;
        this.plan = plan;
        this.made = made;
        plan.size().constant().ifPresent(batch -> {
            requireRows(rows, batch);
            if (start.position() % batch != 0) {
                throw misplaced(start, " of " + batch);
            }
        });
        samplesPerEpoch = plan.samplesPerEpoch(rows.size());
        if (start.position() >= samplesPerEpoch) {
            throw misplaced(start, "");
        }
        this.cursor = start;
        this.queue = new ArrayBlockingQueue<>(plan.prefetch());
        this.thread = new Thread(() -> produce(start), "atelier-batches");
        thread.setDaemon(true);
        thread.start();
    }

    private BadInput misplaced(Cursor start, String batch) {
        return new BadInput("data cursor at sample " + start.position() + " of an epoch of "
                + plan.samplesPerEpoch(rows.size()) + ": below that, and at the beginning of a batch" + batch);
    }

    private static void requireRows(Dataset rows, int batch) {
        if (batch > rows.size()) {
            throw new BadInput("batch size " + batch + " is larger than the data set (" + rows.description()
                    + "): at most " + rows.size());
        }
    }

    /** How many batches an epoch has; a batch larger than the data set is bad input. */
    public static long batchesPerEpoch(ImageDataset dataset, LoadOptions options) {
        requireRows(dataset, options.batchSize());
        return options.batchesPerEpoch(dataset.size());
    }

    /** Batches in each epoch of this loader, where all have one size. */
    public long batchesPerEpoch() {
        return plan.batchesPerEpoch(rows.size());
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    /**
     * The next batch, which the caller closes; waits for it. An error on the loader's thread comes out here, now and at each
     * later call.
     */
    @Override
    public Fields next() {
        if (closed) {
            throw new IllegalStateException("the batch loader is closed");
        }
        if (failure == null) {
            Object item = take();
            if (item instanceof Fields batch) {
                cursor = cursor.behind(batch.count(), samplesPerEpoch);
                return batch;
            }
            failure = (Failure) item;
        }
        if (failure.cause instanceof BadInput) {
            throw new BadInput(String.valueOf(failure.cause.getMessage()), failure.cause);
        }
        throw new IllegalStateException(
                "the batch at sample " + cursor.position() + " of epoch " + cursor.epoch() + ": " + failure.cause,
                failure.cause);
    }

    private Object take() {
        try {
            Object item = null;
            while (item == null) {
                if (closed) {
                    throw new IllegalStateException("the batch loader was closed while a batch was waited for");
                }
                item = queue.poll(100, TimeUnit.MILLISECONDS);
            }
            return item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        }
    }

    /** Stops the thread, waits for its end and frees every batch that was not handed out. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            drain();
            try {
                thread.join(20);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        drain();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        for (Object item = queue.poll(); item != null; item = queue.poll()) {
            if (item instanceof Fields batch) {
                batch.close();
            }
        }
    }

    private void produce(Cursor start) {
        try {
            Filling filling = new Filling();
            Cursor at = start;
            while (!closed) {
                Fields batch = filling.batch(at);
                at = at.behind(batch.count(), samplesPerEpoch);
                hand(batch);
            }
        } catch (InterruptedException e) {
            if (!closed) {
                report(e);
            }
        } catch (Throwable e) {
            report(e);
        }
    }

    private void hand(Fields batch) throws InterruptedException {
        try {
            made.accept(batch);
            queue.put(batch);
        } catch (Throwable e) {
            batch.close();
            throw e;
        }
    }

    private void report(Throwable cause) {
        try {
            queue.put(new Failure(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the loader is being closed: nobody waits for the report
        }
    }

    private record Failure(Throwable cause) {}

    /** Has a batch made. Used by the thread alone. */
    private final class Filling {
        private final RowDraw draw = plan.order().over(rows.size(), plan.seed());

        Fields batch(Cursor at) {
            long number = plan.number(at, rows.size());
            return rows.batch(draw.rows(at, number, plan.size(at, rows.size())), number);
        }
    }
}
