package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.media.Channels;
import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a translation or an enlargement must beat: pictures that nobody learned to make. */
public final class Baselines {
    /** How {@link #reduced} and {@link #enlarged} resize, for a passport: another filter makes other scores. */
    public static final String FILTER = "pillow-bicubic";

    private Baselines() {}

    /** The inputs themselves with so many channels: what a translation has to change. */
    public static ImageSequence asTheyAre(ImageSequence inputs, int channels) {
        return each(inputs, image -> Channels.convert(image, channels));
    }

    /** The inputs at their size times {@code scale}, by the bicubic filter. */
    public static ImageSequence enlarged(ImageSequence inputs, int scale) {
        return each(inputs, image -> Resample.BICUBIC.resize(image, image.height() * scale, image.width() * scale));
    }

    /** The inputs with each pixel as a square of {@code scale} × {@code scale}. */
    public static ImageSequence squares(ImageSequence inputs, int scale) {
        return each(inputs, image -> Grid.of(List.of(image), 1, scale, 0));
    }

    /** A picture cut to a multiple of {@code scale} and made smaller by it: the input that an enlargement is judged with. */
    public static Image reduced(Image image, int scale) {
        Image whole = Framing.toMultiple(image, scale);
        return Resample.BICUBIC.resize(whole, whole.height() / scale, whole.width() / scale);
    }

    /** One picture again and again: the mean, sample by sample, of training pictures of one shape. */
    public static ImageSequence mean(ImageSequence training, int count) {
        return ImageSequence.of(Collections.nCopies(count, mean(training)));
    }

    /** The mean picture, each sample rounded. */
    public static Image mean(ImageSequence training) {
        Image first = training.images(0, 1).get(0);
        long[] sum = new long[first.pixels().length];
        for (int n = 0; n < training.count(); n++) {
            Image image = training.images(n, 1).get(0);
            if (image.channels() != first.channels()
                    || image.height() != first.height()
                    || image.width() != first.width()) {
                throw new BadInput("the mean of training pictures: the first is " + first + ", number " + (n + 1)
                        + " is " + image + "; allowed: pictures of one shape");
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += image.pixels()[i] & 0xFF;
            }
        }
        byte[] pixels = new byte[sum.length];
        for (int i = 0; i < sum.length; i++) {
            pixels[i] = (byte) ((2 * sum[i] + training.count()) / (2L * training.count()));
        }
        return new Image(first.channels(), first.height(), first.width(), pixels);
    }

    private static ImageSequence each(ImageSequence inputs, UnaryOperator<Image> change) {
        return new ImageSequence() {
            @Override
            public int count() {
                return inputs.count();
            }

            @Override
            public List<Image> images(int from, int count) {
                return inputs.images(from, count).stream().map(change).toList();
            }
        };
    }
}
