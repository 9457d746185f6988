package dev.atelier.data;

import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.media.Lettering;
import java.util.ArrayList;
import java.util.List;

/** Pairs on one page, A beside B, under their letters. */
final class PairSheet {
    private static final int PAIRS_ACROSS = 4;
    private static final int MOST = 40;
    private static final int ENLARGED = 72;
    private static final int PADDING = 4;
    private static final int HEAD = 20;
    private static final int FONT = 13;

    private final List<Image> cells = new ArrayList<>();

    /** Whether there is room for more. */
    boolean isOpen() {
        return cells.size() < 2 * MOST;
    }

    void add(Image a, Image b) {
        cells.add(ContactSheet.thumbnail(a));
        cells.add(ContactSheet.thumbnail(b));
    }

    Image draw() {
        if (cells.isEmpty()) {
            return Lettering.rightAligned("no pair can be read", 40, 220, FONT);
        }
        int across = Math.min(PAIRS_ACROSS, cells.size() / 2);
        int largest = cells.stream()
                .mapToInt(image -> Math.max(image.height(), image.width()))
                .max()
                .orElseThrow();
        Image grid = Grid.of(cells, 2 * across, Math.max(1, ENLARGED / largest), PADDING);
        Image sheet = Image.filled(grid.channels(), HEAD + grid.height(), grid.width(), 255);
        paste(grid, sheet, HEAD, 0);
        int step = (grid.width() - PADDING) / (2 * across);
        for (int column = 0; column < 2 * across; column++) {
            Image letter = Lettering.rightAligned(column % 2 == 0 ? "A" : "B", HEAD, step / 2, FONT);
            paste(letter, sheet, 0, PADDING + column * step);
        }
        return sheet;
    }

    private static void paste(Image picture, Image sheet, int top, int left) {
        for (int c = 0; c < sheet.channels(); c++) {
            int channel = Math.min(c, picture.channels() - 1);
            for (int y = 0; y < picture.height(); y++) {
                System.arraycopy(
                        picture.pixels(),
                        (channel * picture.height() + y) * picture.width(),
                        sheet.pixels(),
                        (c * sheet.height() + top + y) * sheet.width() + left,
                        picture.width());
            }
        }
    }
}
