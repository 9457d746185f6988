package dev.atelier.metrics;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Images to be judged, in a fixed order, made when asked for. */
public interface ImageSequence {
    int count();

    /** Images number {@code from} … {@code from + count − 1}. */
    List<Image> images(int from, int count);

    /** The first of them, as many as there are. */
    default ImageSequence first(int most) {
        ImageSequence all = this;
        return new ImageSequence() {
            @Override
            public int count() {
                return Math.min(most, all.count());
            }

            @Override
            public List<Image> images(int from, int count) {
                return all.images(from, count);
            }
        };
    }

    /** What becomes of each of the same images. */
    default ImageSequence each(UnaryOperator<Image> change) {
        ImageSequence all = this;
        return new ImageSequence() {
            @Override
            public int count() {
                return all.count();
            }

            @Override
            public List<Image> images(int from, int count) {
                return all.images(from, count).stream().map(change).toList();
            }
        };
    }

    /** The same images, each made at most once where together they have at most {@code mostBytes}; else made anew each time. */
    default ImageSequence remembered(long mostBytes) {
        long bytes = count() == 0 ? 0 : (long) count() * images(0, 1).get(0).pixels().length;
        return bytes <= mostBytes ? new RememberedImages(this) : this;
    }

    /** Images that are there already. */
    static ImageSequence of(List<Image> images) {
        return new ImageSequence() {
            @Override
            public int count() {
                return images.size();
            }

            @Override
            public List<Image> images(int from, int count) {
                return images.subList(from, from + count);
            }
        };
    }

    /** Real images, those with these numbers. */
    static ImageSequence of(ImageDataset dataset, int[] numbers) {
        return new ImageSequence() {
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
