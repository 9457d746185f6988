package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Pictures of pictures: what a trained translation or enlargement makes of pictures of any size. A {@link GenerativeModel} of a run that
 * is one too is what {@code translate} and {@code upscale} work with. Whoever works on files puts {@link Padded}, {@link Tiles} and
 * {@link EightWays} around it; the model itself sees only what it asks for here.
 */
public interface PictureModel {
    /** Channels of an input, 1 to 4 as in {@link Image}. */
    int inputChannels();

    int outputChannels();

    /** Output pixels for one input pixel along a side: 1 translates, 2 and 4 enlarge. */
    int scale();

    /** What it makes of what, where a run has two directions: {@code AtoB} or {@code BtoA}; else empty. */
    default String direction() {
        return "";
    }

    /** Both sides of an input are multiples of this. */
    int multiple();

    /** The shortest side of an input, a multiple of {@link #multiple}. */
    default int leastSide() {
        return multiple();
    }

    /**
     * How many input pixels around a place, to each side, its output depends on: with so many around a tile, tiles are equal to the
     * whole. Empty where statistics of the whole picture enter, or where all of it is looked at.
     */
    OptionalInt halo();

    /** The side of the whole pictures that it learned from; empty where it learned from crops, so that any size is as good. */
    OptionalInt trainedSide();

    /** Memory that one input pixel takes while the model works, in bytes. */
    default long bytesPerPixel() {
        return 12 << 10;
    }

    /** How many pictures of one size should be given at a time; the result for each does not depend on it, but where an option says so. */
    default int atOnce() {
        return 1;
    }

    /**
     * What it makes of pictures of one size, {@link #scale} times as large, in their order. Neither input nor output channels are
     * converted, sides are as {@link #multiple} and {@link #leastSide} say.
     */
    List<Levels> make(List<Image> inputs);

    /** The same of one picture. */
    default Levels make(Image input) {
        return make(List.of(input)).get(0);
    }

    /** What it sees of an input, as a picture: all of it, or its lightness alone where it adds the colours. */
    default Image seen(Image input) {
        return input;
    }

    /** The same rounded to bytes. */
    default Image apply(Image input) {
        return make(input).image();
    }

    /**
     * The model with what a person asks for; one that knows none of it refuses all that is given, and says why it has no effect. A
     * model that knows some of it calls {@link PictureOptions#only} for the rest.
     */
    default PictureModel with(PictureOptions options) {
        options.only(Set.of(), Map.of());
        return this;
    }

    /**
     * The model for a piece of a picture whose upper left corner lies there, in input pixels: where noise belongs to places, a piece has
     * that of the whole picture. A model without such noise is itself.
     */
    default PictureModel at(int top, int left) {
        return this;
    }

    /**
     * The model with the statistics that it takes from each picture replaced by those of these, which have one size, together, so that
     * tiles of one picture are treated alike. A model that looks at a neighbourhood alone is itself. The result has a {@link #halo}
     * where a neighbourhood is then enough.
     */
    default PictureModel withStatisticsOf(List<Image> pictures) {
        if (halo().isEmpty()) {
            throw new BadInput(
                    "a picture cannot be cut into tiles here: what this run's network makes of a place depends"
                            + " on the whole picture; --tile off or a smaller --size go without");
        }
        return this;
    }
}
