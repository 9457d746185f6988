package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import dev.atelier.media.Transparency;
import java.util.OptionalInt;

/**
 * At which size pictures are worked on.
 *
 * @param side what their shorter side is made; empty for as they are, or as the model was trained
 * @param trained whether their shorter side is made that of the pictures that the model learned from
 */
public record InputSize(OptionalInt side, boolean trained) {
    public static final InputSize KEEP = new InputSize(OptionalInt.empty(), false);
    public static final InputSize TRAIN = new InputSize(OptionalInt.empty(), true);

    private static final int MOST = 1 << 15;

    /** As {@code --size} says: {@code keep}, {@code train} or the shorter side in pixels. */
    public static InputSize of(String text) {
        if (text.equals("keep")) {
            return KEEP;
        } else if (text.equals("train")) {
            return TRAIN;
        }
        return new InputSize(OptionalInt.of(whole("--size", text, "keep, train")), false);
    }

    static int whole(String option, String text, String words) {
        if (text.matches("\\d{1,6}")) {
            int side = Integer.parseInt(text);
            if (side >= 1 && side <= MOST) {
                return side;
            }
        }
        throw new BadInput(option + " is '" + text + "'; allowed: " + words + ", 1 to " + MOST);
    }

    /** With the side of a model written in; refused where it has none. */
    InputSize resolved(OptionalInt trainedSide) {
        if (!trained) {
            return this;
        }
        if (trainedSide.isEmpty()) {
            throw new BadInput("--size train: this run learned from crops of pictures, so there is no size that it was"
                    + " trained at; allowed: keep, a number of pixels");
        }
        return new InputSize(trainedSide, false);
    }

    /** Height and width of a picture of this size. */
    int[] of(int height, int width) {
        if (side.isEmpty()) {
            return new int[] {height, width};
        }
        double factor = (double) side.getAsInt() / Math.min(height, width);
        return new int[] {scaled(height, factor), scaled(width, factor)};
    }

    static int scaled(int side, double factor) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(side * factor)));
    }

    Image resized(Image image) {
        int[] size = of(image.height(), image.width());
        return Transparency.resize(Resample.BICUBIC, image, size[0], size[1]);
    }
}
