package dev.atelier.media;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Words as a grey picture, black on white. A machine without fonts gets a blank one: labels are not worth a failure. */
public final class Lettering {
    private Lettering() {}

    /**
     * One line of text in a picture of this size, against its right edge, in the middle of its height; what does not fit is cut
     * off at the end.
     */
    public static Image rightAligned(String text, int height, int width, int fontSize) {
        return drawn(text, height, width, fontSize, 1);
    }

    /** The same in the middle of its width. */
    public static Image centred(String text, int height, int width, int fontSize) {
        return drawn(text, height, width, fontSize, 0.5);
    }

    /** @param before the share of the free width that is left of the text */
    private static Image drawn(String text, int height, int width, int fontSize, double before) {
        Image label = Image.filled(1, height, width, 255);
        try {
            draw(text, label, fontSize, before);
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            return Image.filled(1, height, width, 255);
        }
        return label;
    }

    private static void draw(String text, Image label, int fontSize, double before) {
        BufferedImage canvas = new BufferedImage(label.width(), label.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = canvas.createGraphics();
        try {
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, label.width(), label.height());
            pen.setColor(Color.BLACK);
            pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, fontSize));
            FontMetrics metrics = pen.getFontMetrics();
            String fitting = fitting(text, metrics, label.width());
            int baseline = (label.height() - metrics.getHeight()) / 2 + metrics.getAscent();
            int free = label.width() - metrics.stringWidth(fitting);
            pen.drawString(fitting, (int) Math.round(before * free), baseline);
        } finally {
            pen.dispose();
        }
        for (int y = 0; y < label.height(); y++) {
            for (int x = 0; x < label.width(); x++) {
                label.pixels()[y * label.width() + x] = (byte) canvas.getRGB(x, y);
            }
        }
    }

    private static String fitting(String text, FontMetrics metrics, int width) {
        String shown = text;
        for (int length = text.length() - 1; metrics.stringWidth(shown) > width && length > 0; length--) {
            shown = text.substring(0, length) + "…";
        }
        return shown;
    }
}
