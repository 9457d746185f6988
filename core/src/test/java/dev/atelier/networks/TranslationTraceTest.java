package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.nn.Graph;
import dev.atelier.nn.Interpreter;
import dev.atelier.nn.NormStatistics;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Value;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Graphs of networks from image to image, run by another implementation, give what the networks give in evaluation. */
class TranslationTraceTest {
    private static void compare(
            Network network, NormStatistics statistics, BiFunction<Map<String, Tensor>, Pass, Tensor> forward) {
        try (network) {
            Passes.filled(network);
            Graph graph = new Graph(statistics);
            network.trace(graph);
            Pass evaluation = Passes.EVALUATION.normalisedBy(statistics);
            for (long count : List.of(1L, 2L)) {
                try (TensorScope scope = TensorScope.open();
                        AutoGradMode off = new AutoGradMode(false)) {
                    Map<String, Tensor> inputs = inputs(graph, count);
                    Tensor expected = forward.apply(inputs, evaluation.with(Fields.of(count, inputs)));
                    Map<String, Tensor> got = Interpreter.run(graph, inputs);
                    assertThat(got).hasSize(1);
                    new Tolerance(5e-6, 5e-6)
                            .assertClose(
                                    network.title(), got.values().iterator().next(), expected);
                }
            }
        }
    }

    private static Map<String, Tensor> inputs(Graph graph, long count) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
            shape[0] = count;
            inputs.put(input.name(), Passes.normal(input.name(), shape));
        }
        return inputs;
    }

    private static void compare(Translator translator, NormStatistics statistics) {
        compare(translator, statistics, (in, pass) -> translator.forward(in.get(Translator.INPUT), pass));
    }

    private static void compare(Critic critic, String sample, NormStatistics statistics) {
        compare(
                critic,
                statistics,
                (in, pass) -> critic.judge(in.get(sample), pass).logit());
    }

    @ParameterizedTest
    @EnumSource(value = NormStatistics.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
    void translators(NormStatistics statistics) {
        compare(new UNet(UNet.Options.of(3, 1, 16, 32).withBaseWidth(2)), statistics);
        compare(new UNet(UNet.Options.of(1, 4, 32, 32).withBaseWidth(2)), statistics);
        for (ResnetTranslator.Up up : ResnetTranslator.Up.values()) {
            compare(new ResnetTranslator(new ResnetTranslator.Options(3, 1, 8, 12, 2, 2, up)), statistics);
        }
        compare(new SrResnet(new SrResnet.Options(3, 3, 5, 6, 3, 2, 2, false)), statistics);
        compare(new SrResnet(new SrResnet.Options(1, 1, 5, 6, 3, 1, 4, false)), statistics);
    }

    @ParameterizedTest
    @EnumSource(value = NormStatistics.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
    void critics(NormStatistics statistics) {
        for (PatchGan.Norm norm : PatchGan.Norm.values()) {
            compare(new PatchGan(new PatchGan.Options(1, 3, 16, 20, 2, 2, norm, false)), Generator.IMAGE, statistics);
            compare(new PatchGan(new PatchGan.Options(0, 2, 6, 5, 2, 0, norm, true)), Generator.IMAGE, statistics);
        }
        compare(new SrganCritic(new SrganCritic.Options(1, 17, 2, false)), Generator.IMAGE, statistics);
    }

    @Test
    void pyramids() {
        for (int classes : new int[] {0, 3}) {
            LaplacianLevel.Options level = new LaplacianLevel.Options(new ImageShape(2, 12, 10), 3, classes);
            LaplacianLevel.Maker maker = new LaplacianLevel.Maker(level);
            compare(
                    maker,
                    NormStatistics.RUNNING,
                    (in, pass) -> maker.forward(in.get(LaplacianLevel.COARSE), in.get(NoiseModel.Z), pass));
            compare(new LaplacianLevel.Judge(level), LaplacianLevel.RESIDUAL, NormStatistics.RUNNING);
            LaplacianTop.Options top = new LaplacianTop.Options(new ImageShape(2, 4, 5), 6, 7, 5, classes);
            Generator generator = LaplacianTop.generator(top);
            compare(generator, NormStatistics.RUNNING, (in, pass) -> generator.forward(in.get(NoiseModel.Z), pass));
            compare(LaplacianTop.critic(top), Generator.IMAGE, NormStatistics.RUNNING);
        }
    }

    /** At another size than that of training: whoever exports says which. */
    @Test
    void aTranslatorIsTracedAtAnySizeThatItTakes() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                UNet network =
                        Passes.filled(new UNet(UNet.Options.of(3, 1, 16, 16).withBaseWidth(2)))) {
            Graph graph = new Graph();
            graph.output("y", network.trace(graph, graph.input("x", 3, 48, 32)));
            Tensor x = Passes.normal("x", 2, 3, 48, 32);
            Tensor y = Interpreter.run(graph, Map.of("x", x)).get("y");
            new Tolerance(5e-6, 5e-6).assertClose("y", y, network.forward(x, Passes.EVALUATION));
            assertThat(Tensors.shape(y)).containsExactly(2, 1, 48, 32);
        }
    }

    @Test
    void statisticsOfABatchHaveNoGraph() {
        try (UNet network = new UNet(UNet.Options.of(3, 3, 16, 16).withBaseWidth(2));
                ResnetTranslator none = new ResnetTranslator(
                        new ResnetTranslator.Options(3, 3, 8, 8, 2, 1, ResnetTranslator.Up.RESIZE))) {
            assertBadInput(() -> network.trace(new Graph(NormStatistics.BATCH)))
                    .hasMessageContaining("takes the statistics of a batch");
            none.trace(new Graph(NormStatistics.BATCH)); // has no batch norm
        }
    }
}
