package dev.atelier.data;

import dev.atelier.OneLine;
import dev.atelier.media.Image;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** A place that images come from, once its name or path is understood. */
interface Source {
    /** The parts that it has, at least one. */
    List<Split> splits();

    /** Everything of one part in memory; anything that cannot be used is bad input. */
    OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress);

    /** One part from each place that the source's name may stand for, read when asked for; those that cannot be read are passed over. */
    default Stream<OpenedSource> everywhere(ImageFormat wanted, Split split, LoadProgress progress) {
        return Stream.of(open(wanted, split, progress));
    }

    /** The shape of the images as they are stored, by as little of them as tells it. */
    ImageFormat storedFormat();

    /** One part image by image, for the report: a broken image is a finding there. */
    Items items(Split split, LoadProgress progress);

    /**
     * Images one by one.
     *
     * @param origin as in {@link OpenedSource}
     * @param names what to call image i
     * @param images image i as it is stored; an unreadable one throws {@link dev.atelier.BadInput}. Called from several threads
     * @param labels class of image i, −1 where there are no labels
     * @param attributes of all images, the unreadable too
     */
    record Items(
            String origin,
            int size,
            IntFunction<String> names,
            IntFunction<Image> images,
            IntUnaryOperator labels,
            List<String> classNames,
            AttributeTable attributes,
            List<String> notices) {
        public Items {
            notices = notices.stream().map(OneLine::of).toList();
        }

        static Items of(OpenedSource opened) {
            ImageDataset dataset = opened.dataset();
            return new Items(
                    opened.origin(),
                    dataset.size(),
                    i -> "#" + i,
                    i -> PackedImages.image(dataset, i),
                    dataset::label,
                    dataset.classNames(),
                    AttributeTable.of(dataset),
                    opened.notices());
        }
    }
}
