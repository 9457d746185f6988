package dev.atelier.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Two ways from the same input, added (He et al. 2016, arXiv 1512.03385); parameters are called {@code body.0.…} and {@code shortcut.0.…}. */
public final class Residual implements Layer {
    private final String label;
    private final List<Layer> body;
    private final List<Layer> shortcut;

    /** An empty shortcut is the identity. */
    public Residual(String label, List<Layer> body, List<Layer> shortcut) {
        this.label = label;
        this.body = List.copyOf(body);
        this.shortcut = List.copyOf(shortcut);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return along(body, x, pass).add(along(shortcut, x, pass));
    }

    private static Tensor along(List<Layer> way, Tensor x, Pass pass) {
        Tensor y = x;
        for (Layer layer : way) {
            y = layer.forward(y, pass);
        }
        return y;
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        long[] output = shape(body, inputShape);
        Shapes.require(java.util.Arrays.equals(output, shape(shortcut, inputShape)), this, inputShape);
        return output;
    }

    private static long[] shape(List<Layer> way, long[] inputShape) {
        long[] shape = inputShape;
        for (Layer layer : way) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        collect("body", body, all);
        collect("shortcut", shortcut, all);
        return List.copyOf(all);
    }

    private static void collect(String name, List<Layer> way, List<Parameter> all) {
        for (int i = 0; i < way.size(); i++) {
            for (Parameter parameter : way.get(i).parameters()) {
                all.add(parameter.prefixed(name + "." + i));
            }
        }
    }

    @Override
    public long flops(long[] inputShape) {
        return flops(body, inputShape) + flops(shortcut, inputShape);
    }

    private static long flops(List<Layer> way, long[] inputShape) {
        long flops = 0;
        long[] shape = inputShape;
        for (Layer layer : way) {
            flops += layer.flops(shape);
            shape = layer.outputShape(shape);
        }
        return flops;
    }

    @Override
    public boolean mixesSamples() {
        return Stream.concat(body.stream(), shortcut.stream()).anyMatch(Layer::mixesSamples);
    }

    @Override
    public Layer reweighted(Function<Weighted, Layer> change) {
        return new Residual(label, each(body, change), each(shortcut, change));
    }

    private static List<Layer> each(List<Layer> way, Function<Weighted, Layer> change) {
        return way.stream().map(layer -> layer.reweighted(change)).toList();
    }
}
