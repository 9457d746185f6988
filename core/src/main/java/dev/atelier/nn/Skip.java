package dev.atelier.nn;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The input and what layers make of it, channel behind channel (Ronneberger et al. 2015, arXiv 1505.04597): one level of a U-Net, with
 * the next one among its layers. Parameters are called {@code inner.0.…}.
 */
public final class Skip implements Layer {
    private final Sequential inner;
    private final boolean inputFirst;

    /** The input, and behind it what is made of it. */
    public Skip(List<? extends Layer> inner) {
        this(new Sequential("inner", inner), true);
    }

    private Skip(Sequential inner, boolean inputFirst) {
        this.inner = inner;
        this.inputFirst = inputFirst;
    }

    /** What these layers make of the input, and behind it the input; parameters are called as in the table. */
    public static Skip behind(Sequential inner) {
        return new Skip(inner, false);
    }

    /** What it leads round, borrowed. */
    public Sequential inner() {
        return inner;
    }

    @Override
    public String label() {
        return inputFirst ? "x beside (" + inner.label() + ")" : "(" + inner.label() + ") beside x";
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Tensor made = inner.forward(x, pass);
        return torch.cat(inputFirst ? new TensorVector(x, made) : new TensorVector(made, x), 1);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        Value made = inner.trace(graph, x);
        return graph.operator("Concat", inputFirst ? x : made, inputFirst ? made : x)
                .integer("axis", 1)
                .gives(outputShape(x.sample()));
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        long[] made = inner.outputShape(inputShape);
        boolean fits = made.length == inputShape.length;
        for (int i = 1; fits && i < made.length; i++) {
            fits = made[i] == inputShape[i];
        }
        Shapes.require(fits, this, inputShape);
        long[] both = made.clone();
        both[0] += inputShape[0];
        return both;
    }

    @Override
    public List<Parameter> parameters() {
        return inner.parameters();
    }

    @Override
    public long flops(long[] inputShape) {
        return inner.flops(inputShape);
    }

    @Override
    public boolean mixesSamples() {
        return inner.mixesSamples();
    }

    @Override
    public Layer reweighted(Function<Weighted, Layer> change) {
        return new Skip(inner.reweighted(change), inputFirst);
    }
}
