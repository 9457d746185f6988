package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.nn.Pass;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FixedInputsTest {
    private static final int LATENT = 5;

    private final ComputeDevice cpu = Devices.resolve("cpu");
    private final Generator generator = Architecture.MNIST.generator(new NetworkOptions(LATENT, 1 / 64.0, 0));

    @AfterEach
    void close() {
        generator.close();
        cpu.close();
    }

    @ParameterizedTest
    @EnumSource
    void moreInputsBeginWithTheFewer(LatentPrior prior) {
        try (FixedInputs few = inputs(prior, 3);
                FixedInputs many = inputs(prior, 8)) {
            assertThat(few.count()).isEqualTo(3);
            assertThat(Tensors.toFloats(z(few))).isEqualTo(Arrays.copyOf(Tensors.toFloats(z(many)), 3 * LATENT));
        }
    }

    @Test
    void theMainNoiseIsThatOfTheStreamOfItsPurpose() {
        try (TensorScope scope = TensorScope.open();
                FixedInputs inputs = inputs(LatentPrior.NORMAL, 2)) {
            Tensor expected = LatentPrior.NORMAL.sample(RandomStream.of(1, "pictures"), 2, LATENT, cpu.device());
            assertThat(Tensors.toFloats(z(inputs))).isEqualTo(Tensors.toFloats(expected));
        }
    }

    @Test
    void closingFreesTheInputs() {
        FixedInputs inputs = inputs(LatentPrior.NORMAL, 2).on(new float[] {1, 2}, 1);
        inputs.close();
        assertThat(z(inputs).isNull()).isTrue();
        assertThat(inputs.fields().get("condition").isNull()).isTrue();
    }

    @Test
    void repeatedInputsAreTheFirstOne() {
        try (FixedInputs inputs = inputs(LatentPrior.NORMAL, 3)) {
            float[] first = Arrays.copyOf(Tensors.toFloats(z(inputs)), LATENT);
            try (FixedInputs same = inputs.repeated(4)) {
                assertThat(same.count()).isEqualTo(4);
                float[] all = Tensors.toFloats(z(same));
                for (int i = 0; i < 4; i++) {
                    assertThat(Arrays.copyOfRange(all, i * LATENT, (i + 1) * LATENT))
                            .isEqualTo(first);
                }
            }
        }
    }

    @Test
    void eachInputBecomesItsImageWhateverTheNumber() {
        int count = 131; // more than go through the network at once
        try (TensorScope scope = TensorScope.open();
                FixedInputs inputs = inputs(LatentPrior.NORMAL, count)) {
            generator.initialise(RandomStream.of(1, "weights"));
            List<float[]> images = inputs.samples();
            assertThat(images).hasSize(count);
            for (int i : new int[] {0, 1, 63, 64, 127, 128, count - 1}) {
                var alone = generator.forward(z(inputs).narrow(0, i, 1), Pass.evaluation(Precision.FP32));
                float[] expected = Tensors.toFloats(alone);
                assertThat(images.get(i)).hasSize(28 * 28);
                for (int at = 0; at < expected.length; at += 31) {
                    assertThat(Math.abs(images.get(i)[at] - expected[at])).isLessThan(1e-5f);
                }
            }
            assertThat(images.get(0)).isNotEqualTo(images.get(1));
        }
    }

    private static Tensor z(FixedInputs inputs) {
        return inputs.fields().get(NoiseModel.Z);
    }

    private FixedInputs inputs(LatentPrior prior, int count) {
        return FixedInputs.draw(new NoiseModel(generator, prior, cpu.device()), 1, "pictures", count);
    }
}
