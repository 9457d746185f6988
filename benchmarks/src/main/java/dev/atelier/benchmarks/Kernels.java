package dev.atelier.benchmarks;

import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.Split;
import dev.atelier.nn.Activation;
import dev.atelier.nn.Adam;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.UpsampleConv2d;
import dev.atelier.tensor.NativeOperator;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Single kernels at the sizes of the recipes; {@code benchmarks/kernels} runs them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class Kernels {
    private static final int BATCH = 128;

    /** The fashion generator's first upsampling row, forward and backward. */
    @State(Scope.Thread)
    public static class Upsampling {
        @Param({"FP32", "BF16"})
        private Precision precision = Precision.FP32;

        private final Sequential row = fresh(new UpsampleConv2d(128, 128, 5, Initializer.glorotUniform()));
        private final Tensor input = kept(BATCH, 128, 7, 7);

        @TearDown(Level.Trial)
        public void close() {
            row.close();
            input.close();
        }
    }

    @Benchmark
    public void upsampleConvolution(Upsampling state) {
        forwardBackward(state.row, state.input, Pass.training(state.precision, Masks.NONE));
    }

    /** Batch norm and leaky ReLU of DCGAN's widest map at half width, forward and backward. */
    @State(Scope.Thread)
    public static class Norm {
        private final Sequential rows = fresh(new BatchNorm2d(64), Activation.leakyRelu(0.2));
        private final Tensor input = kept(BATCH, 64, 32, 32);

        @TearDown(Level.Trial)
        public void close() {
            rows.close();
            input.close();
        }
    }

    @Benchmark
    public void batchNormActivation(Norm state) {
        forwardBackward(state.rows, state.input, Pass.training(Precision.FP32, Masks.NONE));
    }

    /** Weights as many as the fashion generator's, in one large and many small tensors. */
    @State(Scope.Thread)
    public static class Weights {
        private static final NativeOperator LERP = NativeOperator.find("aten::_foreach_lerp_", "Scalar");

        private final List<Parameter> parameters = List.of(
                Parameter.weight("dense", Initializer.zeros(), 6272, 128),
                Parameter.weight("first", Initializer.zeros(), 128, 128, 5, 5),
                Parameter.weight("second", Initializer.zeros(), 128, 128, 5, 5),
                Parameter.weight("third", Initializer.zeros(), 128, 128, 4, 4),
                Parameter.weight("fourth", Initializer.zeros(), 128, 128, 4, 4),
                Parameter.weight("bias", Initializer.zeros(), 128));
        private final Adam adam = new Adam(parameters, new Adam.Options(1e-4, 0.9, 0.999, 1e-7));
        private final List<Tensor> values = each(Tensor::detach);
        private final List<Tensor> gradients = each(torch::randn_like);

        private List<Tensor> each(UnaryOperator<Tensor> make) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                return parameters.stream()
                        .map(parameter -> scope.keep(make.apply(parameter.value())))
                        .toList();
            }
        }

        @TearDown(Level.Trial)
        public void close() {
            adam.close();
            values.forEach(Tensor::close);
            gradients.forEach(Tensor::close);
            parameters.forEach(Parameter::close);
        }
    }

    @Benchmark
    public void fusedAdam(Weights state) {
        state.adam.step(state.gradients);
    }

    /** One update of the average, as {@code Ema} makes it. */
    @Benchmark
    public void movingAverage(Weights state) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            Weights.LERP.call(state.values, state.gradients, 0.005);
        }
    }

    /** Batches of Fashion-MNIST from memory, in order, as the loader's thread makes them. */
    @State(Scope.Thread)
    public static class Loading {
        private final BatchLoader loader = new BatchLoader(
                DataSources.open("fashion-mnist", new ImageFormat(1, 28, 28), Split.TRAIN)
                        .dataset(),
                LoadOptions.defaults(BATCH, 1).withPrefetch(1),
                Cursor.start());

        @TearDown(Level.Trial)
        public void close() {
            loader.close();
        }
    }

    @Benchmark
    public void batchAssembly(Loading state) {
        state.loader.next().close();
    }

    private static Sequential fresh(Layer... layers) {
        Sequential rows = new Sequential("rows", List.of(layers));
        rows.initialise(RandomStream.of(1, "rows"));
        return rows;
    }

    private static Tensor kept(long... shape) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor input = scope.keep(torch.randn(shape));
            input.set_requires_grad(true);
            return input;
        }
    }

    private static void forwardBackward(Sequential rows, Tensor input, Pass pass) {
        try (TensorScope scope = TensorScope.open()) {
            rows.forward(input, pass).sum().backward();
        }
    }
}
