package dev.atelier.nn;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Layers one after the other. Parameters are called {@code name.index.local}, as PyTorch calls them. Each layer runs in a scope of
 * its own, so that what only the next layer needed is freed at once unless the gradient graph holds it. A leaky ReLU and the dropout
 * that follows it run as one.
 */
public final class Sequential implements AutoCloseable {
    private final List<Layer> layers;
    private final List<Parameter> parameters;

    public Sequential(String name, List<Layer> layers) {
        this(IntStream.range(0, layers.size())
                .mapToObj(i -> new Named(name + "." + i, layers.get(i)))
                .toList());
    }

    /** Layers under names of their own. */
    public Sequential(List<Named> rows) {
        layers = rows.stream().map(Named::layer).toList();
        parameters = rows.stream().flatMap(row -> row.parameters().stream()).toList();
    }

    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, layers, pass);
    }

    /** The result of all layers but the last: what the last one is given. */
    public Tensor beforeLast(Tensor x, Pass pass) {
        return forward(x, layers.subList(0, layers.size() - 1), pass);
    }

    private static Tensor forward(Tensor x, List<Layer> rows, Pass pass) {
        Tensor y = x;
        for (int i = 0; i < rows.size(); i++) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor next;
                if (rows.get(i) instanceof Activation.LeakyRelu activation
                        && i + 1 < rows.size()
                        && rows.get(i + 1) instanceof Dropout dropout
                        && dropout.drops(pass)) {
                    next = scope.promote(dropout.after(activation, y, pass));
                    i++;
                } else {
                    next = scope.promote(rows.get(i).forward(y, pass));
                }
                if (y != x) {
                    y.close();
                }
                y = next;
            }
        }
        return y;
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
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Draws all parameters anew, in their order, from the stream. */
    public void initialise(RandomStream stream) {
        parameters.forEach(parameter -> parameter.initialise(stream));
    }

    public void move(Device device) {
        parameters.forEach(parameter -> parameter.move(device));
    }

    @Override
    public void close() {
        parameters.forEach(Parameter::close);
    }
}
