package dev.atelier.data;

import dev.atelier.tensor.Fields;

/** Hands out batches without end. One user thread at a time. */
public interface BatchSource extends AutoCloseable {
    /** The next batch, which the caller closes. */
    Fields next();

    /** What {@link #next} will hand out: a source opened there goes on with exactly the batches that this one would. */
    Cursor cursor();

    /** Frees whatever was not handed out. A second call does nothing. */
    @Override
    void close();
}
