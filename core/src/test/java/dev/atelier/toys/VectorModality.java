package dev.atelier.toys;

import dev.atelier.media.Image;
import dev.atelier.media.Modality;
import java.util.List;

/** A kind of data that no room knows: a few numbers, shown as a row of grey fields. */
record VectorModality(int length) implements Modality {
    @Override
    public String name() {
        return "vector";
    }

    @Override
    public long[] shape() {
        return new long[] {length};
    }

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public Image picture(float[] values) {
        byte[] grey = new byte[length];
        for (int i = 0; i < length; i++) {
            grey[i] = (byte) Math.round(255 / (1 + Math.exp(-values[i])));
        }
        return new Image(1, 1, length, grey);
    }

    @Override
    public Image sheet(List<Image> pictures, int columns, int scale, int padding) {
        byte[] rows = new byte[pictures.size() * length];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).pixels(), 0, rows, i * length, length);
        }
        return new Image(1, pictures.size(), length, rows);
    }
}
