package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.NativeOperator;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkingCopyTest {
    private static final Pass DRAWING = Pass.evaluation(Precision.BF16);

    private TensorScope scope;
    private AutoGradMode off;
    private Parameter weight;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
        weight = Parameter.weight("w", Initializer.zeros(), 2);
        weight.copyFrom(Toys.of(1, 2));
        off = new AutoGradMode(false);
    }

    @AfterEach
    void close() {
        off.close();
        weight.close();
        scope.close();
    }

    @Test
    void itIsMadeOnceAndOutlivesTheScope() {
        Tensor first;
        try (TensorScope inner = TensorScope.open()) {
            first = weight.read(DRAWING);
        }
        assertThat(first.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        assertThat(values()).containsExactly(1, 2);
        assertThat(weight.read(DRAWING)).isSameAs(first);
        assertThat(weight.prefixed("main.0").read(DRAWING)).isSameAs(first);
        weight.close();
        assertThat(first.isNull()).isTrue();
    }

    @Test
    void kernelsHaveTheirChannelsLast() {
        try (Parameter kernels = Parameter.weight("w", Initializer.zeros(), 2, 3, 5, 5)) {
            assertThat(kernels.read(DRAWING).is_contiguous(MemoryFormat.ChannelsLast))
                    .isTrue();
        }
    }

    @Test
    void trainingGradientsAndFloat32ReadTheWeightItself() {
        assertThat(weight.read(Pass.training(Precision.BF16, Masks.NONE))).isSameAs(weight.value());
        assertThat(weight.read(Pass.evaluation(Precision.FP32))).isSameAs(weight.value());
        try (AutoGradMode on = new AutoGradMode(true)) {
            assertThat(weight.read(DRAWING)).isSameAs(weight.value());
        }
    }

    static Stream<Arguments> changes() {
        Consumer<Parameter> adam = w -> step(new Adam(List.of(w), new Adam.Options(0.5, 0.9, 0.999, 1e-7)));
        Consumer<Parameter> adamW =
                w -> step(new Adam(List.of(w), new Adam.Options(0.5, 0.9, 0.999, 1e-7).withDecoupledDecay(0.1)));
        Consumer<Parameter> rmsProp = w -> step(new RmsProp(List.of(w), 0.5, 0.9, 1e-7));
        Consumer<Parameter> sgd = w -> step(new Sgd(List.of(w), 0.5, 0));
        Consumer<Parameter> momentum = w -> step(new Sgd(List.of(w), 0.5, 0.9));
        Consumer<Parameter> clipping = w -> w.value().detach().clamp_max_(new Scalar(0.5));
        Consumer<Parameter> loading = w -> w.copyFrom(Toys.of(5, 6));
        Consumer<Parameter> initialising = w -> w.copyFrom(Toys.of(-5, 6));
        Consumer<Parameter> moving = w -> {
            w.value().detach().zero_();
            w.move(new Device("cpu"));
        };
        Consumer<Parameter> averaging = w -> NativeOperator.find("aten::_foreach_lerp_", "Scalar")
                .call(List.of(w.value()), List.of(Toys.of(9, 9)), 0.5);
        return Stream.of(
                Arguments.of("Adam", adam),
                Arguments.of("AdamW", adamW),
                Arguments.of("RMSProp", rmsProp),
                Arguments.of("SGD", sgd),
                Arguments.of("momentum", momentum),
                Arguments.of("clipping", clipping),
                Arguments.of("loading", loading),
                Arguments.of("initialising", initialising),
                Arguments.of("moving", moving),
                Arguments.of("averaging", averaging));
    }

    private static void step(Optimizer optimizer) {
        try (optimizer) {
            optimizer.step(List.of(Toys.of(1, -1)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void itFollowsEveryChange(String name, Consumer<Parameter> change) {
        assertThat(values()).containsExactly(1, 2);
        change.accept(weight);
        float[] expected = Tensors.toFloats(Precision.BF16.cast(weight.value()).to(ScalarType.Float));
        assertThat(expected).doesNotContain(1, 2);
        assertThat(values()).containsExactly(expected);
    }

    private float[] values() {
        return Tensors.toFloats(weight.read(DRAWING).to(ScalarType.Float));
    }
}
