package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Pictures of one kind on their way into memory: each in one shape, what became of them counted. Pictures are given from several
 * threads.
 */
final class Side {
    private static final int LOOKED_AT = 16;

    private final String name;
    private final String place;
    private final ImageFormat format;
    private final boolean chosen;
    private final Jitter jitter;
    private final PackedImages.Filler filler;
    private final AtomicInteger turned = new AtomicInteger();
    private final AtomicInteger onWhite = new AtomicInteger();
    private final AtomicInteger coloured = new AtomicInteger();
    private final AtomicInteger greyed = new AtomicInteger();
    private final AtomicInteger enlarged = new AtomicInteger();
    private final AtomicInteger deep = new AtomicInteger();

    /**
     * @param name how the kind is called, as in "A"
     * @param chosen whether somebody asked for that many channels; else they are those of the first pictures, and a picture that
     *     would lose its colour is refused
     */
    Side(String name, String place, int channels, boolean chosen, Jitter jitter, int count) {
        this.name = name;
        this.place = place;
        this.chosen = chosen;
        this.jitter = jitter;
        format = new ImageFormat(channels, jitter.loadHeight(), jitter.loadWidth());
        filler = PackedImages.Filler.within(place, format, count);
    }

    /** Channels of a kind as its pictures have them, without transparency: 3 where one of those that are looked at is in colour. */
    static int channels(int wanted, int count, IntFunction<Image> pictures) {
        if (wanted != 0) {
            return wanted;
        }
        int step = Math.max(1, count / LOOKED_AT);
        for (int i = 0; i < count; i += step) {
            try {
                if (pictures.apply(i).channels() > 2) {
                    return 3;
                }
            } catch (BadInput unreadable) {
                continue; // whoever reads them all says so
            }
        }
        return 1;
    }

    ImageFormat format() {
        return format;
    }

    /** Puts a picture as number {@code i}; bad input where it is too small, or would lose its colour unasked. */
    Image put(int i, String file, Picture picture) {
        Image image = picture.upright().image();
        boolean small = image.height() < jitter.height() || image.width() < jitter.width();
        if (small && !picture.ofSet()) {
            throw new BadInput(
                    file + " is " + image.width() + "×" + image.height() + " (width×height); allowed: at least "
                            + jitter.width() + "×" + jitter.height() + ", or a smaller size of what is learned");
        }
        boolean colour = image.channels() > 2;
        if (colour && format.channels() <= 2 && !chosen) {
            throw new BadInput(file + " is in colour, the first pictures of " + name
                    + " are grey; say how many channels are wanted, 1 or 3");
        }
        count(picture, image, colour);
        enlarged.addAndGet(small ? 1 : 0);
        return putMade(i, ImageFit.to(format, image));
    }

    private void count(Picture picture, Image image, boolean colour) {
        turned.addAndGet(picture.upright().turned() ? 1 : 0);
        deep.addAndGet(picture.deep() ? 1 : 0);
        greyed.addAndGet(colour && format.channels() <= 2 ? 1 : 0);
        coloured.addAndGet(!colour && format.channels() > 2 ? 1 : 0);
        onWhite.addAndGet(format.channels() % 2 == 1 && isClear(image) ? 1 : 0);
    }

    /** Puts a picture that was made, in the shape that it has to have but for its channels. */
    Image putMade(int i, Image made) {
        Image image = Channels.convert(made, format.channels());
        filler.put(i, image);
        return image;
    }

    private static boolean isClear(Image image) {
        if (image.channels() % 2 == 1) {
            return false;
        }
        byte[] pixels = image.pixels();
        for (int i = pixels.length - image.height() * image.width(); i < pixels.length; i++) {
            if (pixels[i] != (byte) 255) {
                return true;
            }
        }
        return false;
    }

    PackedImages finish(String description) {
        return filler.finish(description, null, List.of());
    }

    /** What became of the pictures, a line for each kind of change. */
    List<String> notices(int count) {
        List<String> notices = new ArrayList<>();
        String where = place + ": " + name + ": ";
        add(notices, where, turned, count, "turned upright by the orientation that the file tells");
        add(notices, where, onWhite, count, "transparent in part, laid on white");
        add(notices, where, coloured, count, "grey, made colour by repetition");
        add(notices, where, greyed, count, "in colour, made grey");
        add(
                notices,
                where,
                enlarged,
                count,
                "smaller than " + jitter.width() + "×" + jitter.height() + " (width×height), enlarged");
        add(notices, where, deep, count, "of 16 bits, read as 8");
        return notices;
    }

    private static void add(List<String> notices, String where, AtomicInteger some, int count, String what) {
        if (some.get() > 0) {
            notices.add(where + some.get() + " of " + Counted.of(count, "picture") + " " + what);
        }
    }
}
