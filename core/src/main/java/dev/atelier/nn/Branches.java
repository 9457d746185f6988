package dev.atelier.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Several ways from the same input, their channels put behind one another (Szegedy et al. 2015, arXiv 1409.4842, figure 2). */
public final class Branches implements Layer {
    private final String label;
    private final List<List<Named>> ways;

    /** The names of all ways share one space. */
    public Branches(String label, List<List<Named>> ways) {
        this.label = label;
        this.ways = ways.stream().map(List::copyOf).toList();
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return torch.cat(
                new TensorVector(ways.stream().map(way -> along(way, x, pass)).toArray(Tensor[]::new)), 1);
    }

    private static Tensor along(List<Named> way, Tensor x, Pass pass) {
        Tensor y = x;
        for (Named row : way) {
            y = row.layer().forward(y, pass);
        }
        return y;
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        long channels = 0;
        long[] first = {};
        for (List<Named> way : ways) {
            long[] shape = inputShape;
            for (Named row : way) {
                shape = row.layer().outputShape(shape);
            }
            first = first.length == 0 ? shape : first;
            Shapes.require(shape[1] == first[1] && shape[2] == first[2], this, inputShape);
            channels += shape[0];
        }
        return new long[] {channels, first[1], first[2]};
    }

    @Override
    public List<Parameter> parameters() {
        return ways.stream()
                .flatMap(List::stream)
                .flatMap(row -> row.parameters().stream())
                .toList();
    }

    @Override
    public long flops(long[] inputShape) {
        long flops = 0;
        for (List<Named> way : ways) {
            long[] shape = inputShape;
            for (Named row : way) {
                flops += row.layer().flops(shape);
                shape = row.layer().outputShape(shape);
            }
        }
        return flops;
    }

    @Override
    public boolean mixesSamples() {
        return ways.stream().flatMap(List::stream).anyMatch(row -> row.layer().mixesSamples());
    }
}
