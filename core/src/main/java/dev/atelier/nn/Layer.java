package dev.atelier.nn;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** One row of a network's table: a function with parameters. Shapes leave the batch out; the forward pass has it in front. */
public interface Layer {
    /** What the table shows, for example {@code conv 64 k5 valid}. */
    String label();

    /** The result for {@code x} of shape [B, inputShape…]. */
    Tensor forward(Tensor x, Pass pass);

    /** The same without the activation that it ends in, where it ends in one: what features are compared by. */
    default Tensor beforeActivation(Tensor x, Pass pass) {
        return forward(x, pass);
    }

    /**
     * Puts this layer into a graph, as it computes in evaluation, by the operators that {@link Graph} tells; gives the result for {@code
     * x}. A layer without a trace is refused by name: its network can be trained and judged, but not exported.
     */
    default Value trace(Graph graph, Value x) {
        throw graph.refusal(label());
    }

    /** The output's shape for an input's; refuses one that does not fit. */
    long[] outputShape(long[] inputShape);

    /** Parameters and buffers in a fixed order, under PyTorch's local names. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** Floating-point operations of one forward pass for one sample, a multiply-add as two; activations count nothing. */
    default long flops(long[] inputShape) {
        return 0;
    }

    /** This layer with each {@link Weighted} in it replaced; itself where there is none. */
    default Layer reweighted(Function<Weighted, Layer> change) {
        return this;
    }

    /** Whether a sample's result depends on the others of its batch in training, as under batch norm. */
    default boolean mixesSamples() {
        return false;
    }
}
