package dev.atelier.media;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A kind of data that networks make and judge: how one sample is shaped, called, and shown to a person. */
public interface Modality {
    /** What it is called in files and messages, as in {@code image}. */
    String name();

    /** Sizes of one sample without the batch, as networks take it. */
    long[] shape();

    /** The same as texts, numbers, lists and maps, for whoever has the files alone. */
    default Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("modality", name());
        json.put("shape", shape());
        return json;
    }

    /** Ending of a file that holds one sample, without the point. */
    String extension();

    /** What one sample looks like; {@code values} are row-major in the range of the networks. */
    Image picture(float[] values);

    /** Several samples on one picture, {@code columns} beside one another where they stand side by side, enlarged by {@code scale}. */
    Image sheet(List<Image> pictures, int columns, int scale, int padding);

    /** Images of this shape in this range; points of a plane where the shape is that of points. */
    static Modality of(int channels, int height, int width, PixelRange range) {
        return Scatter.isPoint(channels, height, width)
                ? new PointModality(range)
                : new ImageModality(channels, height, width, range);
    }
}
