package dev.atelier.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.NativeMemory;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class InputTransformTest {
    private static final InputTransform PLUS_ONE = x -> x.add(Tensors.scalar(1));
    private static final InputTransform DOUBLED = x -> x.mul(Tensors.scalar(2));

    @Test
    void noneIsAHandleOfItsOwn() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor images = Toys.counting(1, 3);
            Tensor y = InputTransform.NONE.apply(images);
            assertThat(y.equal(images)).isTrue();
            y.close();
            assertThat(Tensors.toFloats(images)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aChainRunsFromFirstToLast() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor images = Toys.counting(1, 3);
            assertThat(Tensors.toFloats(
                            InputTransform.chain(List.of(PLUS_ONE, DOUBLED)).apply(images)))
                    .containsExactly(4, 6, 8);
            assertThat(Tensors.toFloats(
                            InputTransform.chain(List.of(DOUBLED, PLUS_ONE)).apply(images)))
                    .containsExactly(3, 5, 7);
            assertThat(InputTransform.chain(List.of(DOUBLED))).isSameAs(DOUBLED);
            assertThat(InputTransform.chain(List.of())).isSameAs(InputTransform.NONE);
        }
    }

    @Test
    void theResultOutlivesTheChainAndLeavesTheInputAlone() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor images = Toys.counting(1, 3);
            InputTransform chain = InputTransform.chain(List.of(InputTransform.NONE, PLUS_ONE, InputTransform.NONE));
            Tensor first = chain.apply(images);
            Tensor second = chain.apply(first);
            assertThat(Tensors.toFloats(first)).containsExactly(2, 3, 4);
            assertThat(Tensors.toFloats(second)).containsExactly(3, 4, 5);
            assertThat(Tensors.toFloats(images)).containsExactly(1, 2, 3);
        }
    }

    /** A scope a step, gradient included; one batch of 96 KiB forgotten each step would be 18 MiB. */
    @Test
    void nothingIsLeftBehind() {
        RandomStream stream = RandomStream.of(1, "augment");
        AdaptiveAugment adaptive = new AdaptiveAugment(stream, AdaptiveAugment.Groups.all(), -1, 1);
        adaptive.strength(0.8);
        InputTransform chain = InputTransform.chain(List.of(
                adaptive,
                new DiffAugment(stream, List.of(DiffAugment.Policy.values()), -1, 1),
                new InstanceNoise(stream, () -> 0.1)));
        Runnable round = () -> {
            try (TensorScope scope = TensorScope.open()) {
                Tensor images = Toys.images(8, 3, 32, 32).set_requires_grad(true);
                chain.apply(images).sum().backward();
            }
        };
        for (int i = 0; i < 20; i++) {
            round.run();
        }
        NativeMemory.assertFlat(200, 4 << 20, round);
    }
}
