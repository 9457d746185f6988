package dev.atelier.media;

import java.util.Arrays;

/**
 * The same picture with another number of channels. Where alpha is lost, the picture is laid on white; where it is gained, it
 * is opaque. Colour becomes grey by luma, (19595 R + 38470 G + 7471 B + 32768) / 65536 rounded down (ITU-R BT.601, as Pillow
 * does); grey becomes colour by repetition.
 */
public final class Channels {
    private Channels() {}

    /** The image itself where it has so many channels (1 … 4) already. */
    public static Image convert(Image image, int channels) {
        if (channels < 1 || channels > 4 || image.channels() > 4) {
            throw new IllegalArgumentException(
                    "from " + image.channels() + " to " + channels + " channels: 1 to 4 are known");
        }
        if (image.channels() == channels) {
            return image;
        }
        boolean hasAlpha = image.channels() % 2 == 0;
        boolean wantsAlpha = channels % 2 == 0;
        int plane = image.height() * image.width();
        byte[] alpha = hasAlpha ? plane(image, image.channels() - 1) : new byte[0];
        Image body = hasAlpha ? first(image, image.channels() - 1) : image;
        if (hasAlpha && !wantsAlpha) {
            body = onWhite(body, alpha);
        }
        body = body(body, wantsAlpha ? channels - 1 : channels);
        if (!wantsAlpha) {
            return body;
        }
        byte[] out = Arrays.copyOf(body.pixels(), channels * plane);
        if (hasAlpha) {
            System.arraycopy(alpha, 0, out, (channels - 1) * plane, plane);
        } else {
            Arrays.fill(out, (channels - 1) * plane, channels * plane, (byte) 255);
        }
        return new Image(channels, image.height(), image.width(), out);
    }

    private static Image body(Image image, int channels) {
        if (image.channels() == channels) {
            return image;
        }
        return channels == 1 ? luma(image) : repeat(image);
    }

    private static Image luma(Image image) {
        int plane = image.height() * image.width();
        byte[] in = image.pixels();
        byte[] out = new byte[plane];
        for (int i = 0; i < plane; i++) {
            int r = in[i] & 0xFF;
            int g = in[plane + i] & 0xFF;
            int b = in[2 * plane + i] & 0xFF;
            out[i] = (byte) ((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16);
        }
        return new Image(1, image.height(), image.width(), out);
    }

    private static Image repeat(Image image) {
        int plane = image.height() * image.width();
        byte[] out = new byte[Math.multiplyExact(3, plane)];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(image.pixels(), 0, out, c * plane, plane);
        }
        return new Image(3, image.height(), image.width(), out);
    }

    private static Image onWhite(Image image, byte[] alpha) {
        byte[] out = new byte[image.pixels().length];
        for (int i = 0; i < out.length; i++) {
            int a = alpha[i % alpha.length] & 0xFF;
            out[i] = (byte) (((image.pixels()[i] & 0xFF) * a + 255 * (255 - a) + 127) / 255);
        }
        return new Image(image.channels(), image.height(), image.width(), out);
    }

    /** The first channels of several. */
    static Image first(Image image, int channels) {
        int plane = image.height() * image.width();
        return new Image(channels, image.height(), image.width(), Arrays.copyOf(image.pixels(), channels * plane));
    }

    private static byte[] plane(Image image, int channel) {
        int plane = image.height() * image.width();
        return Arrays.copyOfRange(image.pixels(), channel * plane, (channel + 1) * plane);
    }
}
