package dev.atelier.chart;

import dev.atelier.chart.Mark.Path;
import dev.atelier.chart.Mark.Pen;
import dev.atelier.chart.Mark.Place;
import java.util.ArrayList;
import java.util.List;

/** Marks while they are made, the undermost first. */
final class Sheet {
    static final double SIZE = 12;
    private static final double TITLE = 16;
    private static final int LEFT = 20;
    private static final int LINE = 19;
    /** Of a letter, beside the size of the text; fonts differ, and some room does no harm. */
    private static final double WIDE = 0.6;

    private final List<Mark> marks = new ArrayList<>();

    List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** About how wide a text is; the same on every machine. */
    static double width(String words) {
        return words.length() * SIZE * WIDE;
    }

    /** A title with notes below it. Returns where they end, {@code margin} if there are none. */
    double heading(String title, List<String> notes, int margin) {
        double y = margin;
        if (!title.isEmpty()) {
            y = 28;
            add(new Mark.Text(title, LEFT, y, TITLE, true, Place.START, Colours.INK, false, false));
        }
        for (String note : notes) {
            y += LINE;
            add(new Mark.Text(note, LEFT, y, SIZE, false, Place.START, Colours.SOFT, false, false));
        }
        return y > margin ? y + 10 : y;
    }

    void add(Mark mark) {
        marks.add(mark);
    }

    void segment(double fromX, double fromY, double x, double y, Pen pen) {
        add(new Mark.Stroke(new Path().move(fromX, fromY).line(x, y), pen));
    }

    void text(String words, double x, double y, Place place) {
        add(new Mark.Text(words, x, y, SIZE, false, place, Colours.SOFT, false, false));
    }

    void bold(String words, double x, double y, Place place) {
        add(new Mark.Text(words, x, y, SIZE, true, place, Colours.INK, false, false));
    }

    /** Readable over lines. */
    void haloed(String words, double x, double y, Place place, boolean bold) {
        add(new Mark.Text(words, x, y, SIZE, bold, place, Colours.INK, true, false));
    }

    void upright(String words, double x, double y) {
        add(new Mark.Text(words, x, y, SIZE, false, Place.MIDDLE, Colours.SOFT, false, true));
    }
}
