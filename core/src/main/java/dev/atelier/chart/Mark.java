package dev.atelier.chart;

import java.util.ArrayList;
import java.util.List;

/** What a drawing is made of, in pixels from the upper left corner; colours are 0xRRGGBB. */
sealed interface Mark {
    /** A line along a path. */
    record Stroke(Path path, Pen pen) implements Mark {}

    record Box(double x, double y, double width, double height, int fill) implements Mark {}

    record Disc(double x, double y, double radius, int fill, int edge) implements Mark {
        static final double EDGE = 1.8;
    }

    /**
     * One line of text.
     *
     * @param y its base line
     * @param halo whether paper shines around it, so that it can be read over lines
     * @param upright whether it is turned to be read from below
     */
    record Text(
            String words,
            double x,
            double y,
            double size,
            boolean bold,
            Place place,
            int colour,
            boolean halo,
            boolean upright)
            implements Mark {
        static final double HALO = 5;
    }

    /** Which end of a text stands at its place. */
    enum Place {
        START,
        MIDDLE,
        END
    }

    /** How a line is drawn. */
    record Pen(int colour, double width, double opacity, boolean dashed) {
        static final float[] DASHES = {6, 5};

        static Pen of(int colour, double width) {
            return new Pen(colour, width, 1, false);
        }
    }

    /** Where a line goes. */
    final class Path {
        /** SVG's letter and its numbers: M and L with a point, C with three. */
        record Step(char kind, double... numbers) {}

        private final List<Step> steps = new ArrayList<>();

        Path move(double x, double y) {
            steps.add(new Step('M', x, y));
            return this;
        }

        Path line(double x, double y) {
            steps.add(new Step('L', x, y));
            return this;
        }

        /** Leaves and arrives level. */
        Path swing(double fromX, double fromY, double x, double y) {
            double middle = (fromX + x) / 2;
            steps.add(new Step('C', middle, fromY, middle, y, x, y));
            return this;
        }

        List<Step> steps() {
            return List.copyOf(steps);
        }
    }
}
