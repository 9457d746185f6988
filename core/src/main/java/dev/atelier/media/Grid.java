package dev.atelier.media;

import java.util.List;

/** Pictures side by side on white, as a sample grid or a contact sheet. */
public final class Grid {
    private Grid() {}

    /**
     * Rows of {@code columns} pictures, each {@code scale} times as large (every pixel a square), with {@code padding} white
     * pixels around and between them. Cells are as large as the largest picture; smaller ones are centred. The grid is grey if
     * all pictures are, else colour; alpha is laid on white.
     */
    public static Image of(List<Image> images, int columns, int scale, int padding) {
        if (images.isEmpty() || columns < 1 || scale < 1 || padding < 0) {
            throw new IllegalArgumentException("a grid of " + images.size() + " images, " + columns + " columns, scale "
                    + scale + ", padding " + padding);
        }
        int channels = images.stream().allMatch(image -> image.channels() <= 2) ? 1 : 3;
        int cellHeight = scale * images.stream().mapToInt(Image::height).max().getAsInt();
        int cellWidth = scale * images.stream().mapToInt(Image::width).max().getAsInt();
        int across = Math.min(columns, images.size());
        int down = (images.size() + columns - 1) / columns;
        Image grid = Image.filled(
                channels, padding + down * (cellHeight + padding), padding + across * (cellWidth + padding), 255);
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            int top = padding + i / columns * (cellHeight + padding) + (cellHeight - scale * image.height()) / 2;
            int left = padding + i % columns * (cellWidth + padding) + (cellWidth - scale * image.width()) / 2;
            paste(grid, image, top, left, scale);
        }
        return grid;
    }

    /** Draws a picture, enlarged, into a grey or a colour canvas. */
    static void paste(Image canvas, Image picture, int top, int left, int scale) {
        Image image = Channels.convert(picture, canvas.channels());
        for (int c = 0; c < canvas.channels(); c++) {
            for (int y = 0; y < scale * image.height(); y++) {
                int from = (c * image.height() + y / scale) * image.width();
                int to = (c * canvas.height() + top + y) * canvas.width() + left;
                for (int x = 0; x < scale * image.width(); x++) {
                    canvas.pixels()[to + x] = image.pixels()[from + x / scale];
                }
            }
        }
    }
}
