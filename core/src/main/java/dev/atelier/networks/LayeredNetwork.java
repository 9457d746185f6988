package dev.atelier.networks;

import dev.atelier.nn.Layer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Summary;
import java.util.List;

/** A network that is a table of layers, one behind the other. */
abstract class LayeredNetwork implements Network {
    private final String title;
    private final Sequential layers;
    private final long[] inputShape;

    LayeredNetwork(String title, Sequential layers, long... inputShape) {
        this.title = title;
        this.layers = layers;
        this.inputShape = inputShape.clone();
    }

    final Sequential layers() {
        return layers;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final List<Parameter> parameters() {
        return layers.parameters();
    }

    @Override
    public Summary summary() {
        return Summary.of(title, layers, inputShape);
    }

    /** Length of the vector that these rows make of such an image. */
    static long features(List<Layer> rows, ImageShape image) {
        long[] shape = {image.channels(), image.height(), image.width()};
        for (Layer row : rows) {
            shape = row.outputShape(shape);
        }
        return shape[0];
    }
}
