package dev.atelier.augment;

import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Differentiable changes of images [B, C, H, W], each image by its own amount, without chance: drawing the amounts is up to the
 * callers. A few native calls each, whatever the batch; tensors made on the way belong to the open scope.
 */
final class Pixels {
    private static final long BILINEAR = 0;
    private static final long REFLECTION = 2;

    private Pixels() {}

    /** Refuses what is not [B, C, H, W]. */
    static void require(Tensor images) {
        if (images.dim() != 4) {
            throw new IllegalArgumentException(
                    "images must be [B, C, H, W], got " + Arrays.toString(Tensors.shape(images)));
        }
    }

    /**
     * Adds the brightness, then multiplies each pixel's distance from its own mean over channels by the saturation, then each
     * value's distance from the image's mean by the contrast. As saturation keeps the means, all three are one weighted sum:
     * c·s·x + c·(1−s)·(mean over channels) + (1−c)·(mean of the image) + b.
     */
    static Tensor color(Tensor images, float[] brightness, float[] saturation, float[] contrast) {
        int count = brightness.length;
        float[] weights = new float[4 * count];
        for (int i = 0; i < count; i++) {
            weights[i] = contrast[i] * saturation[i];
            weights[count + i] = contrast[i] * (1 - saturation[i]);
            weights[2 * count + i] = 1 - contrast[i];
            weights[3 * count + i] = brightness[i];
        }
        Tensor weight = Tensors.of(weights, 4, count, 1, 1, 1).to(images);
        Tensor grey = images.mean(new long[] {1}, true, new ScalarTypeOptional()); // [B, 1, H, W]
        Tensor level = grey.mean(new long[] {2, 3}, true, new ScalarTypeOptional()); // [B, 1, 1, 1]
        return weight.select(0, 3)
                .addcmul(level, weight.select(0, 2))
                .addcmul(grey, weight.select(0, 1))
                .addcmul(images, weight.select(0, 0));
    }

    /** Moves each image by whole pixels; what comes in from outside is {@code fill}. */
    static Tensor shift(Tensor images, int[] down, int[] right, double fill) {
        long[] shape = Tensors.shape(images);
        int height = (int) shape[2];
        int width = (int) shape[3];
        long[] rows = sources(down, height, width + 2L);
        long[] columns = sources(right, width, 1);
        Tensor padded = torch.constant_pad_nd(images, new long[] {1, 1, 1, 1}, new Scalar(fill))
                .flatten(2, 3); // [B, C, (H+2)·(W+2)]
        Tensor index = Tensors.of(rows, shape[0], height, 1)
                .to(images.device(), ScalarType.Long)
                .add(Tensors.of(columns, shape[0], 1, width).to(images.device(), ScalarType.Long))
                .view(shape[0], 1, shape[2] * shape[3])
                .expand(shape[0], shape[1], shape[2] * shape[3]);
        return padded.gather(2, index).view(shape);
    }

    /** For each image and place of an axis: which place of the axis, one longer at both ends, it is read from; times the stride. */
    private static long[] sources(int[] shift, int length, long stride) {
        long[] sources = new long[shift.length * length];
        for (int i = 0; i < sources.length; i++) {
            int place = i % length - shift[i / length] + 1;
            sources[i] = stride * Math.max(0, Math.min(length + 1, place));
        }
        return sources;
    }

    /** Fills a rectangle of each image; corners may lie outside, the part inside counts. */
    static Tensor blank(Tensor images, int[] top, int[] left, int height, int width, double fill) {
        long[] shape = Tensors.shape(images);
        Tensor rows = Tensors.of(within(top, height, (int) shape[2]), shape[0], 1, shape[2], 1);
        Tensor columns = Tensors.of(within(left, width, (int) shape[3]), shape[0], 1, 1, shape[3]);
        Tensor mask = rows.logical_and(columns).to(images.device(), ScalarType.Bool); // [B, 1, H, W]
        return images.masked_fill(mask, new Scalar(fill));
    }

    /** For each image and place of an axis: 1 on the {@code size} places from {@code first} on, 0 elsewhere. */
    private static long[] within(int[] first, int size, int length) {
        long[] within = new long[first.length * length];
        for (int i = 0; i < within.length; i++) {
            int place = i % length - first[i / length];
            within[i] = place >= 0 && place < size ? 1 : 0;
        }
        return within;
    }

    /** Reads each image at the places its map gives: bilinear, mirrored at the centres of the outermost pixels. */
    static Tensor warp(Tensor images, List<Affine> maps) {
        if (maps.stream().allMatch(Affine::isIdentity)) {
            return new Tensor(images);
        }
        float[] values = new float[6 * maps.size()];
        for (int i = 0; i < maps.size(); i++) {
            maps.get(i).write(values, 6 * i, images.size(2), images.size(3));
        }
        Tensor inverse = Tensors.of(values, maps.size(), 2, 3).to(images);
        Tensor places = torch.affine_grid_generator(inverse, Tensors.shape(images), true); // [B, H, W, 2]
        return torch.grid_sampler(images, places, BILINEAR, REFLECTION, true);
    }

    /** Multiplies each pixel's colour with its image's matrix; images without three channels take the matrix's effect on grey. */
    static Tensor recolour(Tensor images, List<ColourMatrix> matrices, ValueRange range) {
        if (matrices.stream().allMatch(ColourMatrix::isIdentity)) {
            return new Tensor(images);
        }
        int count = matrices.size();
        if (images.size(1) != 3) {
            float[] values = new float[2 * count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) matrices.get(i).greyScale();
                values[count + i] = (float) matrices.get(i).offset(0, range);
            }
            Tensor scaleAndOffset = Tensors.of(values, 2, count, 1, 1, 1).to(images);
            return scaleAndOffset.select(0, 1).addcmul(images, scaleAndOffset.select(0, 0));
        }
        float[] values = new float[12 * count];
        for (int i = 0; i < count; i++) {
            matrices.get(i).write(values, 12 * i, range);
        }
        Tensor matrix = Tensors.of(values, count, 3, 4).to(images);
        return torch.baddbmm(matrix.narrow(2, 3, 1), matrix.narrow(2, 0, 3), images.flatten(2, 3))
                .view(Tensors.shape(images));
    }
}
