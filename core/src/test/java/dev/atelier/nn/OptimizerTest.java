package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weight decay, dampening and the momentum's schedule as PyTorch has them; forgetting; lazy rates. */
class OptimizerTest {
    private static final int STEPS = 5;
    private static final OptimizerName.Settings SETTINGS =
            new OptimizerName.Settings(0.05, 0.8, 0.99, 1e-4, 0.9, 0.7, 0.1);
    private static final Adam.Options ADAM = new Adam.Options(0.05, 0.8, 0.99, 1e-4);

    private static Optimizer optimizer(String course, List<Parameter> weights) {
        return switch (course) {
            case "adamw" -> OptimizerName.ADAMW.of(weights, SETTINGS);
            case "adam_l2" -> OptimizerName.ADAM.of(weights, SETTINGS);
            case "sgd_dampened" -> OptimizerName.SGD.of(weights, SETTINGS);
            case "sgd_l2" -> new Sgd(weights, new Sgd.Options(0.05, 0.9, 0, 0.1));
            case "sgd_plain_l2" -> new Sgd(weights, new Sgd.Options(0.05, 0, 0, 0.1));
            case "sgd_scheduled" -> new Sgd(weights, new Sgd.Options(0.05, 0.5, 0.5, 0));
            case "rmsprop_l2" -> new RmsProp(weights, 0.05, 0.9, 1e-4, 0.1);
            default -> throw new AssertionError(course);
        };
    }

    private static List<Parameter> weights(Golden golden) {
        return List.of("w", "b").stream()
                .map(name -> {
                    Tensor value = golden.get("init." + name);
                    Parameter weight = Parameter.weight(name, Initializer.zeros(), Tensors.shape(value));
                    weight.copyFrom(value);
                    return weight;
                })
                .toList();
    }

    private static void step(Optimizer optimizer, Golden golden, int t) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            optimizer.step(List.of(golden.get("gradient." + t + ".w"), golden.get("gradient." + t + ".b")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"adamw", "adam_l2", "sgd_l2", "sgd_plain_l2", "sgd_dampened", "sgd_scheduled", "rmsprop_l2"})
    void goesAsPyTorchGoes(String course) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("optimizers");
            List<Parameter> weights = weights(golden);
            try (Optimizer optimizer = optimizer(course, weights)) {
                for (int t = 0; t < STEPS; t++) {
                    if (course.equals("sgd_scheduled")) {
                        optimizer.momentum(0.5 + 0.1 * t, 0.5 + 0.1 * t);
                    }
                    float[] before = Tensors.toFloats(golden.get("gradient." + t + ".w"));
                    step(optimizer, golden, t);
                    assertThat(Tensors.toFloats(golden.get("gradient." + t + ".w")))
                            .as("the gradients stay the caller's")
                            .containsExactly(before);
                    String at = course + "." + t + ".";
                    weights.forEach(w -> golden.assertClose(at + w.name(), w.value(), Tolerance.relative(1e-6)));
                    optimizer.state().forEach((name, tensor) -> {
                        if (golden.has(at + name)) {
                            golden.assertClose(at + name, tensor, Tolerance.relative(1e-6));
                        }
                    });
                }
            }
            weights.forEach(Parameter::close);
        }
    }

    @ParameterizedTest
    @EnumSource(OptimizerName.class)
    void afterAResetItIsAsFreshAsANewOne(OptimizerName name) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("optimizers");
            List<Parameter> weights = weights(golden);
            List<Parameter> others = weights(golden);
            try (Optimizer used = name.of(weights, SETTINGS);
                    Optimizer fresh = name.of(others, SETTINGS)) {
                step(used, golden, 0);
                step(used, golden, 1);
                used.learningRate(0.02);
                used.reset();
                fresh.learningRate(0.02);
                for (int i = 0; i < weights.size(); i++) {
                    others.get(i).copyFrom(weights.get(i).value());
                }
                for (int t = 2; t < STEPS; t++) {
                    step(used, golden, t);
                    step(fresh, golden, t);
                    assertSame(weights, others);
                }
            }
            weights.forEach(Parameter::close);
            others.forEach(Parameter::close);
        }
    }

    private static void assertSame(List<Parameter> some, List<Parameter> others) {
        for (int i = 0; i < some.size(); i++) {
            assertThat(Tensors.toFloats(some.get(i).value()))
                    .containsExactly(Tensors.toFloats(others.get(i).value()));
        }
    }

    @ParameterizedTest
    @EnumSource(OptimizerName.class)
    void aSavedStateGoesOnBitForBit(OptimizerName name) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("optimizers");
            List<Parameter> weights = weights(golden);
            List<Parameter> others = weights(golden);
            try (Optimizer first = name.of(weights, SETTINGS);
                    Optimizer second = name.of(others, SETTINGS)) {
                step(first, golden, 0);
                Map<String, Tensor> saved = new HashMap<>();
                first.state().forEach((key, tensor) -> saved.put(key, tensor.clone()));
                second.load(saved);
                for (int i = 0; i < weights.size(); i++) {
                    others.get(i).copyFrom(weights.get(i).value());
                }
                step(first, golden, 1);
                step(second, golden, 1);
                assertSame(weights, others);
            }
            weights.forEach(Parameter::close);
            others.forEach(Parameter::close);
        }
    }

    @Test
    void onlyADampenedSgdCountsItsSteps() {
        Map<String, Function<List<Parameter>, Optimizer>> kinds = new LinkedHashMap<>();
        kinds.put("w.momentum_buffer", ws -> new Sgd(ws, new Sgd.Options(0.1, 0.9, 0, 0.1)));
        kinds.put("w.momentum_buffer, step", ws -> new Sgd(ws, new Sgd.Options(0.1, 0.9, 0.5, 0)));
        kinds.put("w.square_avg", ws -> new RmsProp(ws, 0.1, 0.9, 1e-8, 0.1));
        kinds.put("w.exp_avg, w.exp_avg_sq, step", ws -> new Adam(ws, ADAM.withDecoupledDecay(0.1)));
        kinds.forEach((names, make) -> {
            try (Parameter weight = Parameter.weight("w", Initializer.zeros(), 1);
                    Optimizer optimizer = make.apply(List.of(weight))) {
                assertThat(String.join(", ", optimizer.state().keySet())).isEqualTo(names);
            }
        });
    }

    @Test
    void decayAloneShrinksWeightsWithoutAGradient() {
        Map<Function<List<Parameter>, Optimizer>, Double> kinds = Map.of(
                ws -> new Adam(ws, ADAM.withDecoupledDecay(0.1)), 1 - 0.05 * 0.1,
                ws -> new Sgd(ws, new Sgd.Options(0.05, 0, 0, 0.1)), 1 - 0.05 * 0.1,
                ws -> new Adam(ws, ADAM.withL2(0.1)),
                        1 - 0.05 * 0.1 / (0.1 + 1e-4)); // a whole rate: the root scales it
        kinds.forEach((make, expected) -> {
            try (TensorScope scope = TensorScope.open();
                    Parameter weight = Parameter.weight("w", Initializer.ones(), 1)) {
                weight.copyFrom(Toys.of(1));
                try (Optimizer optimizer = make.apply(List.of(weight));
                        AutoGradMode off = new AutoGradMode(false)) {
                    optimizer.step(List.of(Toys.of(0)));
                }
                assertThat(Tensors.toFloats(weight.value())[0]).isCloseTo(expected.floatValue(), within(1e-6f));
            }
        });
    }

    /** The rates of StyleGAN2: path length every 4 steps, R1 every 16. */
    @Test
    void lazyRates() {
        Adam.Options each4 =
                new Adam.Options(0.002, 0, 0.99, 1e-8).withDecoupledDecay(0.3).lazy(4);
        assertThat(each4.learningRate()).isCloseTo(0.0016, within(1e-12));
        assertThat(each4.beta1()).isZero();
        assertThat(each4.beta2()).isCloseTo(0.991992, within(5e-7));
        assertThat(each4.weightDecay()).isEqualTo(0.3);
        assertThat(each4.decoupled()).isTrue();
        OptimizerName.Settings each16 = new OptimizerName.Settings(0.002, 0.5, 0.99, 1e-8, 0, 0, 0).lazy(16);
        assertThat(each16.rate()).isCloseTo(0.002 * 16 / 17, within(1e-12));
        assertThat(each16.beta1()).isCloseTo(0.520808, within(5e-7));
        assertThat(each16.beta2()).isCloseTo(0.990585, within(5e-7));
        assertThatThrownBy(() -> each4.lazy(0)).hasMessageContaining("one more step in every 0");
    }

    @Test
    void aMomentumThatIsNotThereIsRefused() {
        try (Parameter weight = Parameter.weight("w", Initializer.zeros(), 1);
                Optimizer adam = new Adam(List.of(weight), ADAM);
                Optimizer undamped = new Sgd(List.of(weight), 0.1, 0.5)) {
            assertThatThrownBy(() -> adam.momentum(0.5, 0)).hasMessageContaining("Adam has no momentum");
            undamped.momentum(0.6, 0);
            assertThatThrownBy(() -> undamped.momentum(0.6, 0.6)).hasMessageContaining("its first step");
            assertThatThrownBy(() -> undamped.momentum(1, 0)).hasMessageContaining("momentum 1.0");
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> ADAM.withL2(-1)).hasMessageContaining("weight decay is out of range: -1.0");
        assertThatThrownBy(() -> new Sgd.Options(0.1, 0.5, 1, 0)).hasMessageContaining("dampening 1.0");
        assertThatThrownBy(() -> new Sgd.Options(0.1, 0.5, 0, -2)).hasMessageContaining("weight decay -2.0");
        assertThatThrownBy(() -> new RmsProp(List.of(), 0.1, 0.9, 1, -1)).hasMessageContaining("weight decay -1.0");
    }
}
