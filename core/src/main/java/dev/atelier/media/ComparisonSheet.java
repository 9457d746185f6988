package dev.atelier.media;

import java.util.ArrayList;
import java.util.List;

/** Pictures of one scene side by side, a word above each: what went in, what came out. */
public final class ComparisonSheet {
    private static final int PADDING = 4;
    private static final int LETTERS = 13;
    private static final int STRIP = 20;
    private static final int LEAST = 96; // so that a word fits above

    /** Of a cell's longer side; larger pictures are shown smaller. */
    private static final int MOST = 2048;

    private ComparisonSheet() {}

    /** As many words as pictures. All are shown at the size of the largest: pixels become squares, or what does not fit shrinks. */
    public static Image of(List<Image> pictures, List<String> words) {
        if (pictures.isEmpty() || pictures.size() != words.size()) {
            throw new IllegalArgumentException(pictures.size() + " pictures and " + words.size() + " words");
        }
        int height = pictures.stream().mapToInt(Image::height).max().orElseThrow();
        int width = pictures.stream().mapToInt(Image::width).max().orElseThrow();
        double shrink = Math.min(1, (double) MOST / Math.max(height, width));
        int rows = (int) Math.max(1, Math.round(height * shrink));
        int columns = (int) Math.max(1, Math.round(width * shrink));
        int times = (LEAST + columns - 1) / columns;
        List<Image> cells = new ArrayList<>();
        for (Image picture : pictures) {
            cells.add(fitted(picture, rows, columns, times));
        }
        Image row = Grid.of(cells, cells.size(), 1, PADDING);
        return labelled(row, words, columns * times);
    }

    private static Image fitted(Image picture, int rows, int columns, int times) {
        int whole = Math.min(rows / picture.height(), columns / picture.width());
        Image fitted = picture;
        if (whole < 1) {
            double shrink = Math.max((double) rows / picture.height(), (double) columns / picture.width());
            fitted = Transparency.resize(
                    Resample.BICUBIC,
                    picture,
                    (int) Math.max(1, Math.min(rows, Math.round(picture.height() * shrink))),
                    (int) Math.max(1, Math.min(columns, Math.round(picture.width() * shrink))));
        }
        return Grid.of(List.of(fitted), 1, Math.max(1, whole) * times, 0);
    }

    private static Image labelled(Image row, List<String> words, int width) {
        Image sheet = Image.filled(row.channels(), row.height() + STRIP, row.width(), 255);
        row.on(sheet, STRIP, 0);
        for (int i = 0; i < words.size(); i++) {
            Image word = Lettering.centred(words.get(i), STRIP, width, LETTERS);
            Channels.convert(word, row.channels()).on(sheet, 0, PADDING + i * (width + PADDING));
        }
        return sheet;
    }
}
