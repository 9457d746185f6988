package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import dev.atelier.media.Modality;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Interpreter;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Summary;
import dev.atelier.nn.Value;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network's graph, run by another implementation, gives what the network gives in evaluation: every table, whatever is around it. */
class TraceTest {
    private static final int CONDITION = 4;
    private static final double ROUNDING = 2e-6; // of a whole network's own forward pass in float32
    private static final Pass EVALUATION = Pass.evaluation(Precision.FP32);

    static {
        Engine.threads(1);
    }

    /** Of one table: each mode of condition, and what can be switched, at a sixteenth of the width. */
    static List<NetworkOptions> variants(Architecture architecture) {
        NetworkOptions plain = new NetworkOptions(6, 1 / 16.0, 0.3);
        List<NetworkOptions> all = new ArrayList<>(List.of(plain));
        for (Conditioning.Mode mode : Conditioning.Mode.values()) {
            if (mode != Conditioning.Mode.NONE) {
                all.add(plain.withConditioning(new Conditioning(mode, CONDITION, 3)));
            }
        }
        Conditioning projection = new Conditioning(Conditioning.Mode.PROJECTION, CONDITION, 3);
        all.add(new NetworkOptions(
                6, 1 / 16.0, 0, plain.image(), projection, new DiscriminatorOptions(false, true, 0, 0, 0), true));
        all.add(plain.withDiscriminator(new DiscriminatorOptions(true, false, 5, 0, 3)));
        if (!architecture.sizes().fixed()) {
            all.add(plain.withImage(new ImageShape(3, 21, 16)));
        }
        return all;
    }

    /** Weights as drawn and a little more, so that no bias is zero; running statistics that are not those of a fresh network. */
    private static void fill(Network network) {
        network.initialise(RandomStream.of(5, network.title()));
        for (Parameter parameter : network.parameters()) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Tensor some = normal(parameter.name(), Tensors.shape(parameter.value()));
                boolean variance = parameter.name().endsWith("running_var");
                parameter.copyFrom(
                        variance
                                ? some.abs().add(new Scalar(0.5))
                                : parameter.value().add(some.mul(new Scalar(0.1))));
            }
        }
    }

    private static Tensor normal(String name, long... shape) {
        return Tensors.normal(RandomStream.of(7, name), new Device("cpu"), shape);
    }

    private static Map<String, Tensor> inputs(Graph graph, long count) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
            shape[0] = count;
            inputs.put(input.name(), normal(input.name(), shape));
        }
        return inputs;
    }

    private static Pass pass(Map<String, Tensor> inputs) {
        Tensor condition = inputs.get(Fields.CONDITION);
        return condition == null ? EVALUATION : EVALUATION.with(Fields.of(Fields.CONDITION, condition));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void generators(Architecture architecture) {
        for (NetworkOptions options : variants(architecture)) {
            try (Generator generator = architecture.generator(options)) {
                fill(generator);
                Graph graph = new Graph();
                generator.trace(graph);
                boolean conditional = options.conditioning().mode() != Conditioning.Mode.NONE;
                assertThat(graph.inputs().stream().map(Value::name))
                        .containsExactlyElementsOf(conditional ? List.of("z", "condition") : List.of("z"));
                ImageShape image = options.image();
                long[] shape = {Graph.BATCH, image.channels(), image.height(), image.width()};
                assertThat(graph.outputs())
                        .containsExactly(
                                new Value("image", Arrays.stream(shape).boxed().toList()));
                compare(
                        architecture + " " + options,
                        graph,
                        inputs -> Map.of("image", generator.forward(inputs.get("z"), pass(inputs))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void discriminators(Architecture architecture) {
        for (NetworkOptions options : variants(architecture)) {
            try (Discriminator discriminator = architecture.discriminator(options)) {
                compare(architecture + " " + options, discriminator);
            }
        }
        try (Classifier classifier =
                architecture.classifier(variants(architecture).get(0), 5)) {
            compare(classifier);
        }
    }

    private static void compare(String what, Discriminator discriminator) {
        fill(discriminator);
        Graph graph = new Graph();
        discriminator.trace(graph);
        compare(what, graph, inputs -> {
            Judgement judged = discriminator.judge(inputs.get("image"), pass(inputs));
            Map<String, Tensor> said = new LinkedHashMap<>();
            if (judged.logit().size(1) > 0) {
                said.put("score", judged.logit());
            }
            if (judged.classes().size(1) > 0) {
                said.put("classes", judged.classes());
            }
            return said;
        });
    }

    private interface Layered {
        Map<String, Tensor> outputs(Map<String, Tensor> inputs);
    }

    private static void compare(String what, Graph graph, Layered network) {
        for (long count : List.of(1L, 3L)) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Map<String, Tensor> inputs = inputs(graph, count);
                Map<String, Tensor> expected = network.outputs(inputs);
                Map<String, Tensor> got = Interpreter.run(graph, inputs);
                assertThat(got.keySet()).as(what).isEqualTo(expected.keySet());
                expected.forEach((name, tensor) -> assertClose(what + " " + name, got.get(name), tensor));
            }
        }
    }

    private static void assertClose(String what, Tensor got, Tensor expected) {
        assertThat(Tensors.shape(got)).as(what).isEqualTo(Tensors.shape(expected));
        double largest = Math.max(1, expected.abs().max().item_double());
        double apart = got.sub(expected).abs().max().item_double();
        assertThat(apart / largest).as(what).isLessThan(ROUNDING);
    }

    @Test
    void theClassifier() {
        try (Classifier classifier = SmallResnet.classifier(new ImageShape(1, 17, 16), 3, 4)) {
            compare(classifier);
        }
    }

    private static void compare(Classifier classifier) {
        fill(classifier);
        Graph graph = new Graph();
        classifier.trace(graph);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Map<String, Tensor> inputs = inputs(graph, 3);
            Classifier.Reading expected = classifier.read(inputs.get("image"), EVALUATION);
            Map<String, Tensor> got = Interpreter.run(graph, inputs);
            assertClose("features", got.get("features"), expected.features());
            assertClose("logits", got.get("logits"), expected.logits());
        }
    }

    @Test
    void aModelOfNoiseIsItsGenerator() {
        NetworkOptions options = new NetworkOptions(6, 1 / 16.0, 0)
                .withConditioning(new Conditioning(Conditioning.Mode.PROJECTION, 4, 3));
        try (Generator generator = Architecture.DCGAN.generator(options)) {
            fill(generator);
            NoiseModel model = new NoiseModel(generator, LatentPrior.NORMAL, new Device("cpu"));
            Graph graph = new Graph();
            model.trace(graph);
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Fields drawn = model.draw(Draws.of(1, "z", new Device("cpu")), 3)
                        .with(Fields.CONDITION, normal("condition", 3, 4));
                Map<String, Tensor> inputs =
                        Map.of("z", drawn.get(NoiseModel.Z), "condition", drawn.get(Fields.CONDITION));
                assertClose("image", Interpreter.run(graph, inputs).get("image"), model.make(drawn, 0, 3));
            }
        }
    }

    /** A model and a network as users write them first. */
    private static final class Silent implements GenerativeModel, Network {
        @Override
        public Modality output() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Fields draw(Draws draws, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tensor make(Fields inputs, long from, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String fingerprint() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Device device() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String title() {
            return "autoencoder";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public Summary summary() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void trace(Graph graph) {
            Network.super.trace(graph);
        }

        void asModel(Graph graph) {
            GenerativeModel.super.trace(graph);
        }
    }

    @Test
    void whatDoesNotSayHowIsRefusedByName() {
        assertThatThrownBy(() -> new Silent().trace(new Graph()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("the autoencoder has no trace");
        assertThatThrownBy(() -> new Silent().asModel(new Graph()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("Silent has no trace");
        NetworkOptions options =
                new NetworkOptions(6, 1 / 16.0, 0).withDiscriminator(new DiscriminatorOptions(true, false, 0, 4, 0));
        try (Discriminator discriminator = Architecture.VANILLA.discriminator(options)) {
            assertThatThrownBy(() -> discriminator.trace(new Graph()))
                    .hasMessageContaining("('minibatch stddev, groups of 4') has no trace");
        }
    }
}
