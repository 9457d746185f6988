package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.nn.Parameter;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class Vgg19Test {
    /** With the weights and the image of {@code benchmarks/peers/srgan_golden.py}. */
    @Test
    void itsFeaturesAreTorchvisionsUpToTheLastActivation() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                Vgg19 network = new Vgg19(32)) {
            List<String> names =
                    network.parameters().stream().map(Parameter::name).toList();
            assertThat(names).hasSize(32).startsWith("features.0.weight", "features.0.bias", "features.2.weight");
            assertThat(names).endsWith("features.34.weight", "features.34.bias");
            assertThat(AnySize.weights(network)).isEqualTo(20_024_384);
            Map<String, Tensor> weights = new LinkedHashMap<>();
            for (Parameter parameter : network.parameters()) {
                long[] shape = Tensors.shape(parameter.value());
                double scale = shape.length == 1 ? 0.1 : Math.sqrt(6.0 / (shape[1] * 9));
                weights.put(parameter.name(), uniform(parameter.name(), scale, shape));
            }
            network.load(weights);
            Tensor features = network.features(uniform("image", 1, 1, 3, 32, 32), Passes.EVALUATION);
            Golden.read("srgan_steps").assertClose("vgg", features, Tolerance.relative(1e-4));
        }
    }

    private static Tensor uniform(String name, double scale, long... shape) {
        long key = 0xCBF29CE484222325L;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            key = (key ^ each) * 0x100000001B3L;
        }
        int count = 1;
        for (long side : shape) {
            count *= (int) side;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long z = key + i * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z = z ^ z >>> 31;
            values[i] = (float) (((z >>> 40) * 0x1p-23 - 1) * scale);
        }
        return Tensors.of(values, shape);
    }
}
