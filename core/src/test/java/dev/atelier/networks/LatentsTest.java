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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatentsTest {
    @ParameterizedTest
    @EnumSource
    void moreVectorsBeginWithTheFewer(LatentPrior prior) {
        try (Latents few = latents(prior, 3);
                Latents many = latents(prior, 8)) {
            assertThat(few.count()).isEqualTo(3);
            assertThat(Tensors.toFloats(few.z())).isEqualTo(Arrays.copyOf(Tensors.toFloats(many.z()), 3 * 5));
        }
    }

    @Test
    void closingFreesTheVectors() {
        Latents latents = latents(LatentPrior.NORMAL, 2);
        latents.close();
        assertThat(latents.z().isNull()).isTrue();
    }

    @Test
    void eachVectorBecomesItsImageWhateverTheNumber() {
        int count = 131; // more than go through the network at once
        try (TensorScope scope = TensorScope.open();
                Generator generator = Architecture.MNIST.generator(new NetworkOptions(5, 1 / 64.0, 0));
                Latents latents = latents(LatentPrior.NORMAL, count)) {
            generator.initialise(RandomStream.of(1, "weights"));
            List<float[]> images = generator.images(latents);
            assertThat(images).hasSize(count);
            for (int i : new int[] {0, 1, 63, 64, 127, 128, count - 1}) {
                var alone = generator.forward(latents.z().narrow(0, i, 1), Pass.evaluation(Precision.FP32));
                float[] expected = Tensors.toFloats(alone);
                assertThat(images.get(i)).hasSize(28 * 28);
                for (int at = 0; at < expected.length; at += 31) {
                    assertThat(Math.abs(images.get(i)[at] - expected[at])).isLessThan(1e-5f);
                }
            }
            assertThat(images.get(0)).isNotEqualTo(images.get(1));
        }
    }

    private static Latents latents(LatentPrior prior, int count) {
        try (ComputeDevice cpu = Devices.resolve("cpu")) {
            return Latents.sample(prior, RandomStream.of(1, "pictures"), count, 5, cpu);
        }
    }
}
