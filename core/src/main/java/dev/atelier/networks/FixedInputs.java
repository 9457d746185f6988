package dev.atelier.networks;

import dev.atelier.media.Image;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Inputs of a model, kept for as long as somebody wants samples of the same ones. Owns its tensors until closed, not the model. */
public final class FixedInputs implements AutoCloseable {
    private final GenerativeModel model;
    private final Fields fields;

    private FixedInputs(GenerativeModel model, Fields fields) {
        this.model = model;
        this.fields = fields;
    }

    /** These inputs of a model, on its device; they are the result's from now on. */
    public static FixedInputs of(GenerativeModel model, Fields fields) {
        return new FixedInputs(model, fields);
    }

    /** {@code count} inputs from the streams (seed, {@code purpose}). */
    public static FixedInputs draw(GenerativeModel model, long seed, String purpose, int count) {
        return draw(model, Draws.of(seed, purpose, model.device()), count);
    }

    /** {@code count} inputs; from the same streams, more of them begin with the fewer. */
    public static FixedInputs draw(GenerativeModel model, Draws draws, int count) {
        try (TensorScope scope = TensorScope.open()) {
            return new FixedInputs(model, model.draw(draws, count).kept(scope));
        }
    }

    /** The same inputs, each with a condition, row by row [count, width], where there is a width; use the result, not this object. */
    public FixedInputs on(float[] rows, int width) {
        if (width == 0) {
            return this;
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor y = Tensors.of(rows, count(), width).to(model.device(), ScalarType.Float);
            return new FixedInputs(model, fields.with(Fields.CONDITION, scope.keep(y)));
        }
    }

    /** {@code count} times the first input; this object is closed. */
    public FixedInputs repeated(int count) {
        try (this;
                TensorScope scope = TensorScope.open()) {
            return new FixedInputs(model, fields.repeated(count).kept(scope));
        }
    }

    /** What makes samples of them. */
    public GenerativeModel model() {
        return model;
    }

    /** The inputs, borrowed. */
    public Fields fields() {
        return fields;
    }

    public int count() {
        return (int) fields.count();
    }

    /** All samples, row-major. */
    public List<float[]> samples() {
        return samples(0, count());
    }

    /** Samples number {@code from} and the {@code count − 1} behind it, row-major. */
    public List<float[]> samples(int from, int count) {
        return model.samples(fields, from, count);
    }

    /** Pictures of all samples for a person. */
    public List<Image> exhibits() {
        return model.exhibits(fields, 0, count());
    }

    /** The same as a tensor [count, …], in the caller's scope. */
    public Tensor batch(long from, long count) {
        return model.make(fields, from, count);
    }

    @Override
    public void close() {
        fields.close();
    }
}
