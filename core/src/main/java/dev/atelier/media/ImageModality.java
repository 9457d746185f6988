package dev.atelier.media;

import java.util.List;

/** Images of one shape, 8 bits a sample in files. */
public record ImageModality(int channels, int height, int width, PixelRange range) implements PixelModality {
    @Override
    public String name() {
        return "image";
    }

    @Override
    public long[] shape() {
        return new long[] {channels, height, width};
    }

    @Override
    public String extension() {
        return "png";
    }

    @Override
    public Image picture(float[] values) {
        return new Image(channels, height, width, range.toBytes(values));
    }

    @Override
    public Image sheet(List<Image> pictures, int columns, int scale, int padding) {
        return Grid.of(pictures, columns, scale, padding);
    }
}
