package dev.atelier.nn;

import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances of one forward pass.
 *
 * @param training batch norm uses and updates batch statistics
 * @param precision format of convolutions and matrix products
 * @param masks where dropout gets its masks; {@link Masks#NONE} switches dropout off
 * @param statistics by what batch norm normalises in evaluation
 * @param moments by what each norm goes in evaluation that would take statistics of pictures; null where it takes them of each
 * @param sides what layers read beside their input, by name, borrowed; a row for each sample
 * @param taps hears of every tensor that a layer shows by {@link #tap}; null where nobody listens
 * @param buffers where layers write their buffers in a pass over one shard of a batch; null where they write them themselves
 */
public record Pass(
        boolean training,
        Precision precision,
        Masks masks,
        NormStatistics statistics,
        @Nullable PictureMoments moments,
        Fields sides,
        @Nullable BiConsumer<String, Tensor> taps,
        @Nullable ShardBuffers buffers) {
    /** A pass of training, in which dropout is on. */
    public static Pass training(Precision precision, Masks masks) {
        return new Pass(true, precision, masks, NormStatistics.RUNNING, null, Fields.NONE, null, null);
    }

    /** A pass of evaluation: no dropout, running statistics. */
    public static Pass evaluation(Precision precision) {
        return new Pass(false, precision, Masks.NONE, NormStatistics.RUNNING, null, Fields.NONE, null, null);
    }

    /** This pass with dropout off. */
    public Pass withoutDropout() {
        return withDropout(Masks.NONE);
    }

    /** This pass with dropout by these masks, in evaluation too, where dropout is the noise of a translation. */
    public Pass withDropout(Masks others) {
        return new Pass(training, precision, others, statistics, moments, sides, taps, buffers);
    }

    /** This pass with batch norm by these statistics in evaluation; training always takes the batch's. */
    public Pass normalisedBy(NormStatistics others) {
        return new Pass(training, precision, masks, others, moments, sides, taps, buffers);
    }

    /** This pass with the moments that norms take of pictures gathered, or given. */
    public Pass by(PictureMoments others) {
        return new Pass(training, precision, masks, statistics, others, sides, taps, buffers);
    }

    /** This pass for samples of which layers read these fields. */
    public Pass with(Fields others) {
        return new Pass(training, precision, masks, statistics, moments, others, taps, buffers);
    }

    /** This pass in another precision, as penalties need whose second derivatives want fp32. */
    public Pass in(Precision other) {
        return new Pass(training, other, masks, statistics, moments, sides, taps, buffers);
    }

    /** This pass with somebody who hears of the tensors that layers show; the handles belong to the listener's scope. */
    public Pass heardBy(BiConsumer<String, Tensor> listener) {
        return new Pass(training, precision, masks, statistics, moments, sides, listener, buffers);
    }

    /** This pass over one shard of a batch, beside passes over others: buffers are written there, to be settled later. */
    public Pass ofShard(ShardBuffers shard) {
        return new Pass(training, precision, masks, statistics, moments, sides, taps, shard);
    }

    /** The value of a buffer, borrowed. */
    Tensor read(Parameter buffer) {
        return buffers == null ? buffer.value() : buffers.read(buffer);
    }

    /** Replaces the value of a buffer. */
    void write(Parameter buffer, Tensor value) {
        if (buffers == null) {
            buffer.value().copy_(value);
        } else {
            buffers.write(buffer, value);
        }
    }

    /** Whether anybody hears what layers show. */
    public boolean isTapped() {
        return taps != null;
    }

    /** Shows a tensor inside a network under a name; costs nothing where nobody listens. */
    public void tap(String name, Tensor tensor) {
        if (taps != null) {
            taps.accept(name, tensor);
        }
    }

    /** What layers read under this name; a network that reads it must be given it. */
    public Tensor side(String name) {
        return sides.find(name)
                .orElseThrow(() -> new IllegalStateException("the network reads '" + name + "' and was given "
                        + (sides.names().isEmpty() ? "nothing" : "only " + String.join(", ", sides.names()))));
    }
}
