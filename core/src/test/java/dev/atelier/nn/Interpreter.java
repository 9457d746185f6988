package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Runs a graph by what ONNX says of its operators, without the layers: a second implementation, in float64, so that it adds no rounding
 * of its own. Each tensor's sizes must be those that the graph says.
 */
public final class Interpreter {
    private final Map<String, Tensor> values = new HashMap<>();
    private final long batch;

    private Interpreter(long batch) {
        this.batch = batch;
    }

    /** The outputs by name, in the caller's scope. */
    public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        assertThat(graph.inputs().stream().map(Value::name)).containsExactlyInAnyOrderElementsOf(inputs.keySet());
        Interpreter interpreter =
                new Interpreter(inputs.values().iterator().next().size(0));
        graph.inputs()
                .forEach(
                        input -> interpreter.put(input, inputs.get(input.name()).to(ScalarType.Double)));
        graph.constants().forEach(constant -> {
            long[] shape =
                    constant.value().shape().stream().mapToLong(Long::longValue).toArray();
            interpreter.put(
                    constant.value(), Tensors.of(constant.values().get(), shape).to(ScalarType.Double));
        });
        graph.operators().forEach(operator -> interpreter.put(operator.output(), interpreter.result(operator)));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        graph.outputs()
                .forEach(output ->
                        outputs.put(output.name(), interpreter.get(output).to(ScalarType.Float)));
        return outputs;
    }

    private void put(Value value, Tensor tensor) {
        assertThat(Arrays.stream(Tensors.shape(tensor)).boxed())
                .as(value.name())
                .isEqualTo(value.shape().stream()
                        .map(size -> size == Graph.BATCH ? batch : size)
                        .toList());
        assertThat(values.put(value.name(), tensor))
                .as("two values called " + value.name())
                .isNull();
    }

    private Tensor get(Value value) {
        assertThat(values).containsKey(value.name());
        return values.get(value.name());
    }

    private Tensor result(Graph.Operator operator) {
        List<Tensor> in = operator.inputs().stream().map(this::get).toList();
        Tensor x = in.get(0);
        return switch (operator.type()) {
            case "Identity" -> x;
            case "Abs" -> x.abs();
            case "Neg" -> x.neg();
            case "Exp" -> x.exp();
            case "Relu" -> x.clamp_min(new Scalar(0.0));
            case "LeakyRelu" -> torch.where(x.lt(new Scalar(0.0)), x.mul(new Scalar(operator.number("alpha"))), x);
            case "PRelu" -> torch.where(x.lt(new Scalar(0.0)), x.mul(in.get(1)), x);
            case "Tanh" -> x.tanh();
            case "Sigmoid" -> x.sigmoid();
            case "Add" -> x.add(in.get(1));
            case "Sub" -> x.sub(in.get(1));
            case "Mul" -> x.mul(in.get(1));
            case "Concat" -> torch.cat(new TensorVector(in.toArray(Tensor[]::new)), operator.integer("axis"));
            case "Gemm" -> gemm(operator, in);
            case "BatchNormalization" -> normalised(operator, in);
            case "InstanceNormalization" -> normalisedEach(operator, in);
            case "Conv" -> convolved(operator, in);
            case "ConvTranspose" -> transposed(operator, in);
            case "AveragePool", "MaxPool" -> pooled(operator, x);
            case "ReduceMean" -> x.mean(operator.longs("axes"), keeps(operator), new ScalarTypeOptional());
            case "ReduceSum" -> x.sum(operator.longs("axes"), keeps(operator), new ScalarTypeOptional());
            case "ReduceLogSumExp" ->
                x.exp()
                        .sum(operator.longs("axes"), keeps(operator), new ScalarTypeOptional())
                        .log();
            case "Reshape" -> reshaped(operator, x);
            case "DepthToSpace" -> shuffled(operator, x);
            case "Pad" -> mirrored(operator, x);
            case "Resize" -> resized(operator, x);
            case "Slice" -> sliced(operator, x);
            case "Unsqueeze" -> x.unsqueeze(operator.longs("axes")[0]);
            default -> throw new AssertionError("no operator " + operator.type());
        };
    }

    private static boolean keeps(Graph.Operator operator) {
        return operator.integer("keepdims") == 1;
    }

    private static Tensor gemm(Graph.Operator operator, List<Tensor> in) {
        assertThat(operator.integer("transB")).isEqualTo(1);
        Tensor product = in.get(0).matmul(in.get(1).t());
        return in.size() == 3 ? product.add(in.get(2)) : product;
    }

    private static Tensor normalised(Graph.Operator operator, List<Tensor> in) {
        Tensor deviation =
                each(in.get(4)).add(new Scalar(operator.number("epsilon"))).sqrt();
        return in.get(0)
                .sub(each(in.get(3)))
                .div(deviation)
                .mul(each(in.get(1)))
                .add(each(in.get(2)));
    }

    private static Tensor normalisedEach(Graph.Operator operator, List<Tensor> in) {
        long[] pixels = {2, 3};
        Tensor centred = in.get(0).sub(in.get(0).mean(pixels, true, new ScalarTypeOptional()));
        Tensor variance = centred.square().mean(pixels, true, new ScalarTypeOptional());
        return centred.div(variance.add(new Scalar(operator.number("epsilon"))).sqrt())
                .mul(each(in.get(1)))
                .add(each(in.get(2)));
    }

    private static Tensor shuffled(Graph.Operator operator, Tensor x) {
        assertThat(operator.attributes()).containsEntry("mode", "CRD").containsEntry("blocksize", 2L);
        long height = x.size(2);
        long width = x.size(3);
        return x.reshape(x.size(0), x.size(1) / 4, 2, 2, height, width)
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(x.size(0), x.size(1) / 4, 2 * height, 2 * width);
    }

    private static Tensor mirrored(Graph.Operator operator, Tensor x) {
        assertThat(operator.attributes()).containsEntry("mode", "reflect");
        long[] pads = operator.longs("pads");
        Tensor padded = x;
        for (int axis = 0; axis < 4; axis++) {
            long last = x.size(axis) - 1;
            long[] from = LongStream.rangeClosed(-pads[axis], last + pads[4 + axis])
                    .map(at -> last - Math.abs(last - Math.abs(at)))
                    .toArray();
            padded = torch.index_select(padded, axis, Tensors.of(from, from.length));
        }
        return padded;
    }

    /** A value a channel, against [B, C, H, W]. */
    private static Tensor each(Tensor channels) {
        return channels.view(1, -1, 1, 1);
    }

    private static Tensor padded(Tensor x, long[] pads, double with) {
        return torch.constant_pad_nd(x, new long[] {pads[1], pads[3], pads[0], pads[2]}, new Scalar(with));
    }

    private static Tensor convolved(Graph.Operator operator, List<Tensor> in) {
        Tensor kernels = in.get(1);
        assertThat(operator.longs("kernel_shape")).containsExactly(kernels.size(2), kernels.size(3));
        Tensor y = torch.conv2d(
                padded(in.get(0), operator.longs("pads"), 0),
                kernels,
                new TensorOptional(),
                operator.longs("strides"),
                new long[] {0, 0},
                new long[] {1, 1},
                operator.integer("group"));
        return in.size() == 3 ? y.add(each(in.get(2))) : y;
    }

    private static Tensor transposed(Graph.Operator operator, List<Tensor> in) {
        long[] pads = operator.longs("pads");
        assertThat(operator.integer("group")).isEqualTo(1);
        Tensor whole = torch.conv_transpose2d(
                in.get(0),
                in.get(1),
                in.size() == 3 ? new TensorOptional(in.get(2)) : new TensorOptional(),
                operator.longs("strides"),
                new long[] {0, 0},
                new long[] {0, 0},
                1,
                1,
                1);
        return whole.narrow(2, pads[0], whole.size(2) - pads[0] - pads[2])
                .narrow(3, pads[1], whole.size(3) - pads[1] - pads[3]);
    }

    private static Tensor pooled(Graph.Operator operator, Tensor x) {
        boolean mean = operator.type().equals("AveragePool");
        long[] kernel = operator.longs("kernel_shape");
        long[] strides = operator.longs("strides");
        long[] pads = operator.longs("pads").clone();
        if (operator.integer("ceil_mode") == 1) { // what lies over the edge counts as padding
            pads[2] += missing(x.size(2) + pads[0] + pads[2], kernel[0], strides[0]);
            pads[3] += missing(x.size(3) + pads[1] + pads[3], kernel[1], strides[1]);
        }
        if (!mean) {
            return windows(padded(x, pads, Double.NEGATIVE_INFINITY), kernel, strides)
                    .amax(new long[] {4, 5}, false);
        }
        assertThat(operator.integer("count_include_pad")).isZero();
        long[] inside = {4, 5};
        Tensor places = windows(padded(torch.ones_like(x), pads, 0), kernel, strides)
                .sum(inside, false, new ScalarTypeOptional());
        return windows(padded(x, pads, 0), kernel, strides)
                .sum(inside, false, new ScalarTypeOptional())
                .div(places);
    }

    private static long missing(long size, long kernel, long stride) {
        long over = (size - kernel) % stride;
        return over == 0 ? 0 : stride - over;
    }

    /** [B, C, H, W, kernel, kernel]. */
    private static Tensor windows(Tensor x, long[] kernel, long[] strides) {
        return x.unfold(2, kernel[0], strides[0]).unfold(3, kernel[1], strides[1]);
    }

    private static Tensor reshaped(Graph.Operator operator, Tensor x) {
        long[] shape = operator.longs("shape");
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == 0 ? x.size(i) : shape[i];
        }
        return x.reshape(shape);
    }

    private static Tensor resized(Graph.Operator operator, Tensor x) {
        assertThat(operator.longs("scales")).containsExactly(1, 1, 2, 2);
        Map<String, Object> how = operator.attributes();
        if (how.get("mode").equals("nearest")) {
            assertThat(how)
                    .containsEntry("coordinate_transformation_mode", "asymmetric")
                    .containsEntry("nearest_mode", "floor");
            return x.repeat_interleave(2, new LongOptional(2), new LongOptional())
                    .repeat_interleave(2, new LongOptional(3), new LongOptional());
        }
        assertThat(how).containsEntry("mode", "linear").containsEntry("coordinate_transformation_mode", "half_pixel");
        return torch.upsample_bilinear2d(
                x, new long[] {x.size(2) * 2, x.size(3) * 2}, false, new DoubleOptional(), new DoubleOptional());
    }

    private static Tensor sliced(Graph.Operator operator, Tensor x) {
        long[] axes = operator.longs("axes");
        Tensor part = x;
        for (int i = 0; i < axes.length; i++) {
            long start = operator.longs("starts")[i];
            part = part.narrow(axes[i], start, operator.longs("ends")[i] - start);
        }
        return part;
    }
}
