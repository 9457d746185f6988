package dev.atelier.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes marks as SVG text. */
final class Svg {
    private static final String FONT = "system-ui, 'DejaVu Sans', sans-serif";

    private final StringBuilder out = new StringBuilder();

    private Svg() {}

    static String text(int width, int height, String name, List<Mark> marks) {
        Svg svg = new Svg();
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" font-family=\"%s\">",
                width, height, escaped(name), FONT);
        marks.forEach(svg::draw);
        return svg.out.append("</svg>").toString();
    }

    private void draw(Mark mark) {
        if (mark instanceof Mark.Stroke line) {
            stroke(line);
        } else if (mark instanceof Mark.Box box) {
            add(
                    "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>",
                    number(box.x()), number(box.y()), number(box.width()), number(box.height()), colour(box.fill()));
        } else if (mark instanceof Mark.Disc disc) {
            add(
                    "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>",
                    number(disc.x()),
                    number(disc.y()),
                    number(disc.radius()),
                    colour(disc.fill()),
                    colour(disc.edge()),
                    number(Mark.Disc.EDGE));
        } else if (mark instanceof Mark.Text text) {
            write(text);
        }
    }

    private void stroke(Mark.Stroke line) {
        Mark.Pen pen = line.pen();
        String path = line.path().steps().stream().map(Svg::step).collect(Collectors.joining());
        add(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"",
                path, colour(pen.colour()), number(pen.width()));
        if (pen.opacity() < 1) {
            add(" stroke-opacity=\"%s\"", pen.opacity());
        }
        if (pen.dashed()) {
            add(" stroke-dasharray=\"%s %s\"", number(Mark.Pen.DASHES[0]), number(Mark.Pen.DASHES[1]));
        }
        out.append("/>");
    }

    private static String step(Mark.Path.Step step) {
        StringBuilder text = new StringBuilder().append(step.kind());
        for (int i = 0; i < step.numbers().length; i++) {
            text.append(i == 0 ? "" : " ").append(number(step.numbers()[i]));
        }
        return text.toString();
    }

    /** A halo is the text itself, wide and white, below it: not every viewer knows {@code paint-order}. */
    private void write(Mark.Text text) {
        if (text.halo()) {
            begin(text);
            add(
                    " stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\" aria-hidden=\"true\">%s</text>",
                    colour(Colours.PAPER), number(Mark.Text.HALO), escaped(text.words()));
        }
        begin(text);
        add(">%s</text>", escaped(text.words()));
    }

    private void begin(Mark.Text text) {
        add(
                "<text x=\"%s\" y=\"%s\" font-size=\"%s\" fill=\"%s\"",
                number(text.x()), number(text.y()), number(text.size()), colour(text.colour()));
        if (text.bold()) {
            out.append(" font-weight=\"bold\"");
        }
        if (text.place() != Mark.Place.START) {
            add(" text-anchor=\"%s\"", text.place().name().toLowerCase(Locale.ROOT));
        }
        if (text.upright()) {
            add(" transform=\"rotate(-90 %s %s)\"", number(text.x()), number(text.y()));
        }
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }

    /** To a tenth of a pixel. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String colour(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
