package dev.atelier.nn;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Nearest-neighbour ×2 upsampling followed by a k×k {@code SAME} convolution, computed as four phase convolutions on the small image:
 * output pixel (2i+a, 2j+b) reads only ⌈(k+1)/2⌉ distinct rows and columns of it, so the taps that fall on the same pixel are summed
 * into one weight first and the four phases are interleaved. Exact up to the order of the sums; for k5, 9 taps a
 * pixel instead of 25. W keeps the plain layer's shape [out, in, k, k].
 */
public final class UpsampleConv2d implements Weighted {
    private final long in;
    private final long out;
    private final int kernel;
    private final int taps;
    private final int[] origin;
    private final Parameter weight;
    private final Parameter bias;
    private final Tensor gather;

    public UpsampleConv2d(long in, long out, int kernel, Initializer initializer) {
        this.in = in;
        this.out = out;
        this.kernel = kernel;
        taps = kernel / 2 + 1;
        weight = Parameter.weight("weight", initializer, out, in, kernel, kernel);
        bias = Parameter.weight("bias", Initializer.zeros(), out);
        origin = new int[] {offset(0, 0), offset(1, 0)};
        if (offset(1, kernel - 1) - origin[0] < taps) {
            origin[1] = origin[0]; // both phases fit one window: no slicing needed
        }
        try (TensorScope scope = TensorScope.open()) {
            gather = scope.keep(Tensors.of(gatherMatrix(), (long) kernel * kernel, 4L * taps * taps));
        }
    }

    /** Row of the small image, relative to i, that tap {@code tap} of output row 2i+phase falls on. */
    private int offset(int phase, int tap) {
        return Math.floorDiv(phase + tap - (kernel - 1) / 2, 2);
    }

    /** [k·k, 4·taps·taps]: which tap of the plain kernel goes into which weight of which phase. */
    private float[] gatherMatrix() {
        float[] matrix = new float[kernel * kernel * 4 * taps * taps];
        for (int y = 0; y < kernel; y++) {
            for (int x = 0; x < kernel; x++) {
                for (int phase = 0; phase < 4; phase++) {
                    int row = offset(phase / 2, y) - origin[phase / 2];
                    int column = offset(phase % 2, x) - origin[phase % 2];
                    matrix[((y * kernel + x) * 4 + phase) * taps * taps + row * taps + column] = 1;
                }
            }
        }
        return matrix;
    }

    @Override
    public String label() {
        return "nearest ×2, conv " + out + " k" + kernel + " same";
    }

    @Override
    public Parameter weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, weight.value(), pass); // its taps are summed in float32
    }

    @Override
    public Tensor forward(Tensor x, Tensor kernels, Pass pass) {
        var precision = pass.precision();
        Tensor phases = kernels.reshape(out * in, (long) kernel * kernel)
                .matmul(gather.to(weight.value()))
                .view(out, in, 4, taps, taps)
                .permute(2, 0, 1, 3, 4)
                .reshape(4 * out, in, taps, taps);
        long before = -origin[0];
        long after = taps - 1 - before + origin[1] - origin[0];
        Tensor input = precision.castChannelsLast(x);
        if (before != after) {
            input = torch.constant_pad_nd(input, before, after, before, after);
            before = 0;
        }
        Tensor y = torch.conv2d(
                input,
                precision.castChannelsLast(phases),
                new TensorOptional(precision.cast(bias.value().repeat(4))),
                new long[] {1, 1},
                new long[] {before, before},
                new long[] {1, 1},
                1);
        return interleaved(y.permute(0, 2, 3, 1), x.size(2), x.size(3));
    }

    /**
     * From the four phases beside each other in each pixel, [B, h, w, 4·out], to [B, out, 2H, 2W] with the channels last. Phases whose
     * windows start one pixel apart have one row and column more, and each takes its part.
     */
    private Tensor interleaved(Tensor phases, long height, long width) {
        Tensor parts = phases.reshape(phases.size(0), phases.size(1), phases.size(2), 2, 2, out);
        Tensor rows = origin[0] == origin[1]
                ? parts.permute(0, 1, 3, 2, 4, 5)
                : torch.stack(new TensorVector(row(parts, 0, height, width), row(parts, 1, height, width)), 2);
        return rows.reshape(phases.size(0), 2 * height, 2 * width, out).permute(0, 3, 1, 2);
    }

    /** The output rows of one parity, [B, H, W, 2, out]. */
    private Tensor row(Tensor parts, int parity, long height, long width) {
        Tensor rows = parts.select(3, parity).narrow(1, origin[parity] - origin[0], height);
        return torch.stack(
                new TensorVector(
                        rows.select(3, 0).narrow(2, 0, width),
                        rows.select(3, 1).narrow(2, origin[1] - origin[0], width)),
                3);
    }

    /** As the two layers that it stands for. */
    @Override
    public Value trace(Graph graph, Value x, Value kernels) {
        Value large = Resampling.nearestUp().trace(graph, x);
        long before = Padding.SAME.before(large.sample()[1], kernel, 1);
        long after = Padding.SAME.after(large.sample()[1], kernel, 1);
        return graph.operator("Conv", large, kernels, graph.parameter(bias))
                .longs("kernel_shape", kernel, kernel)
                .longs("strides", 1, 1)
                .longs("pads", before, before, after, after)
                .integer("group", 1)
                .gives(outputShape(x.sample()));
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 3 && inputShape[0] == in, this, inputShape);
        return new long[] {out, inputShape[1] * 2, inputShape[2] * 2};
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias);
    }

    /** After the rewrite: what is really computed. */
    @Override
    public long flops(long[] inputShape) {
        return 2L * taps * taps * in * Shapes.count(outputShape(inputShape));
    }
}
