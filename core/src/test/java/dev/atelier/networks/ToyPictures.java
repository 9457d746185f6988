package dev.atelier.networks;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.PixelRange;
import dev.atelier.nn.Activation;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.ConvTranspose2d;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Pass;
import dev.atelier.nn.UpsampleConv2d;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;

/** Small convolutional models of pictures with random weights, for tests of what is put around such models. */
public record ToyPictures(
        TableNetwork network,
        int inputChannels,
        int outputChannels,
        int scale,
        int multiple,
        OptionalInt halo,
        OptionalInt trainedSide,
        int atOnce)
        implements PictureModel, AutoCloseable {
    private static final Initializer WEIGHTS = Initializer.glorotUniform();

    /** Twice as large; a place depends on 1 + 2 + 1 pixels around it. */
    public static ToyPictures enlarging(int channels) {
        TableNetwork network = new TableNetwork(
                "toy",
                new long[] {channels, 8, 8},
                new Conv2d(channels, 6, 3, 1, Padding.SAME, WEIGHTS),
                Activation.leakyRelu(0.2),
                new Conv2d(6, 6, 5, 1, Padding.SAME, WEIGHTS),
                Activation.leakyRelu(0.2),
                new UpsampleConv2d(6, channels, 3, WEIGHTS));
        return new ToyPictures(drawn(network), channels, channels, 2, 1, OptionalInt.of(4), OptionalInt.empty(), 1);
    }

    /** As large; goes down by four and up again, so that sides are multiples of four and at least 8 and places of tiles matter. */
    public static ToyPictures strided(int inputs, int outputs) {
        TableNetwork network = new TableNetwork(
                "toy",
                new long[] {inputs, 8, 8},
                new Conv2d(inputs, 6, 4, 2, Padding.of(1), WEIGHTS),
                Activation.leakyRelu(0.2),
                new Conv2d(6, 8, 4, 2, Padding.of(1), WEIGHTS),
                Activation.leakyRelu(0.2),
                new ConvTranspose2d(8, 6, 4, 2, WEIGHTS),
                Activation.leakyRelu(0.2),
                new ConvTranspose2d(6, outputs, 4, 2, WEIGHTS),
                Activation.tanh());
        return new ToyPictures(drawn(network), inputs, outputs, 1, 4, OptionalInt.of(9), OptionalInt.of(16), 1);
    }

    private static TableNetwork drawn(TableNetwork network) {
        network.initialise(RandomStream.of(5, "toy"));
        return network;
    }

    public ToyPictures at(int once) {
        return new ToyPictures(network, inputChannels, outputChannels, scale, multiple, halo, trainedSide, once);
    }

    @Override
    public List<Levels> make(List<Image> inputs) {
        for (Image input : inputs) {
            if (input.channels() != inputChannels
                    || input.height() % multiple != 0
                    || input.width() % multiple != 0
                    || Math.min(input.height(), input.width()) < leastSide()) {
                throw new IllegalArgumentException("given " + input);
            }
        }
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            return PictureTensors.levels(
                    network.forward(
                            PictureTensors.of(inputs, PixelRange.SYMMETRIC, new Device("cpu")),
                            Pass.evaluation(Precision.FP32)),
                    PixelRange.SYMMETRIC);
        }
    }

    @Override
    public int leastSide() {
        return multiple == 1 ? 1 : 2 * multiple;
    }

    @Override
    public void close() {
        network.close();
    }

    /** Random pixels. */
    public static Image noise(long seed, int channels, int height, int width) {
        RandomStream stream = RandomStream.of(seed, "picture");
        byte[] pixels = new byte[channels * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) stream.nextInt(256);
        }
        return new Image(channels, height, width, pixels);
    }
}
