package dev.atelier.systems;

import dev.atelier.data.PairSpace;
import dev.atelier.media.Image;
import dev.atelier.media.Lab;
import dev.atelier.media.Levels;
import dev.atelier.media.PixelRange;

/** How a picture becomes what a network takes, and what the network gives becomes a picture. */
interface PictureCode {
    /** Channels of a picture that goes in. */
    int inputChannels();

    /** Channels of a picture that comes out. */
    int outputChannels();

    /** What the network takes of a picture, planar. */
    float[] taken(Image picture);

    /** What the network took, as a person sees it. */
    Image input(float[] taken, int height, int width);

    /** What the network gave for it. */
    Levels output(float[] taken, float[] given, int height, int width);

    /** The code of a space, for networks that take and give so many channels. */
    static PictureCode of(PairSpace space, PairFacts known) {
        return space == PairSpace.LAB
                ? new Colouring()
                : new Plain(known.input(), PixelRange.SYMMETRIC, known.output(), PixelRange.SYMMETRIC);
    }

    /** Samples as they are. */
    record Plain(int inputChannels, PixelRange in, int outputChannels, PixelRange out) implements PictureCode {
        @Override
        public float[] taken(Image picture) {
            float[] table = in.table();
            byte[] pixels = picture.pixels();
            float[] values = new float[pixels.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = table[pixels[i] & 0xFF];
            }
            return values;
        }

        @Override
        public Image input(float[] taken, int height, int width) {
            return new Image(inputChannels, height, width, in.toBytes(taken));
        }

        @Override
        public Levels output(float[] taken, float[] given, int height, int width) {
            return Levels.of(out, outputChannels, height, width, given);
        }
    }

    /** Lightness goes in, colours come out and are laid on that same lightness. */
    record Colouring() implements PictureCode {
        @Override
        public int inputChannels() {
            return 3;
        }

        @Override
        public int outputChannels() {
            return 3;
        }

        @Override
        public float[] taken(Image picture) {
            return Lab.lightness(picture);
        }

        @Override
        public Image input(float[] taken, int height, int width) {
            return Lab.picture(taken, new float[2 * taken.length], height, width);
        }

        @Override
        public Levels output(float[] taken, float[] given, int height, int width) {
            return Levels.of(Lab.picture(taken, given, height, width));
        }
    }
}
