package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.nn.Parameter;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final NetworkOptions TOY = new NetworkOptions(4, 1 / 64.0, 0);

    @Test
    void theSameSeedDrawsTheSameNetwork() {
        try (Generator one = Architecture.FASHION.generator(TOY);
                Generator other = Architecture.FASHION.generator(TOY);
                Generator third = Architecture.FASHION.generator(TOY)) {
            one.initialise(RandomStream.of(1, "weights"));
            other.initialise(RandomStream.of(1, "weights"));
            third.initialise(RandomStream.of(2, "weights"));
            for (int i = 0; i < one.parameters().size(); i += 2) {
                float[] weights = Tensors.toFloats(one.parameters().get(i).value());
                assertThat(weights)
                        .isEqualTo(Tensors.toFloats(other.parameters().get(i).value()));
                assertThat(weights)
                        .isNotEqualTo(Tensors.toFloats(third.parameters().get(i).value()));
            }
        }
    }

    @Test
    void aMissingTensorIsRefusedBeforeAnythingChanges() {
        try (TensorScope scope = TensorScope.open();
                Generator generator = Architecture.MNIST.generator(TOY)) {
            Map<String, Tensor> saved = ones(generator);
            saved.remove("main.7.bias");
            assertThatThrownBy(() -> generator.load(saved))
                    .hasMessageContaining("generator")
                    .hasMessageContaining("main.7.bias");
            assertThat(generator.parameters())
                    .allSatisfy(p -> assertThat(Tensors.toFloats(p.value())).containsOnly(0));
        }
    }

    @Test
    void aMisshapenTensorIsRefused() {
        try (TensorScope scope = TensorScope.open();
                Generator generator = Architecture.MNIST.generator(TOY)) {
            Map<String, Tensor> saved = ones(generator);
            saved.put("main.7.bias", torch.ones(2));
            assertThatThrownBy(() -> generator.load(saved)).hasMessageContaining("main.7.bias");
        }
    }

    @Test
    void closingFreesEveryParameter() {
        Generator generator = Architecture.COMPACT.generator(TOY);
        generator.close();
        assertThat(generator.parameters()).allMatch(p -> p.value().isNull());
    }

    private static Map<String, Tensor> ones(Generator generator) {
        Map<String, Tensor> ones = new HashMap<>();
        for (Parameter p : generator.parameters()) {
            ones.put(p.name(), torch.ones(Tensors.shape(p.value())));
        }
        return ones;
    }
}
