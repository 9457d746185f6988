package dev.atelier.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** Two ways from the same input, added (He et al. 2016, arXiv 1512.03385); parameters are called {@code body.0.…} and {@code shortcut.0.…}. */
public final class Residual implements Layer {
    private final String label;
    private final Sequential body;
    private final Sequential shortcut;

    /** An empty shortcut is the identity. */
    public Residual(String label, List<Layer> body, List<Layer> shortcut) {
        this(label, new Sequential("body", body), new Sequential("shortcut", shortcut));
    }

    private Residual(String label, Sequential body, Sequential shortcut) {
        this.label = label;
        this.body = body;
        this.shortcut = shortcut;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return body.forward(x, pass).add(shortcut.forward(x, pass));
    }

    @Override
    public Tensor beforeActivation(Tensor x, Pass pass) {
        return body.beforeActivation(x, pass).add(shortcut.forward(x, pass));
    }

    @Override
    public Value trace(Graph graph, Value x) {
        return graph.operator("Add", body.trace(graph, x), shortcut.trace(graph, x))
                .givesTheSame();
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        long[] output = body.outputShape(inputShape);
        Shapes.require(Arrays.equals(output, shortcut.outputShape(inputShape)), this, inputShape);
        return output;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(body.parameters());
        all.addAll(shortcut.parameters());
        return List.copyOf(all);
    }

    @Override
    public long flops(long[] inputShape) {
        return body.flops(inputShape) + shortcut.flops(inputShape);
    }

    @Override
    public boolean mixesSamples() {
        return body.mixesSamples() || shortcut.mixesSamples();
    }

    @Override
    public Layer reweighted(Function<Weighted, Layer> change) {
        return new Residual(label, body.reweighted(change), shortcut.reweighted(change));
    }
}
