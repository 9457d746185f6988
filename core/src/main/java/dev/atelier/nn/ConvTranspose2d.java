package dev.atelier.nn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A transposed convolution that multiplies the size by its stride, W of shape [in, out, k, k]: the gradient of the {@code SAME}
 * convolution of that stride, as Keras defines it, so the full result is cropped by ⌊(k−s)/2⌋ before and the rest after. With k − s
 * even (k4 s2) this is PyTorch's layer with padding (k−s)/2.
 */
public final class ConvTranspose2d implements Weighted {
    private final long in;
    private final long out;
    private final long kernel;
    private final long stride;
    private final Parameter weight;
    private final boolean moreBefore;
    private final Optional<Parameter> bias;

    public ConvTranspose2d(long in, long out, int kernel, int stride, Initializer initializer) {
        this(in, out, kernel, stride, initializer, false, true);
    }

    private ConvTranspose2d(
            long in, long out, int kernel, int stride, Initializer initializer, boolean moreBefore, boolean biased) {
        if (kernel < stride) {
            throw new IllegalArgumentException("kernel " + kernel + " is smaller than stride " + stride);
        }
        this.in = in;
        this.out = out;
        this.kernel = kernel;
        this.stride = stride;
        weight = Parameter.weight("weight", initializer, in, out, kernel, kernel);
        this.moreBefore = moreBefore;
        bias = biased ? Optional.of(Parameter.weight("bias", Initializer.zeros(), out)) : Optional.empty();
    }

    /** Without biases, as before a batch norm, which takes them away. */
    public static ConvTranspose2d unbiased(long in, long out, int kernel, int stride, Initializer initializer) {
        return new ConvTranspose2d(in, out, kernel, stride, initializer, false, false);
    }

    /**
     * With k − s odd the full result is cropped by ⌈(k−s)/2⌉ before and by one less after: PyTorch's layer with padding ⌈(k−s)/2⌉ and
     * output padding 1 (k3 s2: 1 and 1).
     */
    public static ConvTranspose2d moreBefore(long in, long out, int kernel, int stride, Initializer initializer) {
        return new ConvTranspose2d(in, out, kernel, stride, initializer, true, true);
    }

    private long odd() {
        return (kernel - stride) % 2;
    }

    @Override
    public String label() {
        return "transposed conv " + out + " k" + kernel + " s" + stride + " same";
    }

    @Override
    public Parameter weight() {
        return weight;
    }

    @Override
    public Tensor rows(Tensor kernels) {
        return kernels.transpose(0, 1).flatten(1, -1);
    }

    @Override
    public Tensor forward(Tensor x, Tensor kernels, Pass pass) {
        var precision = pass.precision();
        long crop = (kernel - stride + (moreBefore ? 1 : 0)) / 2;
        long added = moreBefore ? odd() : 0;
        Tensor y = odd() == 0 && Conv2d.isTiny(x, precision)
                ? precision.castChannelsLast(product(x, kernels, crop))
                : torch.conv_transpose2d(
                        precision.castChannelsLast(x),
                        precision.castChannelsLast(kernels),
                        new TensorOptional(),
                        new long[] {stride, stride},
                        new long[] {crop, crop},
                        new long[] {added, added},
                        1,
                        1,
                        1);
        // not the operator's own bias: oneDNN sums its gradient one value after the other
        Optional<Tensor> shift = bias.map(each -> precision.cast(each.value()).view(1, out, 1, 1));
        if (odd() == 0 || moreBefore) {
            return shift.map(y::add_).orElse(y);
        }
        Tensor cropped = y.narrow(2, 0, x.size(2) * stride).narrow(3, 0, x.size(3) * stride);
        return shift.map(cropped::add).orElse(cropped);
    }

    /** What each pixel adds around it, and the sums. */
    private Tensor product(Tensor x, Tensor kernels, long crop) {
        long high = x.size(2);
        long wide = x.size(3);
        Tensor pixels = x.permute(0, 2, 3, 1).flatten(0, 2).matmul(kernels.flatten(1, -1));
        return torch.col2im(
                pixels.view(x.size(0), high * wide, pixels.size(1)).transpose(1, 2),
                new long[] {high * stride, wide * stride},
                new long[] {kernel, kernel},
                new long[] {1, 1},
                new long[] {crop, crop},
                new long[] {stride, stride});
    }

    @Override
    public Value trace(Graph graph, Value x, Value kernels) {
        long[] in = x.sample();
        long crop = (kernel - stride) / 2;
        long before = moreBefore ? crop + odd() : crop;
        long over = moreBefore ? 0 : odd();
        Value whole = bias.map(each -> graph.operator("ConvTranspose", x, kernels, graph.parameter(each)))
                .orElseGet(() -> graph.operator("ConvTranspose", x, kernels))
                .longs("kernel_shape", kernel, kernel)
                .longs("strides", stride, stride)
                .longs("pads", before, before, crop, crop)
                .integer("group", 1)
                .gives(out, in[1] * stride + over, in[2] * stride + over);
        return over == 0
                ? whole
                : Resampling.crop(in[1] * stride, in[2] * stride).trace(graph, whole);
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 3 && inputShape[0] == in, this, inputShape);
        return new long[] {out, inputShape[1] * stride, inputShape[2] * stride};
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(weight), bias.stream()).toList();
    }

    @Override
    public long flops(long[] inputShape) {
        return 2 * kernel * kernel * out * Shapes.count(inputShape);
    }
}
