package dev.atelier.nn;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By which statistics batch norm works in evaluation, in each layer that has one. */
class NormStatisticsTest {
    private static final int BATCH = 3;

    private TensorScope scope;
    private AutoGradMode off;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
        off = new AutoGradMode(false);
    }

    @AfterEach
    void close() {
        off.close();
        scope.close();
    }

    static Stream<Layer> norms() {
        return Stream.of(new BatchNorm2d(4), new ConvNorm(4, 3, Window.square(3, 1, 1), 1e-3));
    }

    private static Layer drawn(Layer layer) {
        Toys.drawn(layer);
        layer.parameters().stream()
                .filter(each -> each.name().endsWith("running_mean"))
                .forEach(each -> each.copyFrom(Toys.normal("mean", each.count())));
        return layer;
    }

    private static Map<String, float[]> buffers(Layer layer) {
        Map<String, float[]> buffers = new LinkedHashMap<>();
        layer.parameters().stream()
                .filter(each -> !each.trainable())
                .forEach(each -> buffers.put(each.name(), Tensors.toFloats(each.value())));
        return buffers;
    }

    /** Each image of a batch as if it had been the only one of a training step, bit for bit; nothing moves. */
    @ParameterizedTest
    @MethodSource("norms")
    void imageIsWhatTrainingComputesAtABatchOfOne(Layer layer) {
        drawn(layer);
        Tensor x = Toys.normal("x", BATCH, 4, 5, 6);
        Map<String, float[]> before = buffers(layer);
        Tensor all = layer.forward(x, Toys.EVALUATION.normalisedBy(NormStatistics.IMAGE));
        assertThat(buffers(layer)).usingRecursiveComparison().isEqualTo(before);
        for (int i = 0; i < BATCH; i++) {
            Tensor one = layer.forward(x.narrow(0, i, 1), Toys.TRAINING);
            assertThat(Tensors.toFloats(all.narrow(0, i, 1))).containsExactly(Tensors.toFloats(one));
        }
        layer.parameters().forEach(Parameter::close);
    }

    @ParameterizedTest
    @MethodSource("norms")
    void batchIsWhatTrainingComputesAndNothingMoves(Layer layer) {
        drawn(layer);
        Tensor x = Toys.normal("x", BATCH, 4, 5, 6);
        Map<String, float[]> before = buffers(layer);
        float[] evaluated = Tensors.toFloats(layer.forward(x, Toys.EVALUATION.normalisedBy(NormStatistics.BATCH)));
        assertThat(buffers(layer)).usingRecursiveComparison().isEqualTo(before);
        assertThat(evaluated).containsExactly(Tensors.toFloats(layer.forward(x, Toys.TRAINING)));
        layer.parameters().forEach(Parameter::close);
    }

    @ParameterizedTest
    @MethodSource("norms")
    void trainingAndTheDefaultDoNotAskForThem(Layer layer) {
        drawn(layer);
        Tensor x = Toys.normal("x", BATCH, 4, 5, 6);
        float[] running = Tensors.toFloats(layer.forward(x, Toys.EVALUATION));
        assertThat(running)
                .containsExactly(
                        Tensors.toFloats(layer.forward(x, Toys.EVALUATION.normalisedBy(NormStatistics.RUNNING))));
        assertThat(running)
                .isNotEqualTo(Tensors.toFloats(layer.forward(x, Toys.EVALUATION.normalisedBy(NormStatistics.IMAGE))));
        float[] trained = Tensors.toFloats(layer.forward(x, Toys.TRAINING));
        assertThat(Tensors.toFloats(layer.forward(x, Toys.TRAINING.normalisedBy(NormStatistics.IMAGE))))
                .containsExactly(trained);
        layer.parameters().forEach(Parameter::close);
    }

    @ParameterizedTest
    @MethodSource("norms")
    void aGraphByImageHasInstanceNormalizationWithScaleAndShift(Layer layer) {
        drawn(layer);
        Graph graph = new Graph(NormStatistics.IMAGE);
        graph.output("y", layer.trace(graph, graph.input("x", 4, 5, 6)));
        assertThat(graph.operators().stream().map(Graph.Operator::type))
                .contains("InstanceNormalization")
                .doesNotContain("BatchNormalization");
        assertThat(graph.constants().stream().map(each -> each.value().name()))
                .noneMatch(name -> name.contains("running"));
        Tensor x = Toys.normal("x", BATCH, 4, 5, 6);
        Tensor expected = layer.forward(x, Toys.EVALUATION.normalisedBy(NormStatistics.IMAGE));
        Tolerance.relative(2e-6)
                .assertClose(
                        layer.label(), Interpreter.run(graph, Map.of("x", x)).get("y"), expected);
        layer.parameters().forEach(Parameter::close);
    }

    @ParameterizedTest
    @MethodSource("norms")
    void aGraphByBatchIsRefused(Layer layer) {
        Graph graph = new Graph(NormStatistics.BATCH);
        assertBadInput(() -> layer.trace(graph, graph.input("x", 4, 5, 6)))
                .hasMessageContaining("'" + layer.label() + "' takes the statistics of a batch")
                .hasMessageContaining("allowed: statistics running, image");
        layer.parameters().forEach(Parameter::close);
    }

    @Test
    void keysAreWords() {
        assertThat(NormStatistics.KEYS).containsExactly("running", "image", "batch");
        assertThat(NormStatistics.of("image")).isEqualTo(NormStatistics.IMAGE);
        assertBadInput(() -> NormStatistics.of("picture"))
                .hasMessage("no statistics of batch norm named 'picture'; known: running, image, batch");
    }

    /** Evaluation with dropout on: the stream is drawn from, batch norm still takes its running statistics. */
    @Test
    void dropoutMayStayOnInEvaluation() {
        try (Sequential rows = new Sequential("main", List.of(new BatchNorm2d(4), new Dropout(0.5)))) {
            drawn(rows.layers().get(0));
            Tensor x = Toys.normal("x", BATCH, 4, 5, 6);
            RandomStream stream = RandomStream.of(1, "dropout");
            Pass noisy = Pass.evaluation(Precision.FP32).withDropout(Masks.from(stream));
            float[] plain = Tensors.toFloats(rows.forward(x, Toys.EVALUATION));
            float[] one = Tensors.toFloats(rows.forward(x, noisy));
            float[] other = Tensors.toFloats(rows.forward(x, noisy));
            assertThat(stream.counter()).isPositive();
            assertThat(one).isNotEqualTo(other);
            int dropped = 0;
            for (int i = 0; i < plain.length; i++) {
                dropped += one[i] == 0 ? 1 : 0;
                assertThat(one[i] == 0 || one[i] == 2 * plain[i]).isTrue();
            }
            assertThat(dropped).isBetween(plain.length / 4, plain.length * 3 / 4);
            float[] again = Tensors.toFloats(
                    rows.forward(x, Toys.EVALUATION.withDropout(Masks.from(RandomStream.of(1, "dropout")))));
            assertThat(again).containsExactly(one);
            assertThat(Tensors.toFloats(rows.forward(x, noisy.withoutDropout())))
                    .containsExactly(plain);
        }
    }
}
