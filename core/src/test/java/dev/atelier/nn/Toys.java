package dev.atelier.nn;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Inputs, passes and gradients for the tests of layers. */
final class Toys {
    static final Pass EVALUATION = Pass.evaluation(Precision.FP32);
    static final Pass TRAINING = Pass.training(Precision.FP32, Masks.NONE);

    private Toys() {}

    /** Normal values; the name makes them differ. */
    static Tensor normal(String name, long... shape) {
        return Tensors.normal(RandomStream.of(17, name), new Device("cpu"), shape);
    }

    static Tensor of(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensors.of(floats, floats.length);
    }

    /** The layer with these values in its parameters, in their order. */
    static <L extends Layer> L filled(L layer, Tensor... values) {
        for (int i = 0; i < values.length; i++) {
            layer.parameters().get(i).copyFrom(values[i]);
        }
        return layer;
    }

    /** The layer with drawn weights, biases too. */
    static <L extends Layer> L drawn(L layer) {
        layer.parameters().stream()
                .filter(Parameter::trainable)
                .forEach(p -> p.copyFrom(normal(p.name(), Tensors.shape(p.value()))));
        return layer;
    }

    /** Gradients of Σ y·upstream. */
    static List<Tensor> gradients(Tensor y, Tensor upstream, Tensor... of) {
        TensorVector found = torch.grad(new TensorVector(y.mul(upstream).sum()), new TensorVector(of));
        return Arrays.asList(found.get()).stream().map(Tensor::new).toList();
    }
}
