package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/** Puts images of a data set into batches. Its memory is used again for every batch: one thread at a time. */
final class BatchMaker {
    private final ImageDataset dataset;
    private final ImageFormat format;
    private final Attributes attributes;
    private final int[] columns;
    private final byte[] bytes;
    private final float[] table;
    private float[] values = {};

    /**
     * @param attributes to be encoded, by their own numbers: a data set of another split may have others. The data set must have
     *     all of them, with the same categories
     */
    BatchMaker(ImageDataset dataset, PixelRange range, Attributes attributes) {
        this.dataset = dataset;
        this.format = new ImageFormat(dataset.channels(), dataset.height(), dataset.width());
        this.attributes = attributes;
        this.columns = columns(dataset, attributes);
        this.bytes = new byte[format.samples()];
        this.table = range.table();
    }

    private static int[] columns(ImageDataset dataset, Attributes wanted) {
        Attributes known = wanted.isEmpty() ? Attributes.NONE : dataset.attributes();
        return wanted.list().stream()
                .mapToInt(attribute -> {
                    int column = known.index(attribute.name());
                    if (!attribute.rawAlike(known.list().get(column))) {
                        throw new BadInput("attribute '" + attribute.name() + "' of " + dataset.description() + " is "
                                + known.list().get(column).json() + "; asked for is " + attribute.json());
                    }
                    return column;
                })
                .toArray();
    }

    ImageFormat format() {
        return format;
    }

    /**
     * A batch of these images, which the caller closes: float32 {@code real} [B, C, H, W], int64 {@code label} [B], and float32
     * {@code condition} [B, E] where attributes are asked for.
     *
     * @param change may change the pixels, [images, channels, height, width] in the range of the maker
     */
    Fields batch(int[] members, Consumer<float[]> change) {
        if (values.length != members.length * bytes.length) {
            values = new float[Math.multiplyExact(members.length, bytes.length)];
        }
        long[] labels = new long[members.length];
        float[] raw = new float[columns.length];
        int width = attributes.width();
        float[] encoded = new float[Math.multiplyExact(members.length, width)];
        for (int i = 0; i < members.length; i++) {
            dataset.copyPixels(members[i], bytes, 0);
            int to = i * bytes.length;
            for (byte value : bytes) {
                values[to++] = table[value & 0xFF];
            }
            labels[i] = dataset.label(members[i]);
            for (int a = 0; a < columns.length; a++) {
                raw[a] = dataset.attribute(members[i], columns[a]);
            }
            attributes.encode(raw, encoded, i * width);
        }
        change.accept(values);
        try (TensorScope scope = TensorScope.open()) {
            var images = Tensors.of(values, members.length, format.channels(), format.height(), format.width());
            Map<String, Tensor> fields = new LinkedHashMap<>();
            fields.put(Fields.REAL, scope.keep(images));
            fields.put(Fields.LABEL, scope.keep(Tensors.of(labels, members.length)));
            if (width > 0) {
                fields.put(Fields.CONDITION, scope.keep(Tensors.of(encoded, members.length, width)));
            }
            return Fields.of(members.length, fields);
        }
    }
}
