package dev.atelier.networks;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import java.util.List;

/** A model for pictures of every size: sides are filled up on the right and below by reflection, and what was made there is cut off. */
public record Padded(PictureModel model) implements Around {
    @Override
    public int multiple() {
        return 1;
    }

    @Override
    public int leastSide() {
        return 1;
    }

    @Override
    public List<Levels> make(List<Image> inputs) {
        int height = scale() * inputs.get(0).height();
        int width = scale() * inputs.get(0).width();
        return model.make(inputs.stream().map(this::padded).toList()).stream()
                .map(output -> output.height() == height && output.width() == width
                        ? output
                        : output.crop(0, 0, height, width))
                .toList();
    }

    @Override
    public Image apply(Image input) {
        int height = scale() * input.height();
        int width = scale() * input.width();
        Image output = model.apply(padded(input));
        return output.height() == height && output.width() == width ? output : output.crop(0, 0, height, width);
    }

    /** With sides that the model takes; the picture itself where it has such. */
    Image padded(Image input) {
        int height = side(input.height());
        int width = side(input.width());
        if (height == input.height() && width == input.width()) {
            return input;
        }
        byte[] out = new byte[input.channels() * height * width];
        int at = 0;
        for (int c = 0; c < input.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int row = (c * input.height() + reflected(y, input.height())) * input.width();
                for (int x = 0; x < width; x++) {
                    out[at++] = input.pixels()[row + reflected(x, input.width())];
                }
            }
        }
        return new Image(input.channels(), height, width, out);
    }

    /** The next side that the model takes. */
    public int side(int side) {
        return Tiles.up(Math.max(side, model.leastSide()), model.multiple());
    }

    /** Back and forth between 0 and {@code side − 1}, the ends once each. */
    private static int reflected(int at, int side) {
        int period = Math.max(1, 2 * (side - 1));
        int place = at % period;
        return place < side ? place : period - place;
    }
}
