package dev.atelier.metrics;

import dev.atelier.media.Image;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Turns images into feature vectors, in which distances mean something, and where it can into logits of classes. Which one was used is
 * part of every score. Takes bytes, so that generated images are rounded as a file would round them.
 */
public interface FeatureExtractor extends AutoCloseable {
    /** For a person, with a version, as in {@code fashion-mnist-1}. */
    String name();

    /** SHA-256 of the weights file, in hexadecimal. */
    String sha256();

    /** How an image of another shape becomes the network's input, as in {@code 1×28×28 by Pillow's bicubic filter}. */
    String resize();

    /** Length of a feature vector. */
    int size();

    /** The classes that the logits stand for; empty where there are none. */
    List<String> classNames();

    /** Whether it was trained on this source or on data of this hash, so that its classes are theirs. */
    default boolean learnedFrom(String source, String sha256) {
        return false;
    }

    /** Whether the Inception Score is defined by its classes, whatever the data's are. */
    default boolean definesInceptionScore() {
        return false;
    }

    /** Features and logits of images of any one shape, in the caller's scope. */
    Extraction extract(List<Image> images);

    /**
     * What the network says of a batch, float32.
     *
     * @param features [B, size]
     * @param logits [B, classes]; width 0 where the network names no classes
     */
    record Extraction(Tensor features, Tensor logits) {}

    @Override
    void close();
}
