package dev.atelier.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws marks on a picture. All that touches AWT is here: its classes may fail to load, and then only who paints must know. */
final class Painter {
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, (int) Sheet.SIZE);

    private final Graphics2D pen;

    private Painter(Graphics2D pen) {
        this.pen = pen;
    }

    static BufferedImage image(int width, int height, List<Mark> marks) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(new Color(Colours.PAPER));
        pen.fillRect(0, 0, width, height);
        marks.forEach(new Painter(pen)::draw);
        pen.dispose();
        return picture;
    }

    /** Fails on a machine that cannot draw text. */
    static void tryText() {
        Graphics2D pen = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
        pen.setFont(FONT);
        pen.drawString("loss", 0, 8);
        pen.dispose();
    }

    private void draw(Mark mark) {
        if (mark instanceof Mark.Stroke line) {
            stroke(line);
        } else if (mark instanceof Mark.Box box) {
            pen.setColor(new Color(box.fill()));
            pen.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
        } else if (mark instanceof Mark.Disc disc) {
            double size = 2 * disc.radius();
            Shape circle = new Ellipse2D.Double(disc.x() - disc.radius(), disc.y() - disc.radius(), size, size);
            pen.setColor(new Color(disc.fill()));
            pen.fill(circle);
            pen.setColor(new Color(disc.edge()));
            pen.setStroke(new BasicStroke((float) Mark.Disc.EDGE));
            pen.draw(circle);
        } else if (mark instanceof Mark.Text text) {
            write(text);
        }
    }

    private void stroke(Mark.Stroke line) {
        Mark.Pen with = line.pen();
        pen.setColor(new Color(with.colour() | (int) Math.round(255 * with.opacity()) << 24, true));
        pen.setStroke(
                with.dashed()
                        ? new BasicStroke(
                                (float) with.width(),
                                BasicStroke.CAP_BUTT,
                                BasicStroke.JOIN_ROUND,
                                1,
                                Mark.Pen.DASHES,
                                0)
                        : new BasicStroke((float) with.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        Path2D path = new Path2D.Double();
        for (Mark.Path.Step step : line.path().steps()) {
            double[] to = step.numbers();
            switch (step.kind()) {
                case 'M' -> path.moveTo(to[0], to[1]);
                case 'L' -> path.lineTo(to[0], to[1]);
                default -> path.curveTo(to[0], to[1], to[2], to[3], to[4], to[5]);
            }
        }
        pen.draw(path);
    }

    private void write(Mark.Text text) {
        pen.setFont(FONT.deriveFont(text.bold() ? Font.BOLD : Font.PLAIN, (float) text.size()));
        double wide = pen.getFontMetrics().stringWidth(text.words());
        double before = switch (text.place()) {
            case START -> 0;
            case MIDDLE -> wide / 2;
            case END -> wide;
        };
        AffineTransform plain = pen.getTransform();
        pen.translate(text.x(), text.y());
        if (text.upright()) {
            pen.rotate(-Math.PI / 2);
        }
        if (text.halo()) {
            pen.setColor(new Color(Colours.PAPER));
            pen.setStroke(new BasicStroke((float) Mark.Text.HALO, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            pen.draw(pen.getFont()
                    .createGlyphVector(pen.getFontRenderContext(), text.words())
                    .getOutline((float) -before, 0));
        }
        pen.setColor(new Color(text.colour()));
        pen.drawString(text.words(), (float) -before, 0);
        pen.setTransform(plain);
    }
}
