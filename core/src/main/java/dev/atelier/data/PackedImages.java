package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A data set in memory: one byte per sample in slabs of some 64 MiB, each of whole images, so that neither an array's limit of
 * 2 GiB nor a wrong count in a file's head can hurt. Filled once through a {@link Filler}, then never changed.
 */
public final class PackedImages implements ImageDataset {
    private static final int SLAB_BYTES = 64 << 20;

    private final String description;
    private final ImageFormat format;
    private final int size;
    private final int imageBytes;
    private final int imagesPerSlab;
    private final byte[][] slabs;
    private final int @Nullable [] labels;
    private final List<String> classNames;
    private final @Nullable AttributeTable attributes;
    private @Nullable String sha256;

    private PackedImages(
            String description,
            ImageFormat format,
            int size,
            int @Nullable [] labels,
            List<String> classNames,
            @Nullable AttributeTable attributes,
            int slabBytes) {
        this.description = description;
        this.format = format;
        this.size = size;
        this.imageBytes = format.samples();
        this.imagesPerSlab = Math.max(1, slabBytes / imageBytes);
        this.slabs = new byte[(int) (((long) size + imagesPerSlab - 1) / imagesPerSlab)][];
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
        this.attributes = attributes;
    }

    /** Images of one shape without labels. */
    public static PackedImages of(String description, List<Image> images) {
        return of(description, images, null, List.of());
    }

    /** Images of one shape with a label each; {@code labels} may be null and {@code classNames} empty together. */
    public static PackedImages of(
            String description, List<Image> images, int @Nullable [] labels, List<String> classNames) {
        if (images.isEmpty()) {
            throw new BadInput(description + ": no images");
        }
        Image first = images.get(0);
        Filler filler = new Filler(new ImageFormat(first.channels(), first.height(), first.width()), images.size());
        for (int i = 0; i < images.size(); i++) {
            filler.put(i, images.get(i));
        }
        return filler.finish(description, labels, classNames);
    }

    /**
     * The same images with these attributes in place of the class.
     *
     * @param values raw, row-major [images, attributes]
     */
    public PackedImages withAttributes(Attributes attributes, float[] values) {
        return with(description, new AttributeTable(attributes, values.clone(), true));
    }

    /** The same images, of which more is known. */
    PackedImages with(String description, AttributeTable table) {
        if (table.values().length != Math.multiplyExact(size, table.attributes().size())) {
            throw new BadInput(description + ": " + size + " images, "
                    + table.attributes().size() + " attributes, but " + table.values().length + " values");
        }
        PackedImages made = new PackedImages(
                description, format, size, labels, classNames, table, Math.multiplyExact(imagesPerSlab, imageBytes));
        System.arraycopy(slabs, 0, made.slabs, 0, slabs.length);
        return made;
    }

    @Override
    public Attributes attributes() {
        return attributes == null ? ImageDataset.super.attributes() : attributes.attributes();
    }

    @Override
    public float attribute(int image, int attribute) {
        return attributes == null ? ImageDataset.super.attribute(image, attribute) : attributes.at(image, attribute);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int channels() {
        return format.channels();
    }

    @Override
    public int height() {
        return format.height();
    }

    @Override
    public int width() {
        return format.width();
    }

    @Override
    public void copyPixels(int i, byte[] out, int offset) {
        System.arraycopy(slabs[i / imagesPerSlab], i % imagesPerSlab * imageBytes, out, offset, imageBytes);
    }

    /** A copy of image {@code i}. */
    public static Image image(ImageDataset dataset, int i) {
        byte[] pixels = new byte[dataset.channels() * dataset.height() * dataset.width()];
        dataset.copyPixels(i, pixels, 0);
        return new Image(dataset.channels(), dataset.height(), dataset.width(), pixels);
    }

    @Override
    public boolean labelled() {
        return labels != null;
    }

    @Override
    public int label(int i) {
        return labels == null ? -1 : labels[i];
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public synchronized String sha256() {
        if (sha256 == null) {
            MessageDigest digest = Checksums.sha256();
            String head = size + "×" + format.channels() + "×" + format.height() + "×" + format.width() + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            for (int s = 0; s < slabs.length; s++) {
                digest.update(slabs[s], 0, Math.min(imagesPerSlab, size - s * imagesPerSlab) * imageBytes);
            }
            if (labels != null) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * size);
                bytes.asIntBuffer().put(labels);
                digest.update(bytes);
            }
            if (attributes != null && attributes.given()) {
                attributes.digest(digest);
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
        }
        return sha256;
    }

    @Override
    public String toString() {
        return description;
    }

    /** Takes the pixels of a data set to be; different images may be put from different threads. */
    static final class Filler {
        private final PackedImages store;

        Filler(ImageFormat format, int size) {
            this(format, size, SLAB_BYTES);
        }

        Filler(ImageFormat format, int size, int slabBytes) {
            store = new PackedImages("", format, size, null, List.of(), null, slabBytes);
        }

        /** A filler for what was found in {@code source}, unless it is more than the memory of this JVM can hold. */
        static Filler within(String source, ImageFormat format, long size) {
            long needed = size * format.channels() * format.height() * format.width();
            long most = Runtime.getRuntime().maxMemory();
            if (needed > most || size > Integer.MAX_VALUE) {
                throw new BadInput(String.format(
                        Locale.ROOT,
                        "%s: %d images %s need %.1f GB of memory, the JVM may use %.1f GB; give it more by -Xmx",
                        source,
                        size,
                        format,
                        needed / 1e9,
                        most / 1e9));
            }
            return new Filler(format, (int) size);
        }

        int imageBytes() {
            return store.imageBytes;
        }

        /** Bytes of the slab that image {@code i} lies in; made at the first call for it. */
        byte[] slab(int i) {
            int slab = i / store.imagesPerSlab;
            synchronized (store) {
                if (store.slabs[slab] == null) {
                    int images = Math.min(store.imagesPerSlab, store.size - slab * store.imagesPerSlab);
                    store.slabs[slab] = new byte[images * store.imageBytes];
                }
                return store.slabs[slab];
            }
        }

        /** Where image {@code i} begins in its slab. */
        int offset(int i) {
            return i % store.imagesPerSlab * store.imageBytes;
        }

        void put(int i, Image image) {
            ImageFormat format = store.format;
            if (image.channels() != format.channels()
                    || image.height() != format.height()
                    || image.width() != format.width()) {
                throw new BadInput("image " + i + " is " + image.channels() + "×" + image.height() + "×" + image.width()
                        + ", the others are " + format);
            }
            System.arraycopy(image.pixels(), 0, slab(i), offset(i), store.imageBytes);
        }

        /** The data set; no more may be put. */
        PackedImages finish(String description, int @Nullable [] labels, List<String> classNames) {
            if (labels != null && labels.length != store.size) {
                throw new BadInput(description + ": " + store.size + " images but " + labels.length + " labels");
            }
            if (labels != null) {
                for (int label : labels) {
                    if (label < 0 || label >= classNames.size()) {
                        throw new BadInput(
                                description + ": label " + label + " outside of 0 to " + (classNames.size() - 1));
                    }
                }
            }
            for (int i = 0; i < store.size; i += store.imagesPerSlab) {
                slab(i);
            }
            PackedImages made = new PackedImages(
                    description,
                    store.format,
                    store.size,
                    labels,
                    classNames,
                    null,
                    store.imagesPerSlab * store.imageBytes);
            System.arraycopy(store.slabs, 0, made.slabs, 0, store.slabs.length);
            return made;
        }
    }
}
