package dev.atelier.networks;

import dev.atelier.nn.Graph;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Value;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;

/**
 * A network from images to images, with nothing but convolutions inside: it is built for one size and takes others too, as far as
 * {@link #requireSize} says.
 */
public interface Translator extends Network {
    /** The name of its input in graphs; its output is {@link Generator#IMAGE}. */
    String INPUT = "input";

    /**
     * Images [B, C', s·H, s·W] of images [B, C, H, W], s the {@link #scale}, float32, in the caller's scope. Sides that it does not take
     * are refused.
     */
    Tensor forward(Tensor images, Pass pass);

    /** What it is built for. */
    ImageShape input();

    /** What it makes of an image of the size that it is built for. */
    ImageShape output();

    /** What the sides of its input must be multiples of. */
    int multiple();

    /** How many times as high and wide its output is. */
    default int scale() {
        return 1;
    }

    /**
     * How far around a pixel it looks in evaluation where norms take no statistics of the image, or are given them, in pixels of its
     * input; empty where it looks at the whole image.
     */
    default OptionalInt halo() {
        return OptionalInt.empty();
    }

    /** Refuses an input of these sides, in pixels, where it does not take them, and tells the nearest that it takes. */
    void requireSize(long height, long width);

    /** Whether an image's result depends on the others of its batch in training: whether there is a batch norm in it. */
    boolean mixesSamples();

    /** Whether norms in it take statistics of each image, in evaluation as in training. */
    default boolean normalisesImages() {
        return false;
    }

    /** Whether it has dropout, so that one input can have several results. */
    boolean hasDropout();

    /** Its images of {@code x}, of any size that it takes, in a graph. */
    Value trace(Graph graph, Value x);

    /** Input {@link #INPUT}, of the size that it is built for; output {@link Generator#IMAGE}. */
    @Override
    default void trace(Graph graph) {
        ImageShape input = input();
        graph.output(
                Generator.IMAGE, trace(graph, graph.input(INPUT, input.channels(), input.height(), input.width())));
    }
}
