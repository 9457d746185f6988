package dev.atelier.nn;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor in a {@link Graph}: an input, a constant or what an operator gives. float32.
 *
 * @param name its own in the graph
 * @param shape its sizes; {@link Graph#BATCH} where a size is the number of samples, which a graph leaves open
 */
public record Value(String name, List<Long> shape) {
    public Value {
        shape = List.copyOf(shape);
    }

    /** The shape of a sample: without the batch, which stands in front. */
    public long[] sample() {
        if (shape.isEmpty() || shape.get(0) != Graph.BATCH) {
            throw new IllegalStateException(name + " has no batch in front: " + shape);
        }
        return shape.stream().skip(1).mapToLong(Long::longValue).toArray();
    }

    static List<Long> batched(long[] sample) {
        long[] shape = new long[sample.length + 1];
        shape[0] = Graph.BATCH;
        System.arraycopy(sample, 0, shape, 1, sample.length);
        return list(shape);
    }

    static List<Long> list(long[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }
}
