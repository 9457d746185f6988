package dev.atelier.media;

import java.util.Map;

/** A modality whose samples are bytes in files: images, and points of a plane. */
public interface PixelModality extends Modality {
    /** The range in which networks see the bytes. */
    PixelRange range();

    @Override
    default Map<String, Object> json() {
        Map<String, Object> json = Modality.super.json();
        json.put("range", range().key());
        return json;
    }
}
