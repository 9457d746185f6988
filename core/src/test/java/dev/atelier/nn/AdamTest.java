package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5);
    private static final Adam.Options USUAL = new Adam.Options(0.1, 0.9, 0.999, 1e-7);

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /**
     * θ₀ = 1, gradients 2, −1, ½. By hand: m = 0.2, 0.08, 0.122; v = 0.004, 0.004996, 0.005241004; the first step is the whole
     * learning rate, the second 0.1·(0.08/0.19)/√(0.004996/0.001999), the third 0.1·(0.122/0.271)/√(0.005241004/0.002997001).
     */
    @Test
    void threeStepsAreWorkedByHand() {
        Parameter theta = scalar("theta");
        Adam adam = new Adam(List.of(theta), USUAL);
        float[] after = {0.9f, 0.87336630f, 0.83932339f};
        float[] gradients = {2, -1, 0.5f};
        for (int i = 0; i < 3; i++) {
            adam.step(List.of(Toys.of(gradients[i])));
            assertThat(theta.value().item_float()).isCloseTo(after[i], within(2e-7f));
        }
        assertThat(state(adam, "theta.exp_avg")).isCloseTo(0.122f, within(1e-7f));
        assertThat(state(adam, "theta.exp_avg_sq")).isCloseTo(0.005241004f, within(1e-8f));
        assertThat(state(adam, "step")).isEqualTo(3);
    }

    /** With an ε of 1 its place shows: 2/(2+1), then 0 as the moments cancel, then 0.2857/(1.1855+1) tenths. */
    @Test
    void epsilonStandsOutsideTheRoot() {
        Parameter theta = scalar("theta");
        Adam adam = new Adam(List.of(theta), new Adam.Options(0.1, 0.5, 0.75, 1));
        float[] after = {0.93333333f, 0.93333333f, 0.92026014f};
        float[] gradients = {2, -1, 0.5f};
        for (int i = 0; i < 3; i++) {
            adam.step(List.of(Toys.of(gradients[i])));
            assertThat(theta.value().item_float()).isCloseTo(after[i], within(2e-7f));
        }
    }

    /** The gradients are won back from PyTorch's first moments: m₁ = β₁·m₀ + (1−β₁)·g. */
    @ParameterizedTest
    @CsvSource({"generator, 1e-4", "discriminator, 1e-5"})
    void threeStepsOnEveryTensorAreThoseOfPyTorch(String player, double learningRate) {
        Golden golden = Golden.read("fashion_nodropout");
        String start = "init." + player + ".";
        List<Parameter> parameters = golden.names().stream()
                .filter(name -> name.startsWith(start))
                .map(name -> parameter(name.substring(start.length()), golden.get(name)))
                .toList();
        assertThat(parameters).hasSizeGreaterThanOrEqualTo(10);
        Adam adam = new Adam(parameters, new Adam.Options(learningRate, 0.9, 0.999, 1e-7));
        for (int round = 0; round < 3; round++) {
            String prefix = "after." + round + "." + player + ".";
            String before = "after." + (round - 1) + "." + player + ".";
            adam.step(parameters.stream()
                    .map(p -> gradient(golden, before + p.name(), prefix + p.name()))
                    .toList());
            for (Parameter p : parameters) {
                String name = prefix + p.name();
                golden.assertClose(name, p.value(), TOLERANCE);
                Tensor squares = adam.state().get(p.name() + ".exp_avg_sq");
                golden.assertClose(name + ".exp_avg_sq", squares, TOLERANCE);
            }
        }
    }

    private static Tensor gradient(Golden golden, String before, String after) {
        Tensor mean = golden.get(after + ".exp_avg");
        Tensor last = golden.has(before + ".exp_avg") ? golden.get(before + ".exp_avg") : torch.zeros_like(mean);
        return mean.sub(last.mul(new Scalar(0.9))).mul(new Scalar(10.0));
    }

    @Test
    void gradientsStandInTheOrderOfTheTrainableParameters() {
        Parameter first = scalar("first");
        Parameter buffer = Parameter.buffer("running", Initializer.zeros(), 1);
        Parameter second = scalar("second");
        Adam adam = new Adam(List.of(first, buffer, second), USUAL);
        assertThat(adam.parameters()).containsExactly(first, second);
        adam.step(List.of(Toys.of(3), Toys.of(-3)));
        assertThat(first.value().item_float()).isCloseTo(0.9f, within(1e-6f));
        assertThat(second.value().item_float()).isCloseTo(1.1f, within(1e-6f));
        assertThat(buffer.value().item_float()).isZero();
        assertThat(adam.state())
                .containsOnlyKeys("first.exp_avg", "first.exp_avg_sq", "second.exp_avg", "second.exp_avg_sq", "step");
    }

    @Test
    void aNewLearningRateHoldsFromTheNextStep() {
        Parameter theta = scalar("theta");
        Adam adam = new Adam(List.of(theta), USUAL);
        adam.step(List.of(Toys.of(2)));
        adam.learningRate(0.2);
        assertThat(adam.learningRate()).isEqualTo(0.2);
        adam.step(List.of(Toys.of(2)));
        assertThat(theta.value().item_float())
                .as("equal gradients move by the whole rate")
                .isCloseTo(0.7f, within(1e-6f));
        adam.learningRate(0);
        adam.step(List.of(Toys.of(2)));
        assertThat(theta.value().item_float()).isCloseTo(0.7f, within(1e-6f));
    }

    @Test
    void aSavedStateGoesOnBitForBit() {
        Parameter theta = scalar("theta");
        Adam adam = new Adam(List.of(theta), USUAL);
        adam.step(List.of(Toys.of(2)));
        adam.step(List.of(Toys.of(-0.3)));
        Map<String, Tensor> saved = new HashMap<>();
        adam.state().forEach((name, tensor) -> saved.put(name, tensor.clone()));
        Parameter restored = scalar("theta");
        restored.copyFrom(theta.value());
        Adam other = new Adam(List.of(restored), USUAL);
        other.load(saved);
        adam.step(List.of(Toys.of(0.7)));
        other.step(List.of(Toys.of(0.7)));
        assertThat(restored.value().item_float()).isEqualTo(theta.value().item_float());
        assertThat(state(other, "step")).isEqualTo(3);
    }

    @Test
    void aStateThatDoesNotFitIsRefusedBeforeAnythingChanges() {
        Adam adam = new Adam(List.of(parameter("w", Toys.of(1, 2))), USUAL);
        Map<String, Tensor> saved = new HashMap<>(
                Map.of("w.exp_avg", Toys.of(5, 5), "w.exp_avg_sq", Toys.of(5, 5), "step", Tensors.of(new float[] {4})));
        Tensor squares = saved.remove("w.exp_avg_sq");
        assertThatThrownBy(() -> adam.load(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimiser state has no tensor 'w.exp_avg_sq'");
        saved.put("w.exp_avg_sq", squares);
        saved.put("step", Toys.of(4, 4));
        assertThatThrownBy(() -> adam.load(saved)).hasMessage("optimiser state 'step' has shape [], got [2]");
        saved.put("step", Tensors.of(new float[] {4}));
        saved.put("w.exp_avg_sq", Toys.of(5));
        assertThatThrownBy(() -> adam.load(saved)).hasMessage("optimiser state 'w.exp_avg_sq' has shape [2], got [1]");
        adam.state()
                .values()
                .forEach(tensor -> assertThat(Tensors.toFloats(tensor)).containsOnly(0));
    }

    @Test
    void closingLeavesTheParametersAlive() {
        Parameter theta = scalar("theta");
        Adam adam = new Adam(List.of(theta), USUAL);
        adam.close();
        assertThat(theta.value().item_float()).isEqualTo(1);
        assertThat(adam.state().values()).allMatch(t -> t.isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0.9, 0.999, 1e-7, learning rate, -1.0",
        "NaN, 0.9, 0.999, 1e-7, learning rate, NaN",
        "1, 1, 0.999, 1e-7, beta1, 1.0",
        "1, -0.1, 0.999, 1e-7, beta1, -0.1",
        "1, 0.9, 1.5, 1e-7, beta2, 1.5",
        "1, 0.9, 0.999, 0, epsilon, 0.0"
    })
    void optionsOutOfRangeAreRefused(
            double rate, double beta1, double beta2, double epsilon, String name, String value) {
        assertThatThrownBy(() -> new Adam.Options(rate, beta1, beta2, epsilon))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Adam's " + name + " is out of range: " + value);
    }

    private static Parameter scalar(String name) {
        return parameter(name, Toys.of(1));
    }

    private static Parameter parameter(String name, Tensor value) {
        Parameter parameter = Parameter.weight(name, Initializer.zeros(), Tensors.shape(value));
        parameter.copyFrom(value);
        return parameter;
    }

    private static float state(Adam adam, String name) {
        return adam.state().get(name).item_float();
    }
}
