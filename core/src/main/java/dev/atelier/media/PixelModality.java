package dev.atelier.media;

/** A modality whose samples are bytes in files: images, and points of a plane. */
public interface PixelModality extends Modality {
    /** The range in which networks see the bytes. */
    PixelRange range();
}
