package dev.atelier.networks;

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
    public final Summary summary() {
        return Summary.of(title, layers, inputShape);
    }
}
