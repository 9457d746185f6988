package dev.atelier.media;

import java.util.Arrays;
import java.util.List;

/** Points of a plane as one grey picture. A point is an image of two channels and one pixel: x and y, 0 … 255, y upwards. */
public final class Scatter {
    private static final int SIDE = 512;
    private static final int DOT = 3;
    private static final int INK = 70;

    private Scatter() {}

    /** Whether images of this shape are points. */
    public static boolean isPoint(int channels, int height, int width) {
        return channels == 2 && height == 1 && width == 1;
    }

    /** 512×512, black dots on white, darker where several lie. */
    public static Image of(List<Image> points) {
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, (byte) 255);
        for (Image point : points) {
            if (!isPoint(point.channels(), point.height(), point.width())) {
                throw new IllegalArgumentException("an image of " + point.channels() + " channels is not a point");
            }
            int x = place(point.pixels()[0]);
            int y = SIDE - DOT - place(point.pixels()[1]);
            for (int i = 0; i < DOT * DOT; i++) {
                int at = (y + i / DOT) * SIDE + x + i % DOT;
                pixels[at] = (byte) Math.max(0, (pixels[at] & 0xFF) - INK);
            }
        }
        return new Image(1, SIDE, SIDE, pixels);
    }

    private static int place(byte value) {
        return (value & 0xFF) * (SIDE - DOT) / 255;
    }
}
