package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.nn.Pass;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {
    private static final int COUNT = 260; // more than one piece

    private final ComputeDevice device = Devices.resolve("cpu");

    @AfterEach
    void close() {
        device.close();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void picturesDoNotDependOnHowTheyAreAskedFor(Precision precision) {
        try (Generator generator = dcgan();
                FixedInputs inputs = inputs(generator)) {
            generator.drawIn(precision);
            List<float[]> all = inputs.samples();
            assertThat(all).hasSize(COUNT);
            for (int i : new int[] {0, 5, 255, 256, 259}) {
                assertThat(apart(inputs.samples(i, 1).get(0), all.get(i)))
                        .as("grey levels between image " + i + " alone and among the others")
                        .isLessThan(precision == Precision.FP32 ? 1e-3 : 0.1);
            }
        }
    }

    @Test
    void picturesDoNotDependOnTheNumberOfThreads() {
        int before = Engine.threads();
        try (Generator generator = dcgan();
                FixedInputs inputs = inputs(generator)) {
            Engine.threads(1);
            List<float[]> one = inputs.samples();
            for (int threads : new int[] {2, 5}) {
                Engine.threads(threads);
                List<float[]> several = inputs.samples();
                for (int i = 0; i < COUNT; i++) {
                    assertThat(several.get(i)).isEqualTo(one.get(i));
                }
            }
        } finally {
            Engine.threads(before);
        }
    }

    @Test
    void picturesAreFp32UntilItIsSaid() {
        try (TensorScope scope = TensorScope.open();
                Generator generator = dcgan();
                FixedInputs inputs = inputs(generator)) {
            float[] plain = inputs.samples(3, 1).get(0);
            assertThat(Tensors.toFloats(generator.forward(
                            inputs.fields().get(NoiseModel.Z).narrow(0, 3, 1), Pass.evaluation(Precision.FP32))))
                    .isEqualTo(plain);
            generator.drawIn(Precision.BF16);
            float[] coarse = inputs.samples(3, 1).get(0);
            assertThat(coarse).isNotEqualTo(plain);
            assertThat(apart(plain, coarse)).as("grey levels, on average").isLessThan(1);
        }
    }

    /** Grey levels, on average. */
    private static double apart(float[] a, float[] b) {
        double apart = 0;
        for (int i = 0; i < a.length; i++) {
            apart += Math.abs(a[i] - b[i]) * 127.5 / a.length;
        }
        return apart;
    }

    private static Generator dcgan() {
        Generator generator = Architecture.DCGAN.generator(new NetworkOptions(100, 0.25, 0));
        generator.initialise(RandomStream.of(1, "weights"));
        return generator;
    }

    private FixedInputs inputs(Generator generator) {
        return FixedInputs.draw(new NoiseModel(generator, LatentPrior.NORMAL, device.device()), 1, "z", COUNT);
    }
}
