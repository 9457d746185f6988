package dev.atelier.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Short forms for awkward native calls. Every tensor returned belongs to the caller's scope. */
public final class Tensors {
    private Tensors() {}

    /** Sizes as a Java array; a scalar has none. */
    public static long[] shape(Tensor x) {
        long[] shape = new long[(int) x.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = x.size(i);
        }
        return shape;
    }

    /** A float32 tensor on the CPU with a copy of these values, row-major. */
    public static Tensor of(float[] values, long... shape) {
        Engine.start();
        requireCount(values.length, shape);
        Tensor x = torch.empty(shape);
        if (values.length > 0) {
            data(x).put(values, 0, values.length);
        }
        return x;
    }

    /** An int64 tensor on the CPU with a copy of these values, row-major. */
    public static Tensor of(long[] values, long... shape) {
        Engine.start();
        requireCount(values.length, shape);
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = torch.empty(shape, new TensorOptions(ScalarType.Long), new MemoryFormatOptional());
            if (values.length > 0) {
                new LongPointer(x.data_ptr()).put(values, 0, values.length);
            }
            return scope.promote(x);
        }
    }

    /** A float64 tensor on the CPU with a copy of these values, row-major. */
    public static Tensor of(double[] values, long... shape) {
        Engine.start();
        requireCount(values.length, shape);
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = torch.empty(shape, new TensorOptions(ScalarType.Double), new MemoryFormatOptional());
            if (values.length > 0) {
                new DoublePointer(x.data_ptr()).put(values, 0, values.length);
            }
            return scope.promote(x);
        }
    }

    /** The values as float64, row-major. */
    public static double[] toDoubles(Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor plain = x.detach().to(ScalarType.Double).cpu().contiguous();
            double[] values = new double[Math.toIntExact(plain.numel())];
            if (values.length > 0) {
                new DoublePointer(plain.data_ptr()).get(values, 0, values.length);
            }
            return values;
        }
    }

    /** The values as float32, row-major, whatever the tensor's format, layout or device. */
    public static float[] toFloats(Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor plain = x.detach().to(ScalarType.Float).cpu().contiguous();
            float[] values = new float[Math.toIntExact(plain.numel())];
            if (values.length > 0) {
                data(plain).get(values, 0, values.length);
            }
            return values;
        }
    }

    /** The values of an integer tensor, row-major. */
    public static long[] toLongs(Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor plain = x.to(ScalarType.Long).cpu().contiguous();
            long[] values = new long[Math.toIntExact(plain.numel())];
            if (values.length > 0) {
                new LongPointer(plain.data_ptr()).get(values, 0, values.length);
            }
            return values;
        }
    }

    /** The memory of a contiguous CPU tensor, little-endian, valid as long as the tensor. */
    public static ByteBuffer bytes(Tensor x) {
        if (x.numel() == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        return new BytePointer(x.data_ptr()).capacity(x.nbytes()).asBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A standard normal tensor from a stream, row-major, so that the same stream gives the same values on every device. */
    public static Tensor normal(RandomStream stream, Device device, long... shape) {
        float[] values = new float[count(shape)];
        stream.fillNormal(values, 0, values.length);
        return of(values, shape).to(device, ScalarType.Float);
    }

    /** A tensor uniform on [0, 1) from a stream. */
    public static Tensor uniform(RandomStream stream, Device device, long... shape) {
        float[] values = new float[count(shape)];
        stream.fillUniform(values, 0, values.length);
        return of(values, shape).to(device, ScalarType.Float);
    }

    /**
     * A tensor of {@code high} with the given probability and 0 otherwise, in the format, layout and device of {@code like}. Four
     * decisions are cut from each 64-bit number of the stream, in the order of the memory, so the probability is rounded to a multiple
     * of 2⁻¹⁶.
     */
    public static Tensor bernoulli(RandomStream stream, double probability, float high, Tensor like) {
        long threshold = Math.round(probability * 65536) + Short.MIN_VALUE;
        Tensor mask = torch.empty_like(like);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor row = mask.as_strided(new long[] {mask.numel()}, new long[] {1}); // in the order of the memory
            if (threshold > Short.MAX_VALUE) {
                mask.fill_(new Scalar(high));
            } else if (mask.is_cpu() && mask.scalar_type().intern() == ScalarType.BFloat16) { // as integers, in place
                Tensor one = torch.full(new long[] {1}, new Scalar(high)).to(ScalarType.BFloat16);
                fill16Bits(stream, row.view(ScalarType.Short))
                        .lt_(new Scalar(threshold))
                        .mul_(new Scalar(one.view(ScalarType.Short).item_long()));
            } else {
                Tensor drawn = torch.empty(
                        new long[] {mask.numel()}, new TensorOptions(ScalarType.Short), new MemoryFormatOptional());
                row.copy_(fill16Bits(stream, drawn).lt_(new Scalar(threshold))).mul_(new Scalar(high));
            }
        }
        return mask;
    }

    /** Signed 16-bit numbers, uniform on all they can be; the same tensor. */
    private static Tensor fill16Bits(RandomStream stream, Tensor row) {
        long words = row.numel() / 4;
        int rest = (int) (row.numel() % 4);
        LongPointer target = new LongPointer(row.data_ptr());
        long[] chunk = new long[(int) Math.min(words + 1, RandomStream.chunk())];
        for (long from = 0; from < words; from += chunk.length) {
            int length = (int) Math.min(chunk.length, words - from);
            stream.fillLongs(chunk, 0, length);
            for (int i = 0; i < length; i++) {
                chunk[i] ^= 0x8000800080008000L; // what was unsigned keeps its order as signed
            }
            target.position(from).put(chunk, 0, length);
        }
        if (rest > 0) {
            ShortPointer last = new ShortPointer(row.data_ptr());
            long bits = stream.nextLong() ^ 0x8000800080008000L;
            for (int i = 0; i < rest; i++, bits >>>= 16) {
                last.put(4 * words + i, (short) bits);
            }
        }
        return row;
    }

    /** Whether every value is a finite number. */
    public static boolean allFinite(Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            return torch.isfinite(x).all().item_bool();
        }
    }

    /** A list of tensors for native calls that take one. */
    public static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.toArray(new Tensor[0]));
    }

    /** The gradient of a scalar, itself in the graph, so that it can be differentiated once more. */
    public static Tensor gradient(Tensor scalar, Tensor with) {
        return new Tensor(torch.grad(
                        new TensorVector(scalar),
                        new TensorVector(with),
                        new TensorVector(),
                        new BoolOptional(true),
                        true,
                        false)
                .get(0));
    }

    /** Euclidean length of all values of all tensors together, a scalar tensor without a graph. */
    public static Tensor norm(List<Tensor> tensors) {
        Tensor[] norms = new Tensor[tensors.size()];
        Pieces.each(tensors, which -> {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                for (int i : which) {
                    norms[i] = scope.keep(tensors.get(i).norm());
                }
            }
        });
        Tensor norm = torch.stack(new TensorVector(norms)).norm();
        for (Tensor each : norms) {
            each.close();
        }
        return norm;
    }

    public static Scalar scalar(double value) {
        return new Scalar(value);
    }

    private static FloatPointer data(Tensor contiguous) {
        return new FloatPointer(contiguous.data_ptr());
    }

    private static int count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return Math.toIntExact(count);
    }

    private static void requireCount(int length, long[] shape) {
        if (count(shape) != length) {
            throw new IllegalArgumentException(
                    length + " values do not fill the shape " + java.util.Arrays.toString(shape));
        }
    }
}
