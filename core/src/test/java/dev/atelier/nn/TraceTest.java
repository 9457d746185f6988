package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer's graph, run by another implementation, gives what the layer gives in evaluation. */
class TraceTest {
    private static final Initializer INIT = Initializer.glorotUniform();
    private static final int BATCH = 3;

    private static Conv2d conv(long in, long out, int kernel, int stride, Padding padding) {
        return new Conv2d(in, out, kernel, stride, padding, INIT);
    }

    static List<Arguments> layers() {
        Map<String, Object[]> cases = new LinkedHashMap<>();
        long[] image = {4, 6, 5};
        long[] vector = {6};
        for (Activation each :
                List.of(Activation.relu(), Activation.leakyRelu(0.2), Activation.tanh(), Activation.sigmoid())) {
            cases.put(each.label(), new Object[] {each, image});
        }
        cases.put("dense", new Object[] {new Dense(6, 3, INIT), vector});
        cases.put("dense without bias", new Object[] {Dense.unbiased(6, 3, INIT), vector});
        cases.put("conv k3 valid", new Object[] {conv(4, 2, 3, 1, Padding.VALID), image});
        cases.put("conv k4 s2 same", new Object[] {conv(4, 2, 4, 2, Padding.SAME), image});
        cases.put("conv k3 s2 same", new Object[] {conv(4, 2, 3, 2, Padding.SAME), image});
        cases.put("conv k3 s2 p1", new Object[] {conv(4, 2, 3, 2, Padding.of(1)), image});
        cases.put("conv in groups", new Object[] {new Conv2d(4, 4, 3, 1, Padding.SAME, 2, INIT), image});
        cases.put("conv norm", new Object[] {new ConvNorm(4, 3, new Window(1, 3, 2, 0, 1), 1e-3), image});
        cases.put("transposed k4 s2", new Object[] {new ConvTranspose2d(4, 3, 4, 2, INIT), image});
        cases.put("transposed k5 s2", new Object[] {new ConvTranspose2d(4, 3, 5, 2, INIT), image});
        cases.put("transposed k3 s2", new Object[] {new ConvTranspose2d(4, 3, 3, 2, INIT), image});
        for (int kernel = 2; kernel <= 5; kernel++) {
            cases.put("nearest, conv k" + kernel, new Object[] {new UpsampleConv2d(4, 3, kernel, INIT), image});
        }
        cases.put("batch norm", new Object[] {new BatchNorm2d(4), image});
        cases.put("instance norm", new Object[] {new InstanceNorm2d(4), image});
        cases.put("prelu", new Object[] {Prelu.shared(), image});
        cases.put("prelu per channel", new Object[] {Prelu.perChannel(4), image});
        cases.put("prelu per value", new Object[] {Prelu.perChannel(6), vector});
        cases.put("reflect", new Object[] {Resampling.reflect(3), image});
        cases.put("pixel shuffle", new Object[] {Resampling.pixelShuffle(), image});
        cases.put("conv without bias", new Object[] {Conv2d.unbiased(4, 2, 4, 2, Padding.of(1), INIT), image});
        cases.put("transposed without bias", new Object[] {ConvTranspose2d.unbiased(4, 3, 3, 2, INIT), image});
        cases.put("transposed, more before", new Object[] {ConvTranspose2d.moreBefore(4, 3, 3, 2, INIT), image});
        cases.put("transposed, k4, more before", new Object[] {ConvTranspose2d.moreBefore(4, 3, 4, 2, INIT), image});
        cases.put("dropout", new Object[] {new Dropout(0.5), image});
        cases.put("learned basis", new Object[] {new LearnedBasis(6, 3, 2, 4, INIT), vector});
        cases.put("minibatch discrimination", new Object[] {new MinibatchDiscrimination(6, 4, 2, INIT), vector});
        cases.put("max", new Object[] {Pooling.max(Window.square(3, 2, 1)), image});
        cases.put("mean", new Object[] {Pooling.mean(Window.keeping(3, 3)), image});
        cases.put("global mean", new Object[] {Pooling.global(), image});
        cases.put("nearest", new Object[] {Resampling.nearestUp(), image});
        cases.put("bilinear", new Object[] {Resampling.bilinearUp(), image});
        cases.put("halve", new Object[] {Resampling.halve(), image});
        cases.put("sum", new Object[] {Resampling.sum(), image});
        cases.put("crop", new Object[] {Resampling.crop(4, 3), image});
        cases.put("flatten", new Object[] {Reshape.flatten(), image});
        cases.put("reshape", new Object[] {Reshape.to(2, 3, 1), vector});
        cases.put("spectral norm, dense", new Object[] {new SpectralNorm(new Dense(6, 3, INIT)), vector});
        cases.put("spectral norm, conv", new Object[] {new SpectralNorm(conv(4, 2, 3, 1, Padding.SAME)), image});
        cases.put(
                "spectral norm, transposed",
                new Object[] {new SpectralNorm(new ConvTranspose2d(4, 3, 4, 2, INIT)), image});
        cases.put(
                "spectral norm, nearest and conv",
                new Object[] {new SpectralNorm(new UpsampleConv2d(4, 3, 3, INIT)), image});
        cases.put("residual", new Object[] {
            new Residual(
                    "r",
                    List.of(conv(4, 2, 3, 1, Padding.SAME), Activation.relu(), conv(2, 4, 3, 1, Padding.SAME)),
                    List.of()),
            image
        });
        cases.put("residual with a shortcut", new Object[] {
            new Residual(
                    "r",
                    List.of(conv(4, 3, 3, 2, Padding.SAME)),
                    List.of(Resampling.halve(), conv(4, 3, 1, 1, Padding.VALID))),
            image
        });
        cases.put("branches", new Object[] {
            new Branches(
                    "b",
                    List.of(
                            List.of(new Named("one", conv(4, 2, 1, 1, Padding.VALID))),
                            List.of(
                                    new Named("", Pooling.mean(Window.keeping(3, 3))),
                                    new Named("two", conv(4, 3, 3, 1, Padding.SAME))))),
            image
        });
        cases.put("skip", new Object[] {
            new Skip(List.of(conv(4, 2, 3, 1, Padding.SAME), new Skip(List.of(Activation.tanh())))), image
        });
        cases.put("skip behind", new Object[] {
            Skip.behind(new Sequential(List.of(new Named("c", conv(4, 2, 3, 1, Padding.SAME))))), image
        });
        cases.put("rectified plane", new Object[] {Condition.rectifiedPlane(2, 6, 5), image});
        cases.put("joined", new Object[] {Condition.joined(2, 3, INIT), vector});
        cases.put("plane", new Object[] {Condition.plane(2, 6, 5, INIT), image});
        cases.put("projection", new Object[] {Condition.projection(2, 6, INIT), vector});
        cases.put(
                "projection, spectral norm",
                new Object[] {Condition.projection(2, 6, INIT).reweighted(SpectralNorm::new), vector});
        cases.put("sequential", new Object[] {
            new Sequential(
                    "main",
                    List.of(
                            conv(4, 3, 3, 1, Padding.SAME),
                            Activation.leakyRelu(0.1),
                            new Dropout(0.3),
                            Reshape.flatten(),
                            new Dense(90, 2, INIT))),
            image
        });
        return cases.entrySet().stream()
                .map(each -> Arguments.of(each.getKey(), each.getValue()[0], each.getValue()[1]))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void itsGraphGivesWhatItGives(String name, Layer layer, long[] sample) {
        layer.parameters().forEach(TraceTest::draw);
        Graph graph = new Graph();
        graph.output("y", layer.trace(graph, graph.input("x", sample)));
        for (int batch : new int[] {1, BATCH}) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                long[] shape = new long[sample.length + 1];
                shape[0] = batch;
                System.arraycopy(sample, 0, shape, 1, sample.length);
                Map<String, Tensor> inputs = new LinkedHashMap<>(Map.of("x", Toys.normal("x", shape)));
                Pass pass = Toys.EVALUATION;
                if (layer instanceof Condition) {
                    inputs.put(Fields.CONDITION, Toys.normal("condition", batch, 2));
                    pass = pass.with(Fields.of(Fields.CONDITION, inputs.get(Fields.CONDITION)));
                }
                Tensor expected = layer.forward(inputs.get("x"), pass);
                Tolerance.relative(1e-6)
                        .assertClose(name, Interpreter.run(graph, inputs).get("y"), expected);
            }
        }
        layer.parameters().forEach(Parameter::close);
    }

    /** Weights, and running statistics that are not those of a fresh layer. */
    private static void draw(Parameter parameter) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor values = Toys.normal(parameter.name(), Tensors.shape(parameter.value()));
            parameter.copyFrom(parameter.name().endsWith("running_var") ? values.abs() : values);
        }
    }

    @Test
    void parametersHaveTheNamesOfSavedFilesAndConstantsFollowThem() {
        Residual residual = new Residual("r", List.of(new Dense(2, 2, INIT)), List.of());
        try (Sequential network = new Sequential("main", List.of(residual, new SpectralNorm(new Dense(2, 1, INIT))))) {
            Graph graph = new Graph();
            network.trace(graph, graph.input("x", 2));
            assertThat(graph.constants())
                    .extracting(constant -> constant.value().name())
                    .containsExactly("main.0.body.0.weight", "main.0.body.0.bias", "main.1.weight", "main.1.bias");
            assertThat(graph.operators())
                    .extracting(operator -> operator.type() + operator.output().shape())
                    .containsExactly("Gemm[-1, 2]", "Add[-1, 2]", "Gemm[-1, 1]");
            network.parameters().get(1).copyFrom(Toys.of(7, 8));
            assertThat(graph.constants().get(1).values().get()).containsExactly(7, 8);
        }
    }

    /** A layer as a user would write it first. */
    private static final class Doubling implements Layer {
        @Override
        public String label() {
            return "doubling";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.add(x);
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            return inputShape;
        }
    }

    @Test
    void aLayerWithoutATraceIsRefusedByNameAndPlace() {
        Graph graph = new Graph();
        Value x = graph.input("x", 2);
        assertThatThrownBy(() -> new Doubling().trace(graph, x))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "row 'doubling' has no trace: a network with it can be trained and judged, but not exported");
        Sequential rows = new Sequential(
                "main", List.of(Activation.tanh(), new Residual("r", List.of(new Doubling()), List.of())));
        assertThatThrownBy(() -> rows.trace(graph, x))
                .hasMessageContaining("row main.1.body.0 ('doubling') has no trace");
        Sequential deviation = new Sequential("main", List.of(new MinibatchStddev(2)));
        assertThatThrownBy(() -> deviation.trace(graph, x)).hasMessageContaining("row main.0 ('minibatch stddev");
    }

    @Test
    void namesAreUnique() {
        Graph graph = new Graph();
        Value x = graph.input("x", 2);
        assertThat(graph.input("x", 2)).isEqualTo(x);
        assertThatThrownBy(() -> graph.input("x", 3)).hasMessageContaining("input 'x' is [-1, 2] for one");
        try (Parameter one = Parameter.weight("w", INIT, 1, 1);
                Parameter other = Parameter.weight("w", INIT, 1, 1)) {
            assertThat(graph.parameter(one)).isEqualTo(graph.parameter(one));
            assertThatThrownBy(() -> graph.parameter(other)).hasMessage("two parameters are called 'w'");
            assertThat(graph.in("b").parameter(other).name()).isEqualTo("b.w");
        }
        graph.output("y", x);
        assertThatThrownBy(() -> graph.output("y", x)).hasMessageContaining("called 'y'");
        assertThatThrownBy(() -> graph.output("x", x)).hasMessageContaining("called 'x'");
    }
}
