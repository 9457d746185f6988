package dev.atelier.systems;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Noise that belongs to places: a plane without end to the right and below, of which any piece can be had. What lies at a place depends on
 * the seed, the plane's name and the place alone, so that a tile of a picture has the noise that the whole picture has there.
 *
 * @param name of the plane, as in {@code z2}
 */
record PlaceNoise(long seed, String name) {
    private static final int BLOCK = 64;

    /** The piece [1, 1, height, width] whose upper left corner is there, uniform on ±1, float32, in the caller's scope. */
    Tensor piece(int top, int left, int height, int width) {
        float[] piece = new float[Math.multiplyExact(height, width)];
        float[] block = new float[BLOCK * BLOCK];
        for (int y = top / BLOCK; y * BLOCK < top + height; y++) {
            for (int x = left / BLOCK; x * BLOCK < left + width; x++) {
                RandomStream.of(seed, name, (long) y << 32 | x).fillUniform(block, 0, block.length);
                copy(block, y * BLOCK - top, x * BLOCK - left, piece, height, width);
            }
        }
        return Tensors.of(piece, 1, 1, height, width);
    }

    /** What of a block lies inside of the piece; {@code down} and {@code right} are where the block begins in it. */
    private static void copy(float[] block, int down, int right, float[] piece, int height, int width) {
        for (int y = Math.max(0, down); y < Math.min(height, down + BLOCK); y++) {
            for (int x = Math.max(0, right); x < Math.min(width, right + BLOCK); x++) {
                piece[y * width + x] = 2 * block[(y - down) * BLOCK + x - right] - 1;
            }
        }
    }
}
