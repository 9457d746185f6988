package dev.atelier.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceNoiseTest {
    private final RandomStream stream = RandomStream.of(1, "noise");
    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void addsNormalNoiseOfTheGivenDeviation() {
        Tensor images = Toys.images(8, 3, 32, 32);
        Tensor noise = new InstanceNoise(stream, () -> 0.25).apply(images).sub(images);
        assertThat(noise.mean().item_double()).isCloseTo(0, within(0.005));
        assertThat(noise.std().item_double()).isCloseTo(0.25, within(0.005));
        double within = noise.abs().lt(Tensors.scalar(0.25)).sum().item_long() / (double) noise.numel();
        assertThat(within).as("share within one deviation").isCloseTo(0.6827, within(0.01));
    }

    @Test
    void noDeviationIsBitForBitAndDrawsNothing() {
        Tensor images = Toys.images(2, 1, 4, 4);
        Tensor y = new InstanceNoise(stream, () -> 0).apply(images);
        assertThat(y.equal(images)).isTrue();
        assertThat(stream.counter()).isZero();
        y.close();
        assertThat(Tensors.toFloats(images)).hasSize(32);
    }

    @Test
    void asksForTheDeviationEachTime() {
        double[] sigma = {0.5};
        InstanceNoise noise = new InstanceNoise(stream, () -> sigma[0]);
        Tensor images = Toys.images(2, 1, 4, 4);
        assertThat(Toys.changed(images, noise.apply(images))).isEqualTo(2);
        sigma[0] = 0;
        assertThat(noise.apply(images).equal(images)).isTrue();
    }

    @Test
    void theSamePositionGivesTheSameBits() {
        InstanceNoise noise = new InstanceNoise(stream, () -> 0.5);
        Tensor images = Toys.images(2, 3, 4, 4);
        Tensor first = noise.apply(images);
        long after = stream.counter();
        Tensor second = noise.apply(images);
        stream.seek(0);
        assertThat(noise.apply(images).equal(first)).isTrue();
        assertThat(stream.counter()).isEqualTo(after);
        assertThat(second.equal(first)).isFalse();
    }

    @Test
    void gradientsReachTheImages() {
        Toys.assertGradient(
                "noise", x -> new InstanceNoise(RandomStream.of(1, "noise"), () -> 0.5).apply(x), 1, 2, 2, 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aDeviationThatIsNoneIsRefused(double sigma) {
        assertThatThrownBy(() -> new InstanceNoise(stream, () -> sigma).apply(Toys.images(1, 1, 2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the deviation of instance noise must be at least 0, got " + sigma);
    }
}
