package dev.atelier.nn;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Layers one after the other, a layer itself. Parameters are called {@code name.index.local}, as PyTorch calls them. Each layer runs in
 * a scope of its own, so that what only the next layer needed is freed at once unless the gradient graph holds it. A leaky ReLU and the
 * dropout that follows it run as one, unless somebody listens to what layers show.
 */
public final class Sequential implements Layer, AutoCloseable {
    private final List<Named> rows;
    private final List<Layer> layers;
    private final List<Parameter> parameters;

    public Sequential(String name, List<? extends Layer> layers) {
        this(IntStream.range(0, layers.size())
                .mapToObj(i -> new Named(name + "." + i, layers.get(i)))
                .toList());
    }

    /** Layers under names of their own. */
    public Sequential(List<Named> rows) {
        this.rows = List.copyOf(rows);
        layers = rows.stream().map(Named::layer).toList();
        parameters = rows.stream().flatMap(row -> row.parameters().stream()).toList();
    }

    @Override
    public String label() {
        return String.join(", ", layers.stream().map(Layer::label).toList());
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, rows.size(), pass);
    }

    /** The result of all layers but the last: what the last one is given. */
    public Tensor beforeLast(Tensor x, Pass pass) {
        return forward(x, rows.size() - 1, pass);
    }

    /** The result of the first {@code count} layers, the last of them without the activation that it ends in. */
    public Tensor beforeActivation(Tensor x, int count, Pass pass) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.promote(layers.get(count - 1).beforeActivation(forward(x, count - 1, pass), pass));
        }
    }

    @Override
    public Tensor beforeActivation(Tensor x, Pass pass) {
        return layers.isEmpty() ? forward(x, pass) : beforeActivation(x, layers.size(), pass);
    }

    private Tensor forward(Tensor x, int count, Pass pass) {
        if (count == 0) {
            return new Tensor(x);
        }
        Tensor y = x;
        for (int i = 0; i < count; i++) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor next;
                if (!pass.isTapped()
                        && layers.get(i) instanceof Activation.LeakyRelu activation
                        && i + 1 < count
                        && layers.get(i + 1) instanceof Dropout dropout
                        && dropout.drops(pass)) {
                    next = scope.promote(dropout.after(activation, y, pass));
                    i++;
                } else {
                    next = scope.promote(layers.get(i).forward(y, pass));
                }
                pass.tap(rows.get(i).name(), next);
                if (y != x) {
                    y.close();
                }
                y = next;
            }
        }
        return y;
    }

    @Override
    public Value trace(Graph graph, Value x) {
        return trace(graph, x, rows.size());
    }

    /** All layers but the last in a graph: what the last one is given. */
    public Value traceBeforeLast(Graph graph, Value x) {
        return trace(graph, x, rows.size() - 1);
    }

    /** The last layer in a graph, for what {@link #traceBeforeLast} gives. */
    public Value traceLast(Graph graph, Value x) {
        return last().trace(graph.in(rows.get(rows.size() - 1).name()), x);
    }

    private Value trace(Graph graph, Value x, int count) {
        Value y = x;
        for (Named row : rows.subList(0, count)) {
            y = row.layer().trace(graph.in(row.name()), y);
        }
        return y;
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        long[] shape = inputShape;
        for (Layer layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }

    @Override
    public long flops(long[] inputShape) {
        long flops = 0;
        long[] shape = inputShape;
        for (Layer layer : layers) {
            flops += layer.flops(shape);
            shape = layer.outputShape(shape);
        }
        return flops;
    }

    @Override
    public boolean mixesSamples() {
        return layers.stream().anyMatch(Layer::mixesSamples);
    }

    @Override
    public Sequential reweighted(Function<Weighted, Layer> change) {
        return new Sequential(rows.stream()
                .map(row -> new Named(row.name(), row.layer().reweighted(change)))
                .toList());
    }

    public List<Layer> layers() {
        return layers;
    }

    public Layer last() {
        return layers.get(layers.size() - 1);
    }

    /** Freezes the first {@code count} layers that have parameters. */
    public void freeze(int count) {
        int with = 0;
        int from = 0;
        for (Layer layer : layers) {
            int own = layer.parameters().size();
            if (own > 0 && with++ < count) {
                parameters.subList(from, from + own).forEach(Parameter::freeze);
            }
            from += own;
        }
        if (with < count) {
            throw new IllegalArgumentException("only " + with + " layers have parameters, not " + count);
        }
    }

    /** Parameters and buffers under their full names. */
    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Draws all parameters anew, in their order, from the stream. */
    public void initialise(RandomStream stream) {
        parameters.forEach(parameter -> parameter.initialise(stream));
    }

    @Override
    public void close() {
        parameters.forEach(Parameter::close);
    }
}
