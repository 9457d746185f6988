package dev.atelier.metrics;

import dev.atelier.data.ImageDataset;
import dev.atelier.media.Image;
import dev.atelier.media.PixelModality;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.FixedInputs;
import java.util.List;

/**
 * Images as points: {@code count} rows of {@code size} samples, row-major, in [0, 1] whatever the network's own range is.
 *
 * @param pixels count · size values; the array is the set's own from then on
 * @param count images, at least one
 */
public record ImageSet(float[] pixels, int count) {
    public ImageSet {
        if (count < 1 || pixels.length == 0 || pixels.length % count != 0) {
            throw new IllegalArgumentException(pixels.length + " samples are not " + count + " images of one size");
        }
    }

    /** Samples of one image. */
    public int size() {
        return pixels.length / count;
    }

    /** Images of bytes, all of one shape. */
    public static ImageSet of(List<Image> images) {
        int size = images.get(0).pixels().length;
        float[] pixels = new float[Math.multiplyExact(images.size(), size)];
        for (int i = 0; i < images.size(); i++) {
            byte[] bytes = images.get(i).pixels();
            for (int k = 0; k < size; k++) {
                pixels[i * size + k] = (bytes[k] & 0xFF) / 255f;
            }
        }
        return new ImageSet(pixels, images.size());
    }

    /** Real images, those with these numbers. */
    public static ImageSet real(ImageDataset dataset, int[] numbers) {
        int size = dataset.channels() * dataset.height() * dataset.width();
        float[] pixels = new float[Math.multiplyExact(numbers.length, size)];
        byte[] image = new byte[size];
        for (int i = 0; i < numbers.length; i++) {
            dataset.copyPixels(numbers[i], image, 0);
            for (int k = 0; k < size; k++) {
                pixels[i * size + k] = (image[k] & 0xFF) / 255f;
            }
        }
        return new ImageSet(pixels, numbers.length);
    }

    /** One generated image for each input, not rounded to bytes. */
    public static ImageSet generated(FixedInputs inputs) {
        if (!(inputs.model().output() instanceof PixelModality modality)) {
            throw new IllegalArgumentException(inputs.model().output().name() + "s are no pixels");
        }
        List<float[]> images = inputs.samples();
        int size = images.get(0).length;
        boolean signed = modality.range() == PixelRange.SYMMETRIC;
        float scale = signed ? 0.5f : 1;
        float shift = signed ? 0.5f : 0;
        float[] pixels = new float[Math.multiplyExact(images.size(), size)];
        for (int i = 0; i < images.size(); i++) {
            for (int k = 0; k < size; k++) {
                pixels[i * size + k] = images.get(i)[k] * scale + shift;
            }
        }
        return new ImageSet(pixels, images.size());
    }
}
