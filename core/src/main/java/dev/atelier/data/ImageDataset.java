package dev.atelier.data;

import java.util.List;

/** Images of one shape in a fixed order, with or without labels. Safe to read from several threads. */
public interface ImageDataset extends Dataset {
    /** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
    int channels();

    int height();

    int width();

    /** Channels × height × width: samples in an image. */
    default int samples() {
        return channels() * height() * width();
    }

    /** Copies the {@code channels * height * width} samples of image {@code i}, planar, to {@code out} from {@code offset} on. */
    void copyPixels(int i, byte[] out, int offset);

    /** Whether every image has a label. */
    boolean labelled();

    /** The class of image {@code i}, 0 … number of classes − 1; −1 where there are no labels. */
    int label(int i);

    /** The classes by label; empty where there are no labels. */
    List<String> classNames();

    /** What is known of every image; where nothing else is said, the class of labelled images, called "class". */
    default Attributes attributes() {
        return labelled()
                ? new Attributes(List.of(new Attribute.Categorical(Attributes.CLASS, classNames())))
                : Attributes.NONE;
    }

    /** The raw value of attribute number {@code attribute} of {@link #attributes()} for image {@code image}. */
    default float attribute(int image, int attribute) {
        return label(image);
    }

    /**
     * SHA-256 in hexadecimal over the line {@code size×channels×height×width}, all pixels in order, where there are labels all
     * of them as four bytes with the highest first, and attributes if they are more than the labels. Equal data, wherever it
     * came from, has an equal hash.
     */
    @Override
    String sha256();
}
