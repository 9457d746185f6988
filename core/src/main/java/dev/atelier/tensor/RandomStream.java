package dev.atelier.tensor;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A named stream of random numbers whose whole state is one counter, so that it can be saved in a checkpoint, skipped and
 * read anywhere in constant time. The n-th number is a mix of key and n (Steele, Lea and Flood 2014, "Fast splittable pseudorandom
 * number generators", the SplitMix64 finaliser), the same on every machine and on every JDK: only {@link StrictMath} is used.
 * Not thread-safe: one stream has one user. A stream {@link #ofShards of shards} has a part for each {@link Shard}, which is a
 * stream by itself: it gives the numbers of the part that belongs to the shard of the calling thread, so no draw depends on what
 * another shard draws.
 */
public final class RandomStream {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final int CHUNK = 1 << 16;

    private final long key;
    private final List<RandomStream> others;
    private long counter;

    private RandomStream(long key, List<RandomStream> others) {
        this.key = key;
        this.others = others;
    }

    /** The stream that belongs to a seed and a name, at its start. */
    public static RandomStream of(long seed, String name) {
        return of(seed, name, 0);
    }

    /** The {@code index}-th of a family of streams of one name (an epoch's order, a sample's augmentation), at its start. */
    public static RandomStream of(long seed, String name, long index) {
        long key = mix(seed + GAMMA);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            key = mix(key ^ (b & 0xFF)) + GAMMA;
        }
        return new RandomStream(mix(key + mix(index + GAMMA)), List.of());
    }

    /** The stream that belongs to a seed and a name, with a part for each of so many shards; the first part is the stream itself. */
    public static RandomStream ofShards(long seed, String name, int shards) {
        List<RandomStream> others = IntStream.range(1, shards)
                .mapToObj(shard -> of(seed, partName(name, shard)))
                .toList();
        return new RandomStream(of(seed, name).key, others);
    }

    /** What the part of a stream is called that belongs to a shard. */
    public static String partName(String name, int shard) {
        return shard == 0 ? name : name + "#" + shard;
    }

    /** The part that belongs to a shard; a stream of its own. */
    public RandomStream part(int shard) {
        return shard == 0 ? this : others.get(shard - 1);
    }

    /** The one that the calling thread draws from. */
    private RandomStream here() {
        return others.isEmpty() ? this : part(Shard.current());
    }

    /** How many 64-bit numbers have been drawn of this stream, or of its first part: all that a checkpoint needs to keep. */
    public long counter() {
        return counter;
    }

    /** Goes to where {@link #counter()} once was. */
    public void seek(long counter) {
        this.counter = counter;
    }

    public long nextLong() {
        return here().draw();
    }

    private long draw() {
        return mix(key + GAMMA * counter++);
    }

    /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
    public double nextDouble() {
        return fraction(nextLong());
    }

    private static double fraction(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /** Uniform on 0 … bound−1, without bias. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, got " + bound);
        }
        while (true) {
            long high = nextLong() >>> 32;
            long product = high * bound;
            if ((product & 0xFFFFFFFFL) >= (1L << 32) % bound) {
                return (int) (product >>> 32);
            }
        }
    }

    /** Fills with uniform numbers on [0, 1), multiples of 2⁻²⁴. */
    public void fillUniform(float[] out, int from, int to) {
        RandomStream stream = here();
        for (int i = from; i < to; i++) {
            out[i] = (stream.draw() >>> 40) * 0x1.0p-24f;
        }
    }

    /** Fills with standard normal numbers (Marsaglia's polar method); an odd length throws the last partner away. */
    public void fillNormal(float[] out, int from, int to) {
        RandomStream stream = here();
        for (int i = from; i < to; i += 2) {
            double u;
            double v;
            double s;
            do {
                u = 2 * fraction(stream.draw()) - 1;
                v = 2 * fraction(stream.draw()) - 1;
                s = u * u + v * v;
            } while (s >= 1 || s == 0);
            double scale = Math.sqrt(-2 * StrictMath.log(s) / s);
            out[i] = (float) (u * scale);
            if (i + 1 < to) {
                out[i + 1] = (float) (v * scale);
            }
        }
    }

    /** Fills with 64-bit numbers. */
    public void fillLongs(long[] out, int from, int to) {
        RandomStream stream = here();
        long next = stream.key + GAMMA * stream.counter;
        for (int i = from; i < to; i++) { // the processor's vectors do this
            out[i] = mix(next + GAMMA * (i - from));
        }
        stream.counter += to - from;
    }

    /** A random order of 0 … n−1 (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** How many numbers a caller should fill at once, to stay in the processor's cache. */
    static int chunk() {
        return CHUNK;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
