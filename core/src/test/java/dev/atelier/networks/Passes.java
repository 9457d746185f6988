package dev.atelier.networks;

import dev.atelier.nn.Masks;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Passes, weights and inputs for the tests of networks from image to image. */
final class Passes {
    static final Pass TRAINING = Pass.training(Precision.FP32, Masks.NONE);
    static final Pass EVALUATION = Pass.evaluation(Precision.FP32);

    static {
        Engine.threads(1);
    }

    private Passes() {}

    static Tensor normal(String name, long... shape) {
        return Tensors.normal(RandomStream.of(7, name), new Device("cpu"), shape);
    }

    /** Weights as drawn and a little more, so that no bias is zero; running statistics that are not those of a fresh network. */
    static <N extends Network> N filled(N network) {
        network.initialise(RandomStream.of(5, network.title()));
        for (Parameter parameter : network.parameters()) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Tensor some = normal(parameter.name(), Tensors.shape(parameter.value()));
                boolean variance = parameter.name().endsWith("running_var");
                parameter.copyFrom(
                        variance
                                ? some.abs().add(new Scalar(0.5))
                                : parameter.value().add(some.mul(new Scalar(0.1))));
            }
        }
        return network;
    }

    static Parameter parameter(Network network, String name) {
        return network.parameters().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
