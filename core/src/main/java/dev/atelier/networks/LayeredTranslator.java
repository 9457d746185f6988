package dev.atelier.networks;

import dev.atelier.nn.Graph;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A translator that is a table of layers. */
abstract class LayeredTranslator extends LayeredNetwork implements Translator {
    private final ImageShape input;
    private final Sides sides;

    LayeredTranslator(String title, Sequential layers, ImageShape input, Sides sides) {
        super(title, layers, input.channels(), input.height(), input.width());
        this.input = input;
        this.sides = sides;
    }

    @Override
    public final Tensor forward(Tensor images, Pass pass) {
        requireSize(images.size(2), images.size(3));
        return layers().forward(images, pass).to(ScalarType.Float);
    }

    @Override
    public final void requireSize(long height, long width) {
        sides.require(height, width);
    }

    @Override
    public final ImageShape input() {
        return input;
    }

    @Override
    public final ImageShape output() {
        long[] shape = layers().outputShape(new long[] {input.channels(), input.height(), input.width()});
        return new ImageShape((int) shape[0], (int) shape[1], (int) shape[2]);
    }

    @Override
    public final int multiple() {
        return sides.multiple();
    }

    @Override
    public final boolean mixesSamples() {
        return layers().mixesSamples();
    }

    @Override
    public boolean hasDropout() {
        return false;
    }

    @Override
    public final Value trace(Graph graph, Value x) {
        return layers().trace(graph, x);
    }
}
