package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Lab;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Pairs as rows of batches: float32 {@link Fields#REAL} [b, C', H, W] is what should come out, {@link #INPUT} [b, C, H, W] what
 * goes in. Both pictures of a pair are cut at one place and mirrored by one draw. Safe to be asked by one thread at a time.
 */
public final class PairRows implements RowDataset {
    /** The field of what a network is given. */
    public static final String INPUT = "input";

    private final ImagePairs pairs;
    private final PairTreatment treatment;

    /** Pairs that are not stored at the size that the treatment asks for are bad input, as grey ones are in {@link PairSpace#LAB}. */
    public PairRows(ImagePairs pairs, PairTreatment treatment) {
        treatment.jitter().requireStored(pairs.input());
        if (treatment.space() == PairSpace.LAB && pairs.output().channels() != 3) {
            throw new BadInput(pairs.description() + ": what should come out has "
                    + pairs.output().channels() + " channels; allowed in space lab: 3");
        }
        this.pairs = pairs;
        this.treatment = treatment;
    }

    /** The pairs that these rows are of. */
    public ImagePairs pairs() {
        return pairs;
    }

    @Override
    public String description() {
        return pairs.description();
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public String sha256() {
        return pairs.sha256();
    }

    @Override
    public Fields batch(int[] rows, long number) {
        RandomStream stream = RandomStream.of(treatment.seed(), "augmentation", number);
        Side input = new Side(pairs.input(), rows.length, treatment.inputChannels(pairs));
        Side output = new Side(pairs.output(), rows.length, treatment.outputChannels(pairs));
        boolean lab = treatment.space() == PairSpace.LAB;
        for (int i = 0; i < rows.length; i++) {
            Jitter.Place place = treatment.jitter().place(pairs.height(), pairs.width(), stream);
            Image in = input.cut(rows[i], place);
            Image out = output.cut(rows[i], place);
            input.put(i, lab ? Lab.lightness(in) : floats(in, treatment.input()));
            output.put(i, lab ? Lab.colours(out) : floats(out, treatment.output()));
        }
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> fields = new LinkedHashMap<>();
            fields.put(Fields.REAL, scope.keep(output.tensor(rows.length)));
            fields.put(INPUT, scope.keep(input.tensor(rows.length)));
            return Fields.of(rows.length, fields);
        }
    }

    private static float[] floats(Image image, PixelRange range) {
        float[] table = range.table();
        byte[] pixels = image.pixels();
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = table[pixels[i] & 0xFF];
        }
        return values;
    }

    /** One side of the pairs of a batch. */
    private final class Side {
        private final ImageDataset stored;
        private final int channels;
        private final byte[] picture;
        private final float[] values;

        Side(ImageDataset stored, int count, int channels) {
            this.stored = stored;
            this.channels = channels;
            picture = new byte[stored.samples()];
            values = new float[Math.multiplyExact(count, samples(channels))];
        }

        private int samples(int channels) {
            return channels * treatment.jitter().height() * treatment.jitter().width();
        }

        Image cut(int row, Jitter.Place place) {
            stored.copyPixels(row, picture, 0);
            byte[] piece = new byte[samples(stored.channels())];
            treatment.jitter().cut(stored, picture, place, piece);
            return new Image(
                    stored.channels(),
                    treatment.jitter().height(),
                    treatment.jitter().width(),
                    piece);
        }

        void put(int i, float[] pixels) {
            System.arraycopy(pixels, 0, values, i * pixels.length, pixels.length);
        }

        Tensor tensor(int count) {
            return Tensors.of(
                    values,
                    count,
                    channels,
                    treatment.jitter().height(),
                    treatment.jitter().width());
        }
    }
}
