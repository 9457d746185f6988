package dev.atelier.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Images, and the comparison of gradients with finite differences. */
final class Toys {
    private Toys() {}

    /** Uniform on [−1, 1). */
    static Tensor images(long... shape) {
        return Tensors.uniform(RandomStream.of(3, "images"), new Device("cpu"), shape)
                .mul(Tensors.scalar(2))
                .sub(Tensors.scalar(1));
    }

    /** One image with one channel, its rows in a line of numbers. */
    static Tensor image(int height, int width, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensors.of(floats, 1, 1, height, width);
    }

    /** The numbers 1, 2, … row by row. */
    static Tensor counting(int height, int width) {
        double[] values = new double[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return image(height, width, values);
    }

    /** The same image over and over. */
    static Tensor copies(Tensor image, long count) {
        return image.expand(count, image.size(1), image.size(2), image.size(3)).contiguous();
    }

    static void assertValues(Tensor actual, double tolerance, double... expected) {
        float[] values = Tensors.toFloats(actual);
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[i]).as("value " + i).isCloseTo(expected[i], within(tolerance));
        }
    }

    static void assertBetween(int[] counts, int least, int most) {
        for (int count : counts) {
            assertThat(count).isBetween(least, most);
        }
    }

    /** How many images of a batch differ from their originals by more than rounding. */
    static long changed(Tensor before, Tensor after) {
        Tensor difference = after.sub(before).abs().amax(new long[] {1, 2, 3}, false);
        return difference.gt(Tensors.scalar(1e-4)).sum().item_long();
    }

    /** In float64; exact up to rounding for changes that are affine in the images, whatever the step. */
    static void assertGradient(String name, UnaryOperator<Tensor> change, long... shape) {
        Tensor x = images(shape).to(ScalarType.Double).set_requires_grad(true);
        Tensor y = change.apply(x);
        assertThat(y.scalar_type().intern()).as(name).isEqualTo(ScalarType.Double);
        Tensor upstream = Tensors.normal(RandomStream.of(4, "upstream"), new Device("cpu"), Tensors.shape(y))
                .to(ScalarType.Double);
        Tensor gradient = new Tensor(torch.grad(new TensorVector(y.mul(upstream).sum()), new TensorVector(x))
                .get(0));
        float[] analytic = Tensors.toFloats(gradient);
        Tensor base = x.detach();
        assertThat(gradient.abs().max().item_double()).as(name).isPositive();
        for (int i = 0; i < analytic.length; i++) {
            float[] step = new float[analytic.length];
            step[i] = 0.5f;
            Tensor nudge = Tensors.of(step, shape).to(ScalarType.Double);
            double up = change.apply(base.add(nudge)).mul(upstream).sum().item_double();
            double down = change.apply(base.sub(nudge)).mul(upstream).sum().item_double();
            assertThat((double) analytic[i]).as(name + ", value " + i).isCloseTo(up - down, within(1e-5));
        }
    }
}
