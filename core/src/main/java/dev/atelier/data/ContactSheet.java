package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.media.Lettering;
import dev.atelier.media.Resample;
import java.util.ArrayList;
import java.util.List;

/** The first images of a split on one page: with labels a row for each class under its name, else rows of the first of all. */
final class ContactSheet {
    private static final int COLUMNS = 10;
    private static final int MOST_ROWS = 40;
    private static final int LARGEST = 96;
    private static final int ENLARGED = 72;
    private static final int PADDING = 4;
    private static final int NAME_WIDTH = 110;
    private static final int LONGEST_SEARCH = 2;

    private final Source.Items items;

    ContactSheet(Source.Items items) {
        this.items = items;
    }

    Image draw() {
        List<String> names = items.classNames();
        List<List<Image>> rows = names.isEmpty() ? plainRows() : classRows();
        int largest = rows.stream()
                .flatMap(List::stream)
                .mapToInt(image -> Math.max(image.height(), image.width()))
                .max()
                .orElse(LARGEST);
        int scale = Math.max(1, ENLARGED / largest);
        Image blank = Image.filled(1, largest, largest, 255);
        List<Image> cells = new ArrayList<>();
        for (List<Image> row : rows) {
            cells.addAll(row);
            for (int i = row.size(); i < COLUMNS; i++) {
                cells.add(blank);
            }
        }
        if (cells.isEmpty()) {
            return Lettering.rightAligned("no image can be read", 40, 2 * NAME_WIDTH, 13);
        }
        Image grid = Grid.of(cells, COLUMNS, scale, PADDING);
        return names.isEmpty() ? grid : beside(names(names, rows.size(), grid.height()), grid);
    }

    private List<List<Image>> plainRows() {
        List<List<Image>> rows = new ArrayList<>();
        List<Image> row = new ArrayList<>();
        for (int i = 0; i < items.size() && rows.size() < COLUMNS; i++) {
            addReadable(row, i);
            if (row.size() == COLUMNS) {
                rows.add(row);
                row = new ArrayList<>();
            }
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return rows;
    }

    private List<List<Image>> classRows() {
        int classes = Math.min(MOST_ROWS, items.classNames().size());
        int[] tried = new int[classes];
        List<List<Image>> rows = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            rows.add(new ArrayList<>());
        }
        for (int i = 0; i < items.size(); i++) {
            int label = items.labels().applyAsInt(i);
            if (label >= 0
                    && label < classes
                    && rows.get(label).size() < COLUMNS
                    && tried[label]++ < LONGEST_SEARCH * COLUMNS) {
                addReadable(rows.get(label), i);
            }
        }
        return rows;
    }

    private void addReadable(List<Image> row, int i) {
        try {
            row.add(thumbnail(items.images().apply(i).image()));
        } catch (BadInput unreadable) {
            return; // the report names it
        }
    }

    /** The picture, made smaller where it is larger than a page can show of many. */
    static Image thumbnail(Image image) {
        double shrink = (double) LARGEST / Math.max(image.height(), image.width());
        return shrink >= 1
                ? image
                : Resample.BICUBIC.resize(image, side(image.height() * shrink), side(image.width() * shrink));
    }

    private static int side(double length) {
        return (int) Math.max(1, Math.round(length));
    }

    private static Image names(List<String> names, int rows, int height) {
        Image column = Image.filled(1, height, NAME_WIDTH, 255);
        int step = (height - PADDING) / rows;
        for (int row = 0; row < rows; row++) {
            Image label = Lettering.rightAligned(names.get(row), step - PADDING, NAME_WIDTH - PADDING, 13);
            for (int y = 0; y < label.height(); y++) {
                System.arraycopy(
                        label.pixels(),
                        y * label.width(),
                        column.pixels(),
                        (PADDING + row * step + y) * NAME_WIDTH,
                        label.width());
            }
        }
        return column;
    }

    private static Image beside(Image left, Image right) {
        Image sheet = Image.filled(right.channels(), right.height(), left.width() + right.width(), 255);
        for (int c = 0; c < right.channels(); c++) {
            for (int y = 0; y < right.height(); y++) {
                int to = (c * sheet.height() + y) * sheet.width();
                System.arraycopy(left.pixels(), y * left.width(), sheet.pixels(), to, left.width());
                System.arraycopy(
                        right.pixels(),
                        (c * right.height() + y) * right.width(),
                        sheet.pixels(),
                        to + left.width(),
                        right.width());
            }
        }
        return sheet;
    }
}
