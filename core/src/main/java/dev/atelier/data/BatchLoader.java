package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
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
    private final ImageDataset dataset;
    private final LoadOptions options;
    private final BatchMaker maker;
    private final long batchesPerEpoch;
    private final long samplesPerEpoch;
    private final Consumer<Fields> made;
    private final BlockingQueue<Object> queue;
    private final Thread thread;
    private volatile boolean closed;
    private Cursor cursor;
    private @Nullable Failure failure;

    /** Starts making batches at once. */
    public BatchLoader(ImageDataset dataset, LoadOptions options, Cursor start) {
        this(dataset, options, start, batch -> {});
    }

    /** For tests: {@code made} hears of every batch on the loader's thread, before it is queued. */
    BatchLoader(ImageDataset dataset, LoadOptions options, Cursor start, Consumer<Fields> made) {
        this.dataset = dataset;
        this.options = options;
        this.made = made;
        this.maker = new BatchMaker(dataset, options.range(), options.attributes());
        this.batchesPerEpoch = batchesPerEpoch(dataset, options);
        this.samplesPerEpoch = Math.min(
                Math.multiplyExact(batchesPerEpoch, (long) options.batchSize()),
                options.order() == Order.RANDOM ? Long.MAX_VALUE : dataset.size());
        if (start.position() >= samplesPerEpoch || start.position() % options.batchSize() != 0) {
            throw new BadInput("data cursor at sample " + start.position() + " of an epoch of " + samplesPerEpoch
                    + ": below that, and at the beginning of a batch of " + options.batchSize());
        }
        this.cursor = start;
        this.queue = new ArrayBlockingQueue<>(options.prefetch());
        this.thread = new Thread(() -> produce(start), "atelier-batches");
        thread.setDaemon(true);
        thread.start();
    }

    /** How many batches an epoch has; a batch larger than the data set is bad input. */
    public static long batchesPerEpoch(ImageDataset dataset, LoadOptions options) {
        if (options.batchSize() > dataset.size()) {
            throw new BadInput("batch size " + options.batchSize() + " is larger than the data set ("
                    + dataset.description() + "): at most " + dataset.size());
        }
        return options.batchesPerEpoch(dataset.size());
    }

    /** Batches in each epoch of this loader. */
    public long batchesPerEpoch() {
        return batchesPerEpoch;
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
        private final RowDraw draw = options.order().over(dataset.size(), options.seed());

        Fields batch(Cursor at) {
            long number = at.epoch() * batchesPerEpoch + at.position() / options.batchSize();
            int[] members = draw.rows(at, number, options.batchSize());
            return maker.batch(
                    members,
                    values -> options.augmentation()
                            .apply(
                                    values,
                                    members.length,
                                    maker.format(),
                                    options.range(),
                                    RandomStream.of(options.seed(), "augmentation", number)));
        }
    }
}
