package dev.atelier.nn;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** A layer that multiplies by one weight, so that somebody else may put another tensor in the weight's place. */
public interface Weighted extends Layer {
    Parameter weight();

    /** The layer's result with this tensor, of the weight's shape, instead of its own weight. */
    Tensor forward(Tensor x, Tensor weight, Pass pass);

    @Override
    default Tensor forward(Tensor x, Pass pass) {
        return forward(x, weight().read(pass), pass);
    }

    /** This layer in a graph with this value, of the weight's shape, instead of its own weight. */
    default Value trace(Graph graph, Value x, Value weight) {
        throw graph.refusal(label());
    }

    @Override
    default Value trace(Graph graph, Value x) {
        return trace(graph, x, graph.parameter(weight()));
    }

    /** A tensor of the weight's shape as a matrix [out, …]: one row an output channel. */
    default Tensor rows(Tensor weight) {
        return weight.flatten(1, -1);
    }

    @Override
    default Layer reweighted(Function<Weighted, Layer> change) {
        return change.apply(this);
    }
}
