package dev.atelier.nn;

import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A named float32 tensor that a network owns: a trainable weight, or a buffer such as a running mean. */
public final class Parameter implements AutoCloseable {
    private final String name;
    private boolean trainable;
    private final Initializer initializer;
    private final Tensor value;
    private final WorkingCopy working;

    private Parameter(String name, boolean trainable, Initializer initializer, Tensor value, WorkingCopy working) {
        this.name = name;
        this.trainable = trainable;
        this.initializer = initializer;
        this.value = value;
        this.working = working;
    }

    /** A weight that an optimiser trains; zeros until {@link #initialise}. */
    public static Parameter weight(String name, Initializer initializer, long... shape) {
        return of(name, true, initializer, shape);
    }

    /** A tensor that the forward pass maintains and no optimiser touches. */
    public static Parameter buffer(String name, Initializer initializer, long... shape) {
        return of(name, false, initializer, shape);
    }

    private static Parameter of(String name, boolean trainable, Initializer initializer, long... shape) {
        Engine.start();
        try (TensorScope scope = TensorScope.open()) {
            Tensor value = scope.keep(torch.zeros(shape));
            value.set_requires_grad(trainable);
            return new Parameter(name, trainable, initializer, value, new WorkingCopy());
        }
    }

    /** The same parameter under {@code prefix.name}: both share the tensor, only one may close it. */
    public Parameter prefixed(String prefix) {
        return new Parameter(prefix + "." + name, trainable, initializer, value, working);
    }

    public String name() {
        return name;
    }

    public boolean trainable() {
        return trainable;
    }

    /** From now on no optimiser made over it trains it, and it gets no gradient. */
    public void freeze() {
        trainable = false;
        value.set_requires_grad(false);
    }

    /** Borrowed: lives as long as the parameter. */
    public Tensor value() {
        return value;
    }

    /**
     * Borrowed for this pass: the value, or where a pass draws without gradients in another format, a copy in that format (a kernel's
     * with the channels last), made once and again only after the value has changed.
     */
    Tensor read(Pass pass) {
        return pass.training() || pass.precision() == Precision.FP32 || GradMode.is_enabled()
                ? value
                : working.of(value, pass.precision());
    }

    public long count() {
        return value.numel();
    }

    /** Fills with fresh values from the stream. */
    public void initialise(RandomStream stream) {
        try (TensorScope scope = TensorScope.open()) {
            long[] shape = Tensors.shape(value);
            float[] values = new float[Math.toIntExact(value.numel())];
            initializer.fill(values, shape, stream);
            copyFrom(Tensors.of(values, shape));
        }
    }

    /** Overwrites the values in place; shapes must be equal. Layout, device and gradient setting stay. */
    public void copyFrom(Tensor source) {
        if (!Arrays.equals(Tensors.shape(source), Tensors.shape(value))) {
            throw new IllegalArgumentException("parameter " + name + " has shape "
                    + Arrays.toString(Tensors.shape(value)) + ", got " + Arrays.toString(Tensors.shape(source)));
        }
        try (TensorScope scope = TensorScope.open()) {
            value.detach().copy_(source.detach());
        }
    }

    /** Moves the tensor to a device, once, before an optimiser is made over it. */
    public void move(Device device) {
        try (TensorScope scope = TensorScope.open()) {
            working.close();
            value.set_data(value.detach().to(device, value.scalar_type()));
        }
    }

    @Override
    public void close() {
        working.close();
        value.close();
    }
}
