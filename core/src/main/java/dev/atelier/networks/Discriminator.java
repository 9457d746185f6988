package dev.atelier.networks;

import dev.atelier.nn.Graph;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Scores images; the score is a logit, no sigmoid behind it. Some say more: a class, or the values of a condition. */
public final class Discriminator extends LayeredNetwork implements Critic {
    private final Head head;
    private final ImageShape image;

    Discriminator(Sequential layers, Head head, ImageShape image) {
        super("discriminator", layers, image.channels(), image.height(), image.width());
        this.head = head;
        this.image = image;
    }

    /** Logits [B, 1], float32, for images [B, C, H, W]. */
    public Tensor forward(Tensor images, Pass pass) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.promote(judge(images, pass).logit());
        }
    }

    /**
     * Everything it says of images [B, C, H, W], in the caller's scope: logits [B, 1] in one part; under {@link Judgement#CLASSES} class
     * logits, or values of the condition vector, [B, width], where it says such a thing; features [B, F], what the head is given.
     */
    @Override
    public Judgement judge(Tensor images, Pass pass) {
        Tensor features = layers().beforeLast(images, pass).to(ScalarType.Float);
        Tensor outputs = layers().last().forward(features, pass).to(ScalarType.Float);
        return new Judgement(
                List.of(head.score(outputs)), Fields.of(Judgement.CLASSES, head.classes(outputs)), List.of(features));
    }

    @Override
    public boolean mixesSamples() {
        return layers().layers().stream().anyMatch(Layer::mixesSamples);
    }

    /** Input {@code image}, and the condition where it reads one; outputs {@code score} and {@code classes}, those that it has. */
    @Override
    public void trace(Graph graph) {
        Value images = graph.input(Generator.IMAGE, image.channels(), image.height(), image.width());
        Value features = layers().traceBeforeLast(graph, images);
        head.trace(graph, layers().traceLast(graph, features));
    }

    /** How many layers have parameters. */
    public int weightedLayers() {
        return (int) layers().layers().stream()
                .filter(layer -> !layer.parameters().isEmpty())
                .count();
    }

    /** Freezes the first {@code count} layers that have parameters, those next to the image (Mo et al. 2020, arXiv 2002.10964). */
    public void freeze(int count) {
        layers().freeze(count);
    }
}
