package dev.atelier.nn;

import dev.atelier.BadInput;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A network as a list of primitive operators in the order in which they run, as it computes in evaluation: what is written for other
 * programs. Layers put themselves into it by {@link Layer#trace}.
 *
 * <p>Operators are called as in ONNX, opset 17, and mean the same, with the same attributes. What ONNX takes as an input of constant
 * whole numbers is an attribute here, under the input's name: {@code shape} of Reshape (0 keeps a size), {@code axes} of ReduceSum
 * and Unsqueeze, {@code starts}, {@code ends}, {@code axes} of Slice, and so are {@code scales} of Resize, whole numbers too, and {@code pads} of Pad. In
 * use are: Abs, Add, AveragePool, BatchNormalization, Concat, Conv, ConvTranspose, DepthToSpace, Exp, Gemm, Identity,
 * InstanceNormalization, LeakyRelu, MaxPool, Mul, Neg, Pad, PRelu, ReduceLogSumExp, ReduceMean, ReduceSum, Relu, Reshape, Resize,
 * Sigmoid, Slice, Sub, Tanh, Unsqueeze.
 *
 * <p>A graph borrows the parameters of the network and reads them when asked: it must not outlive it.
 */
public final class Graph {
    /** Stands in shapes for the number of samples. */
    public static final long BATCH = -1;

    /**
     * One operator.
     *
     * @param attributes by name: Long, Double, String or a list of Long
     */
    public record Operator(String type, List<Value> inputs, Map<String, Object> attributes, Value output) {
        public Operator {
            inputs = List.copyOf(inputs);
            attributes = Map.copyOf(attributes);
        }

        /** An attribute of whole numbers. */
        public long[] longs(String name) {
            return ((List<?>) attribute(name))
                    .stream().mapToLong(each -> (Long) each).toArray();
        }

        /** An attribute that is a whole number. */
        public long integer(String name) {
            return (Long) attribute(name);
        }

        /** An attribute that is a number. */
        public double number(String name) {
            return (Double) attribute(name);
        }

        private Object attribute(String name) {
            Object value = attributes.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        type + " has no attribute '" + name + "', but " + attributes.keySet());
            }
            return value;
        }
    }

    /**
     * A tensor that the graph brings along: a parameter, or what was worked out of parameters.
     *
     * @param values row-major, worked out when asked
     */
    public record Constant(Value value, Supplier<float[]> values) {}

    /** What all views of one graph share. */
    private record Contents(
            NormStatistics statistics,
            Map<String, Value> inputs,
            Map<String, Constant> constants,
            Map<String, Parameter> parameters,
            List<Operator> operators,
            Map<String, Value> outputs) {}

    private final Contents contents;
    private final String path;

    /** An empty graph, of batch norm by running statistics. */
    public Graph() {
        this(NormStatistics.RUNNING);
    }

    /** An empty graph of evaluation by these statistics. */
    public Graph(NormStatistics statistics) {
        this(
                new Contents(
                        statistics,
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new ArrayList<>(),
                        new LinkedHashMap<>()),
                "");
    }

    private Graph(Contents contents, String path) {
        this.contents = contents;
        this.path = path;
    }

    /** This graph as a part of the network sees it whose parameters begin with {@code name}; an empty name adds nothing. */
    public Graph in(String name) {
        return name.isEmpty() ? this : new Graph(contents, under(name));
    }

    NormStatistics statistics() {
        return contents.statistics();
    }

    private String under(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The input of this name, [B, sample…], whoever asks for it first; names of inputs have no path. */
    public Value input(String name, long... sample) {
        Value value = new Value(name, Value.batched(sample));
        Value known = contents.inputs().putIfAbsent(name, value);
        if (known != null && !known.equals(value)) {
            throw new IllegalStateException(
                    "input '" + name + "' is " + known.shape() + " for one and " + value.shape() + " for another");
        }
        return value;
    }

    /** A parameter of the part that asks, under its full name. */
    public Value parameter(Parameter parameter) {
        String name = under(parameter.name());
        Parameter known = contents.parameters().putIfAbsent(name, parameter);
        if (known == null) {
            return constant(parameter.name(), () -> Tensors.toFloats(parameter.value()), shape(parameter));
        }
        if (known.value() != parameter.value()) {
            throw new IllegalStateException("two parameters are called '" + name + "'");
        }
        return Objects.requireNonNull(contents.constants().get(name)).value();
    }

    static long[] shape(Parameter parameter) {
        return Tensors.shape(parameter.value());
    }

    /** A constant of the part that asks, as a parameter of this local name would stand there; {@code values} are row-major. */
    public Value constant(String name, Supplier<float[]> values, long... shape) {
        Value value = new Value(under(name), Value.list(shape));
        if (contents.constants().putIfAbsent(value.name(), new Constant(value, values)) != null) {
            throw new IllegalStateException("two constants are called '" + value.name() + "'");
        }
        return value;
    }

    /** Begins an operator; one of the methods {@code gives} of what is returned puts it into the graph. */
    public Draft operator(String type, Value... inputs) {
        return new Draft(type, List.of(inputs));
    }

    /** An operator in the making. */
    public final class Draft {
        private final String type;
        private final List<Value> inputs;
        private final Map<String, Object> attributes = new LinkedHashMap<>();

        private Draft(String type, List<Value> inputs) {
            this.type = type;
            this.inputs = inputs;
        }

        /** An attribute of whole numbers. */
        public Draft longs(String name, long... values) {
            attributes.put(name, Value.list(values));
            return this;
        }

        /** An attribute that is a whole number. */
        public Draft integer(String name, long value) {
            attributes.put(name, value);
            return this;
        }

        /** An attribute that is a number. */
        public Draft number(String name, double value) {
            attributes.put(name, value);
            return this;
        }

        /** An attribute that is a word. */
        public Draft word(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        /** Puts it into the graph; it gives [B, sample…]. */
        public Value gives(long... sample) {
            return put(Value.batched(sample));
        }

        /** Puts it into the graph; it gives what has the shape of its first input. */
        public Value givesTheSame() {
            return put(inputs.get(0).shape());
        }

        /** Puts it into the graph; it gives a tensor of this whole shape, {@link #BATCH} where a size is the batch's. */
        public Value givesAll(long... shape) {
            return put(Value.list(shape));
        }

        private Value put(List<Long> shape) {
            return put(under(type) + "/" + contents.operators().size(), shape);
        }

        private Value put(String name, List<Long> shape) {
            Value output = new Value(name, shape);
            contents.operators().add(new Operator(type, inputs, attributes, output));
            return output;
        }
    }

    /** Makes a value an output of the graph, under this name. */
    public void output(String name, Value value) {
        if (contents.outputs().containsKey(name) || contents.inputs().containsKey(name)) {
            throw new IllegalStateException("two inputs or outputs are called '" + name + "'");
        }
        contents.outputs().put(name, operator("Identity", value).put(name, value.shape()));
    }

    /** What is said of a row that cannot be traced; its name and where it stands are in it. */
    public BadInput refusal(String label) {
        String row = path.isEmpty() ? "row '" + label + "'" : "row " + path + " ('" + label + "')";
        return new BadInput(row + " has no trace: a network with it can be trained and judged, but not exported");
    }

    /** In the order in which they were first asked for. */
    public List<Value> inputs() {
        return List.copyOf(contents.inputs().values());
    }

    /** All that the graph brings along, in the order of the operators. */
    public List<Constant> constants() {
        return List.copyOf(contents.constants().values());
    }

    /** In the order in which they run: each reads only what stands before it. */
    public List<Operator> operators() {
        return List.copyOf(contents.operators());
    }

    /** By name. */
    public List<Value> outputs() {
        return List.copyOf(contents.outputs().values());
    }
}
