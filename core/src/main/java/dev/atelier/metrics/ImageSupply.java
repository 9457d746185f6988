package dev.atelier.metrics;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import java.util.List;
import java.util.stream.IntStream;

/** Images to be judged, in a fixed order, made when asked for. */
public interface ImageSupply {
    int count();

    /** Images number {@code from} … {@code from + count − 1}. */
    List<Image> images(int from, int count);

    /** Real images, those with these numbers. */
    static ImageSupply of(ImageDataset dataset, int[] numbers) {
        return new ImageSupply() {
            @Override
            public int count() {
                return numbers.length;
            }

            @Override
            public List<Image> images(int from, int count) {
                return IntStream.range(from, from + count)
                        .mapToObj(i -> PackedImages.image(dataset, numbers[i]))
                        .toList();
            }
        };
    }
}
