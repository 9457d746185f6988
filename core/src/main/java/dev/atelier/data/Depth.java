package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the numbers of arrays mean as grey levels: bytes as they are; fractions 0 to 1, 255 being 1; other numbers up to 255 as bytes; up to
 * 65 535 as 16-bit levels of which the upper eight count. Anything else is refused. All but bytes are told.
 *
 * @param factor from a number to a level of 0 to 255
 * @param notice what a person has to know
 */
record Depth(double factor, Optional<String> notice) {
    private static final double LARGEST = 65_535;

    /** Of all arrays of one file together, so that its splits are read alike. */
    static Depth of(List<Tensor> arrays, String what) {
        if (arrays.stream().allMatch(array -> array.scalar_type().intern() == ScalarType.Byte)) {
            return new Depth(1, Optional.empty());
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        for (Tensor array : arrays) {
            if (!Tensors.allFinite(array)) {
                throw new BadInput(what + ": numbers that are infinite or none; images are finite");
            }
            least = Math.min(least, array.min().item_double());
            most = Math.max(most, array.max().item_double());
            whole &= !array.is_floating_point() || array.round().equal(array);
        }
        boolean fractions = arrays.stream().allMatch(Tensor::is_floating_point);
        String range = "numbers from " + least + " to " + most;
        if (least >= 0 && most <= 1 && fractions) {
            return new Depth(255, Optional.of(range + " are read as 0 to 1, 1 being white"));
        }
        if (least >= 0 && whole && most <= 255) {
            return new Depth(1, Optional.of(range + " are read as 8-bit levels, 255 being white"));
        }
        if (least >= 0 && whole && most <= LARGEST) {
            return new Depth(255 / LARGEST, Optional.of(range + " are read as 16-bit levels, 65535 being white"));
        }
        throw new BadInput(what + ": " + range
                + "; images are bytes, fractions from 0 to 1, or whole numbers from 0 to 255 or to 65535");
    }

    /** The levels of one image in the order of the array. */
    byte[] bytes(Tensor image) {
        if (image.scalar_type().intern() == ScalarType.Byte) {
            ByteBuffer raw = Tensors.bytes(image.contiguous());
            byte[] bytes = new byte[raw.remaining()];
            raw.get(bytes);
            return bytes;
        }
        double[] values = Tensors.toDoubles(image);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(values[i] * factor);
        }
        return bytes;
    }
}
