package dev.atelier.media;

import java.util.List;

/** Points of a plane: x and y, shown as dots ({@link Scatter}). */
public record PointModality(PixelRange range) implements PixelModality {
    @Override
    public String name() {
        return "point";
    }

    @Override
    public long[] shape() {
        return new long[] {2, 1, 1};
    }

    @Override
    public String extension() {
        return "png";
    }

    @Override
    public Image picture(float[] values) {
        return new Image(2, 1, 1, range.toBytes(values));
    }

    @Override
    public Image sheet(List<Image> pictures, int columns, int scale, int padding) {
        return Scatter.of(pictures);
    }
}
