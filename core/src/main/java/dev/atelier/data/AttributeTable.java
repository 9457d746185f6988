package dev.atelier.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * The raw values of a data set's attributes.
 *
 * @param values row-major, [images, attributes]
 * @param given whether they are data of their own; false where they only say what the labels say
 * @param notices what a person has to know of them
 */
record AttributeTable(Attributes attributes, float[] values, boolean given, List<String> notices) {
    AttributeTable(Attributes attributes, float[] values, boolean given) {
        this(attributes, values, given, List.of());
    }

    /** All values of a data set. */
    static AttributeTable of(ImageDataset dataset) {
        Attributes attributes = dataset.attributes();
        float[] values = new float[Math.multiplyExact(dataset.size(), attributes.size())];
        for (int i = 0, at = 0; i < dataset.size(); i++) {
            for (int a = 0; a < attributes.size(); a++) {
                values[at++] = dataset.attribute(i, a);
            }
        }
        return new AttributeTable(attributes, values, false);
    }

    float at(int image, int attribute) {
        return values[Math.addExact(Math.multiplyExact(image, attributes.size()), attribute)];
    }

    /** What a hash of the data takes in: how the values are encoded, and the values. */
    void digest(MessageDigest digest) {
        digest.update(("\nattributes " + attributes.json() + "\n").getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, values.length));
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }
}
