package dev.atelier.nn;

/**
 * What a convolution adds around its input. {@code SAME} gives ⌈size / stride⌉ and puts the odd one after, as Keras and libtorch do:
 * a 4-wide kernel pads 1 before and 2 after; a 3-wide one with stride 2 on an even size pads 0 before and 1 after.
 */
public sealed interface Padding {
    Padding VALID = new Explicit(0);
    Padding SAME = new Same();

    /** The same number of zeros on each side. */
    static Padding of(int each) {
        return new Explicit(each);
    }

    String label();

    /** Zeros before the first value of an axis. */
    long before(long size, long kernel, long stride);

    /** Zeros after the last value of an axis. */
    long after(long size, long kernel, long stride);

    record Explicit(int each) implements Padding {
        @Override
        public String label() {
            return each == 0 ? "valid" : "p" + each;
        }

        @Override
        public long before(long size, long kernel, long stride) {
            return each;
        }

        @Override
        public long after(long size, long kernel, long stride) {
            return each;
        }
    }

    record Same() implements Padding {
        @Override
        public String label() {
            return "same";
        }

        @Override
        public long before(long size, long kernel, long stride) {
            return total(size, kernel, stride) / 2;
        }

        @Override
        public long after(long size, long kernel, long stride) {
            long total = total(size, kernel, stride);
            return total - total / 2;
        }

        private static long total(long size, long kernel, long stride) {
            long output = (size + stride - 1) / stride;
            return Math.max((output - 1) * stride + kernel - size, 0);
        }
    }
}
