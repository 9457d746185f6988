package dev.atelier.nn;

import dev.atelier.tensor.Precision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A convolution with a square kernel, W of shape [out, in / groups, k, k]. */
public final class Conv2d implements Weighted {
    private static final long MOST_TINY = 4;

    private final long in;
    private final long out;
    private final long kernel;
    private final long stride;
    private final Padding padding;
    private final long groups;
    private final Parameter weight;
    private final Optional<Parameter> bias;

    public Conv2d(long in, long out, int kernel, int stride, Padding padding, Initializer initializer) {
        this(in, out, kernel, stride, padding, 1, initializer);
    }

    /** Each of {@code groups} equal parts of the input's channels makes its own part of the output's. */
    public Conv2d(long in, long out, int kernel, int stride, Padding padding, long groups, Initializer initializer) {
        this(in, out, kernel, stride, padding, groups, initializer, Optional.of(Initializer.zeros()));
    }

    private Conv2d(
            long in,
            long out,
            int kernel,
            int stride,
            Padding padding,
            long groups,
            Initializer initializer,
            Optional<Initializer> biases) {
        if (in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(groups + " groups do not divide " + in + " and " + out + " channels");
        }
        this.in = in;
        this.out = out;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        this.groups = groups;
        weight = Parameter.weight("weight", initializer, out, in / groups, kernel, kernel);
        bias = biases.map(each -> Parameter.weight("bias", each, out));
    }

    /** Without biases, as before a batch norm, which takes them away. */
    public static Conv2d unbiased(long in, long out, int kernel, int stride, Padding padding, Initializer initializer) {
        return new Conv2d(in, out, kernel, stride, padding, 1, initializer, Optional.empty());
    }

    /** Weights and biases uniform on ±1/√fan in, as PyTorch and Torch7 draw them where nobody says otherwise. */
    public static Conv2d uniform(long in, long out, int kernel, int stride, Padding padding) {
        Initializer biases = Initializer.uniform(1 / Math.sqrt((double) in * kernel * kernel));
        return new Conv2d(in, out, kernel, stride, padding, 1, Initializer.fanInUniform(), Optional.of(biases));
    }

    /** The same before a pixel shuffle by 2 that makes squares of one value at first ({@link Initializer#squares}). */
    public static Conv2d squares(long in, long out, int kernel, Padding padding) {
        Initializer biases = Initializer.uniform(1 / Math.sqrt((double) in * kernel * kernel));
        return new Conv2d(
                in,
                out,
                kernel,
                1,
                padding,
                1,
                Initializer.squares(2, Initializer.fanInUniform()),
                Optional.of(Initializer.squares(2, biases)));
    }

    @Override
    public String label() {
        return "conv " + out + " k" + kernel + (stride == 1 ? " " : " s" + stride + " ") + padding.label()
                + (groups == 1 ? "" : groups == in ? " depthwise" : " in " + groups + " groups");
    }

    @Override
    public Parameter weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor x, Tensor kernels, Pass pass) {
        long top = padding.before(x.size(2), kernel, stride);
        long bottom = padding.after(x.size(2), kernel, stride);
        long left = padding.before(x.size(3), kernel, stride);
        long right = padding.after(x.size(3), kernel, stride);
        var precision = pass.precision();
        Tensor input = precision.castChannelsLast(x);
        if (top != bottom || left != right) {
            input = torch.constant_pad_nd(input, left, right, top, bottom);
            top = 0;
            left = 0;
        }
        if (groups == 1 && kernel > 1 && isTiny(x, precision)) {
            return product(input, kernels, top, left);
        }
        return torch.conv2d(
                input,
                precision.castChannelsLast(kernels),
                bias.map(each -> new TensorOptional(precision.cast(each.value())))
                        .orElseGet(TensorOptional::new),
                new long[] {stride, stride},
                new long[] {top, left},
                new long[] {1, 1},
                groups);
    }

    /**
     * Whether maps are so small, 2×2 pixels at most, that a product of matrices is quicker than the processor's convolution, which is made
     * for many pixels: with its gradients it took a third of the time in the innermost rows of a U-Net.
     */
    static boolean isTiny(Tensor x, Precision precision) {
        return precision == Precision.FP32 && x.is_cpu() && x.size(2) * x.size(3) <= MOST_TINY;
    }

    private Tensor product(Tensor x, Tensor kernels, long top, long left) {
        Tensor columns = torch.im2col(
                x.contiguous(), new long[] {kernel, kernel}, new long[] {1, 1}, new long[] {top, left}, new long[] {
                    stride, stride
                });
        long high = (x.size(2) + 2 * top - kernel) / stride + 1;
        Tensor pixels = columns.transpose(1, 2)
                .flatten(0, 1)
                .matmul(kernels.flatten(1, -1).t());
        Tensor y = bias.map(each -> pixels.add(each.value())).orElse(pixels);
        return y.view(x.size(0), high, columns.size(2) / high, out).permute(0, 3, 1, 2);
    }

    @Override
    public Value trace(Graph graph, Value x, Value kernels) {
        long[] in = x.sample();
        return bias.map(each -> graph.operator("Conv", x, kernels, graph.parameter(each)))
                .orElseGet(() -> graph.operator("Conv", x, kernels))
                .longs("kernel_shape", kernel, kernel)
                .longs("strides", stride, stride)
                .longs(
                        "pads",
                        padding.before(in[1], kernel, stride),
                        padding.before(in[2], kernel, stride),
                        padding.after(in[1], kernel, stride),
                        padding.after(in[2], kernel, stride))
                .integer("group", groups)
                .gives(outputShape(in));
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 3 && inputShape[0] == in, this, inputShape);
        long[] output = {out, size(inputShape[1]), size(inputShape[2])};
        Shapes.require(output[1] > 0 && output[2] > 0, this, inputShape);
        return output;
    }

    private long size(long input) {
        long padded = input + padding.before(input, kernel, stride) + padding.after(input, kernel, stride);
        return padded < kernel ? 0 : (padded - kernel) / stride + 1;
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(weight), bias.stream()).toList();
    }

    @Override
    public long flops(long[] inputShape) {
        return 2 * kernel * kernel * (in / groups) * Shapes.count(outputShape(inputShape));
    }
}
