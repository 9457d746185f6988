package dev.atelier.nn;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Several ways from the same input, their channels put behind one another (Szegedy et al. 2015, arXiv 1409.4842, figure 2). */
public final class Branches implements Layer {
    private final String label;
    private final List<Sequential> ways;

    private Branches(List<Sequential> ways, String label) {
        this.label = label;
        this.ways = List.copyOf(ways);
    }

    /** The names of all ways share one space. */
    public Branches(String label, List<List<Named>> ways) {
        this(ways.stream().map(Sequential::new).toList(), label);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return torch.cat(
                new TensorVector(ways.stream().map(way -> way.forward(x, pass)).toArray(Tensor[]::new)), 1);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        Value[] parts = ways.stream().map(way -> way.trace(graph, x)).toArray(Value[]::new);
        return graph.operator("Concat", parts).integer("axis", 1).gives(outputShape(x.sample()));
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        long channels = 0;
        long[] first = {};
        for (Sequential way : ways) {
            long[] shape = way.outputShape(inputShape);
            first = first.length == 0 ? shape : first;
            Shapes.require(shape[1] == first[1] && shape[2] == first[2], this, inputShape);
            channels += shape[0];
        }
        return new long[] {channels, first[1], first[2]};
    }

    @Override
    public List<Parameter> parameters() {
        return ways.stream().flatMap(way -> way.parameters().stream()).toList();
    }

    @Override
    public long flops(long[] inputShape) {
        return ways.stream().mapToLong(way -> way.flops(inputShape)).sum();
    }

    @Override
    public boolean mixesSamples() {
        return ways.stream().anyMatch(Sequential::mixesSamples);
    }

    @Override
    public Layer reweighted(Function<Weighted, Layer> change) {
        return new Branches(ways.stream().map(way -> way.reweighted(change)).toList(), label);
    }
}
