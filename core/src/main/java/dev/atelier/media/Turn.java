package dev.atelier.media;

import java.util.List;

/**
 * One of the eight ways to lay a picture on its sides: mirrored left to right, top to bottom, then rows and columns exchanged.
 *
 * @param across whether left and right change places
 * @param down whether top and bottom do
 * @param exchanged whether rows become columns afterwards
 */
public record Turn(boolean across, boolean down, boolean exchanged) {
    /** All eight, the first of which changes nothing. */
    public static final List<Turn> ALL = List.of(
            new Turn(false, false, false),
            new Turn(true, false, false),
            new Turn(false, true, false),
            new Turn(true, true, false),
            new Turn(false, false, true),
            new Turn(true, false, true),
            new Turn(false, true, true),
            new Turn(true, true, true));

    /** The turn that undoes this one. */
    public Turn inverse() {
        return exchanged ? new Turn(down, across, true) : this;
    }

    /** A new picture. */
    public Image of(Image image) {
        int height = exchanged ? image.width() : image.height();
        int width = exchanged ? image.height() : image.width();
        byte[] to = new byte[image.pixels().length];
        int at = 0;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    to[at++] = image.pixels()[from(image.height(), image.width(), c, y, x)];
                }
            }
        }
        return new Image(image.channels(), height, width, to);
    }

    /** The same before rounding. */
    public Levels of(Levels levels) {
        int height = exchanged ? levels.width() : levels.height();
        int width = exchanged ? levels.height() : levels.width();
        float[] to = new float[levels.values().length];
        int at = 0;
        for (int c = 0; c < levels.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    to[at++] = levels.values()[from(levels.height(), levels.width(), c, y, x)];
                }
            }
        }
        return new Levels(levels.channels(), height, width, to);
    }

    /** Where the sample at (y, x) of the turned picture was in one of this size. */
    private int from(int height, int width, int channel, int y, int x) {
        int row = exchanged ? x : y;
        int column = exchanged ? y : x;
        row = down ? height - 1 - row : row;
        column = across ? width - 1 - column : column;
        return (channel * height + row) * width + column;
    }
}
