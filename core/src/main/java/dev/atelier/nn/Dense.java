package dev.atelier.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A fully connected layer, x·Wᵀ + b with W of shape [out, in]. */
public final class Dense implements Layer {
    private final long in;
    private final long out;
    private final Parameter weight;
    private final Parameter bias;

    public Dense(long in, long out, Initializer initializer) {
        this.in = in;
        this.out = out;
        weight = Parameter.weight("weight", initializer, out, in);
        bias = Parameter.weight("bias", Initializer.zeros(), out);
    }

    @Override
    public String label() {
        return "dense " + out;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        var precision = pass.precision();
        return torch.linear(
                precision.cast(x), precision.cast(weight.value()), new TensorOptional(precision.cast(bias.value())));
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 1 && inputShape[0] == in, this, inputShape);
        return new long[] {out};
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias);
    }

    @Override
    public long flops(long[] inputShape) {
        return 2 * in * out;
    }
}
