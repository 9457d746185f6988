package dev.atelier.data;

import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;

/**
 * Pictures of one kind as rows of batches, float32 {@link Fields#REAL} [b, C, H, W]: each cut at a place of its own and mirrored
 * half of the time. Two kinds that need not belong together are two of these, with streams of their own. Safe to be asked by
 * one thread at a time.
 */
public final class CroppedRows implements RowDataset {
    private final ImageDataset pictures;
    private final Jitter jitter;
    private final PixelRange range;
    private final long seed;
    private final String stream;

    /**
     * Pictures that are not stored at the size that the jitter asks for are bad input.
     *
     * @param stream name of the random numbers, with the seed and the number of the batch: another for each kind of pictures
     */
    public CroppedRows(ImageDataset pictures, Jitter jitter, PixelRange range, long seed, String stream) {
        jitter.requireStored(pictures);
        this.pictures = pictures;
        this.jitter = jitter;
        this.range = range;
        this.seed = seed;
        this.stream = stream;
    }

    /** The pictures that these rows are of. */
    public ImageDataset pictures() {
        return pictures;
    }

    @Override
    public String description() {
        return pictures.description();
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public String sha256() {
        return pictures.sha256();
    }

    @Override
    public Fields batch(int[] rows, long number) {
        RandomStream random = RandomStream.of(seed, "augmentation/" + stream, number);
        byte[] picture = new byte[pictures.samples()];
        byte[] piece = new byte[pictures.channels() * jitter.height() * jitter.width()];
        float[] table = range.table();
        float[] values = new float[Math.multiplyExact(rows.length, piece.length)];
        for (int i = 0; i < rows.length; i++) {
            pictures.copyPixels(rows[i], picture, 0);
            jitter.cut(pictures, picture, jitter.place(pictures.height(), pictures.width(), random), piece);
            for (int k = 0; k < piece.length; k++) {
                values[i * piece.length + k] = table[piece[k] & 0xFF];
            }
        }
        try (TensorScope scope = TensorScope.open()) {
            return Fields.of(
                    Fields.REAL,
                    scope.keep(Tensors.of(values, rows.length, pictures.channels(), jitter.height(), jitter.width())));
        }
    }
}
