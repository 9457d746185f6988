package dev.atelier.augment;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adds N(0, σ²) to each value, so that real and fake images overlap (Sønderby et al. 2016, arXiv 1610.04490, section 2.4; Arjovsky
 * and Bottou 2017, arXiv 1701.04862, section 3). Values may leave the images' range.
 */
public final class InstanceNoise implements InputTransform {
    private final RandomStream stream;
    private final DoubleSupplier deviation;

    /**
     * @param deviation σ in the unit of the images' values, asked for at each call: a schedule; at 0 nothing is drawn
     */
    public InstanceNoise(RandomStream stream, DoubleSupplier deviation) {
        this.stream = stream;
        this.deviation = deviation;
    }

    /** Images of any shape in, noisy ones out. */
    @Override
    public Tensor apply(Tensor images) {
        double sigma = deviation.getAsDouble();
        if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the deviation of instance noise must be at least 0, got " + sigma);
        }
        if (sigma == 0) {
            return new Tensor(images);
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor noise = Tensors.normal(stream, images.device(), Tensors.shape(images));
            return scope.promote(images.add(noise.to(images), new Scalar(sigma)));
        }
    }
}
