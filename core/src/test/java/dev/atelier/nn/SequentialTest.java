package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.NativeMemory;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class SequentialTest {
    private static final Initializer GLOROT = Initializer.glorotUniform();

    @Test
    void namesCountEveryLayer() {
        Sequential network = new Sequential(
                "main",
                List.of(
                        new Dense(2, 4, GLOROT),
                        Activation.relu(),
                        Reshape.to(1, 2, 2),
                        new BatchNorm2d(1),
                        new Conv2d(1, 1, 2, 1, Padding.SAME, GLOROT)));
        assertThat(network.parameters())
                .extracting(Parameter::name)
                .containsExactly(
                        "main.0.weight",
                        "main.0.bias",
                        "main.3.weight",
                        "main.3.bias",
                        "main.3.running_mean",
                        "main.3.running_var",
                        "main.4.weight",
                        "main.4.bias");
        assertThat(network.last()).isSameAs(network.layers().get(4));
        network.close();
    }

    @Test
    void layersRunInOrder() {
        Dense twice = new Dense(1, 1, GLOROT);
        Dense plusOne = new Dense(1, 1, GLOROT);
        Sequential network = new Sequential("main", List.of(twice, Activation.relu(), plusOne));
        try (TensorScope scope = TensorScope.open()) {
            Toys.filled(twice, Tensors.of(new float[] {2}, 1, 1), Toys.of(-4));
            Toys.filled(plusOne, Tensors.of(new float[] {1}, 1, 1), Toys.of(1));
            Tensor y = network.forward(Tensors.of(new float[] {1, 5}, 2, 1), Toys.EVALUATION);
            assertThat(Tensors.toFloats(y)).as("relu(2x − 4) + 1").containsExactly(1, 7);
        }
    }

    @Test
    void freesWhatOnlyTheNextLayerNeededAndLeavesTheInput() {
        List<Tensor> inputs = new ArrayList<>();
        Sequential network = new Sequential("main", List.of(new Spy(inputs), new Spy(inputs), new Spy(inputs)));
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = torch.ones(2);
            Tensor y = network.forward(x, Toys.EVALUATION);
            assertThat(inputs).hasSize(3);
            assertThat(inputs.get(0)).isSameAs(x);
            assertThat(inputs).extracting(t -> t.isNull()).containsExactly(false, true, true);
            assertThat(Tensors.toFloats(y)).containsExactly(4, 4);
        }
    }

    @Test
    void theResultBelongsToTheCallersScope() {
        Sequential network = new Sequential("main", List.of(Activation.relu()));
        Tensor y;
        try (TensorScope outer = TensorScope.open()) {
            y = network.forward(torch.ones(2), Toys.EVALUATION);
            assertThat(y.isNull()).isFalse();
        }
        assertThat(y.isNull()).isTrue();
    }

    @Test
    void initialisingDrawsAllWeightsInOrder() {
        Dense first = new Dense(3, 2, GLOROT);
        Dense second = new Dense(2, 2, GLOROT);
        Sequential network = new Sequential("main", List.of(first, second));
        network.initialise(RandomStream.of(1, "weights"));
        float[] expected = new float[10];
        RandomStream stream = RandomStream.of(1, "weights");
        stream.fillUniform(expected, 0, 10);
        assertThat(Tensors.toFloats(network.parameters().get(2).value())[0])
                .isEqualTo((float) ((2 * expected[6] - 1) * Math.sqrt(6.0 / 4)));
        assertThat(Tensors.toFloats(network.parameters().get(1).value())).containsExactly(0, 0);
        assertThat(network.parameters()).allMatch(p -> p.value().is_leaf());
    }

    @Test
    void closingFreesTheParameters() {
        Sequential network = new Sequential("main", List.of(new Dense(3, 2, GLOROT)));
        network.close();
        assertThat(network.parameters()).allMatch(p -> p.value().isNull());
    }

    @Test
    void aThousandPassesBothWaysLeaveMemoryFlat() {
        Sequential network = new Sequential(
                "main",
                List.of(
                        new Dense(8, 4 * 49, GLOROT),
                        Reshape.to(4, 7, 7),
                        new BatchNorm2d(4),
                        Activation.leakyRelu(0.2),
                        new UpsampleConv2d(4, 4, 3, GLOROT),
                        new UpsampleConv2d(4, 2, 5, GLOROT),
                        new Conv2d(2, 2, 4, 1, Padding.SAME, GLOROT),
                        new Dropout(0.4),
                        Reshape.flatten(),
                        new Dense(2 * 28 * 28, 1, GLOROT)));
        network.initialise(RandomStream.of(1, "weights"));
        Masks masks = Masks.from(RandomStream.of(1, "dropout"));
        Adam adam = new Adam(network.parameters(), new Adam.Options(1e-3, 0.9, 0.999, 1e-7));
        NativeMemory.assertFlat(1000, 4 << 20, () -> step(network, adam, masks));
        assertThat(adam.state().get("step").item_float()).isGreaterThanOrEqualTo(1000);
        adam.close();
        network.close();
    }

    private static void step(Sequential network, Adam adam, Masks masks) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor y = network.forward(torch.ones(8, 8), Pass.training(Precision.FP32, masks));
            TensorVector weights = Tensors.vector(
                    adam.parameters().stream().map(Parameter::value).toList());
            TensorVector gradients = torch.grad(new TensorVector(y.mean()), weights);
            adam.step(LongStream.range(0, gradients.size())
                    .mapToObj(gradients::get)
                    .toList());
        }
    }

    /** Adds one and remembers what it was given. */
    private record Spy(List<Tensor> inputs) implements Layer {
        @Override
        public String label() {
            return "spy";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            inputs.add(x);
            return x.add(torch.ones(1));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            return inputShape;
        }
    }
}
