package dev.atelier.nn;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/** Gives each sample another shape with the same number of values. */
public final class Reshape implements Layer {
    private final long[] target;

    private Reshape(long[] target) {
        this.target = target.clone();
    }

    public static Reshape to(long... target) {
        return new Reshape(target);
    }

    /** To one dimension. */
    public static Reshape flatten() {
        return new Reshape(new long[] {-1});
    }

    @Override
    public String label() {
        return target[0] < 0
                ? "flatten"
                : "reshape " + Arrays.stream(target).mapToObj(Long::toString).collect(Collectors.joining("×"));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        long[] shape = new long[target.length + 1];
        shape[0] = x.size(0);
        System.arraycopy(target, 0, shape, 1, target.length);
        return x.reshape(shape);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        long[] output = outputShape(x.sample());
        long[] shape = new long[output.length + 1]; // a 0 in front keeps the batch
        System.arraycopy(output, 0, shape, 1, output.length);
        return graph.operator("Reshape", x).longs("shape", shape).gives(output);
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        long values = Shapes.count(inputShape);
        if (target[0] < 0) {
            return new long[] {values};
        }
        Shapes.require(values == Shapes.count(target), this, inputShape);
        return target.clone();
    }
}
