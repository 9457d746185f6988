package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import dev.atelier.media.Transparency;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How picture A of a pair is made of picture B, where there is only B. The same picture and seed give the same A, whatever the
 * picture is called and wherever it stands among others.
 */
public enum Derivation {
    /** Black lines on white, grey: edges by Canny's method (1986). */
    EDGES("edges") {
        @Override
        Image made(Image picture, RandomStream stream) {
            return Canny.lines(picture);
        }
    },
    /** Luma, grey. */
    GREY("grey") {
        @Override
        Image made(Image picture, RandomStream stream) {
            return Channels.convert(picture, 1);
        }
    },
    /** Normal noise of a deviation of 25 levels on every sample but alpha. */
    NOISE("noise") {
        @Override
        Image made(Image picture, RandomStream stream) {
            byte[] pixels = picture.pixels().clone();
            int colours = picture.channels() <= 2 ? 1 : 3;
            float[] noise = new float[colours * picture.height() * picture.width()];
            stream.fillNormal(noise, 0, noise.length);
            for (int i = 0; i < noise.length; i++) {
                long value = Math.round((pixels[i] & 0xFF) + (double) DEVIATION * noise[i]);
                pixels[i] = (byte) Math.max(0, Math.min(255, value));
            }
            return new Image(picture.channels(), picture.height(), picture.width(), pixels);
        }
    },
    /** A square hole of middle grey, half as long as the shorter side, anywhere. */
    MASK("mask") {
        @Override
        Image made(Image picture, RandomStream stream) {
            int side = Math.max(1, Math.min(picture.height(), picture.width()) / 2);
            int top = stream.nextInt(picture.height() - side + 1);
            int left = stream.nextInt(picture.width() - side + 1);
            byte[] pixels = picture.pixels().clone();
            int colours = picture.channels() <= 2 ? 1 : 3;
            for (int row = 0; row < colours * side; row++) {
                int from = (row / side * picture.height() + top + row % side) * picture.width() + left;
                Arrays.fill(pixels, from, from + side, (byte) HOLE);
            }
            return new Image(picture.channels(), picture.height(), picture.width(), pixels);
        }
    },
    /** Made four times as small and as large again, both bicubic and antialiased. */
    LOWRES("lowres") {
        @Override
        Image made(Image picture, RandomStream stream) {
            int height = Math.max(1, Math.round(picture.height() / (float) SMALLER));
            int width = Math.max(1, Math.round(picture.width() / (float) SMALLER));
            Image small = Transparency.resize(Resample.BICUBIC, picture, height, width);
            return Transparency.resize(Resample.BICUBIC, small, picture.height(), picture.width());
        }
    };

    private static final int DEVIATION = 25;
    private static final int HOLE = 128;
    private static final int SMALLER = 4;

    private final String key;

    Derivation(String key) {
        this.key = key;
    }

    abstract Image made(Image picture, RandomStream stream);

    /** The name in recipes and on the command line. */
    public String key() {
        return key;
    }

    /** Picture A of this picture B: as large, grey for edges and grey, else with as many channels. */
    public Image of(Image picture, long seed) {
        CRC32C sum = new CRC32C();
        sum.update(picture.pixels());
        return made(picture, RandomStream.of(seed, "derive/" + key, sum.getValue()));
    }

    /** Channels of A, of so many of B. */
    public int channels(int ofB) {
        return this == EDGES || this == GREY ? 1 : ofB;
    }

    /** All names. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Derivation::key).toList();
    }

    /** The derivation of a name; an unknown one is bad input. */
    public static Derivation of(String key) {
        return Arrays.stream(values())
                .filter(derivation -> derivation.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("unknown derivation '" + key + "'; known: " + String.join(", ", keys())));
    }
}
