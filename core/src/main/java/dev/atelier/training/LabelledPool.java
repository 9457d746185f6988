package dev.atelier.training;

import dev.atelier.networks.Classifier;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.FixedInputs;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A few labelled images, all in memory, drawn from with replacement. They teach a discriminator the classes (Salimans et al. 2016,
 * arXiv 1606.03498, section 5: cross entropy over the K classes, given that the image is real). Owns its tensors until closed.
 */
public final class LabelledPool implements AutoCloseable {
    private static final long AT_ONCE = 256;

    private final Tensor images;
    private final Tensor labels;
    private final int batch;
    private final RandomStream stream;

    /** All images of {@code all}, copied to the device; {@code batch} of them are drawn at a time. */
    public LabelledPool(Fields all, int batch, RandomStream stream, Device device) {
        try (TensorScope scope = TensorScope.open()) {
            images = scope.keep(all.get(Fields.REAL).clone().to(device, ScalarType.Float));
            labels = scope.keep(all.get(Fields.LABEL).clone().to(device, ScalarType.Long));
        }
        this.batch = batch;
        this.stream = stream;
    }

    public long size() {
        return images.size(0);
    }

    /** A batch of images and labels, drawn with replacement, which the caller closes. */
    Fields draw() {
        try (TensorScope scope = TensorScope.open()) {
            return drawn(batch).kept(scope);
        }
    }

    /** The same, in the caller's scope. */
    private Fields drawn(int count) {
        long[] chosen = new long[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = stream.nextInt((int) size());
        }
        Tensor rows = Tensors.of(chosen, count).to(images.device(), ScalarType.Long);
        return Fields.of(Fields.REAL, torch.index_select(images, 0, rows))
                .with(Fields.LABEL, torch.index_select(labels, 0, rows));
    }

    /** The classes' loss as a term of the critic of this game. */
    public Term term(Game game, double weight) {
        return now -> {
            Fields drawn = drawn(batch / now.state().shards());
            Tensor said = game.critic()
                    .judge(
                            game.view().apply(drawn.get(Fields.REAL)),
                            now.judged(game).pass(Fields.REAL))
                    .classes();
            Tensor loss =
                    torch.cross_entropy_loss(said, drawn.get(Fields.LABEL)).mul(new Scalar(weight));
            now.record(game.stat("lossClass"), loss);
            return Optional.of(loss);
        };
    }

    /**
     * Share of these images whose class is named rightly.
     *
     * @param from first output that stands for a class
     */
    public double accuracy(Discriminator discriminator, Pass evaluation, long from, long classes) {
        return accuracy(
                shown -> discriminator.judge(shown, evaluation).classes().narrow(1, from, classes));
    }

    /** Share of these images whose class is named rightly. */
    public double accuracy(Classifier classifier, Pass evaluation) {
        return accuracy(shown -> classifier.read(shown, evaluation).logits());
    }

    private double accuracy(UnaryOperator<Tensor> classes) {
        long right = 0;
        for (long first = 0; first < size(); first += AT_ONCE) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                long count = Math.min(AT_ONCE, size() - first);
                Tensor said = classes.apply(images.narrow(0, first, count)).argmax(new LongOptional(1), false);
                right += said.eq(labels.narrow(0, first, count)).sum().item_long();
            }
        }
        return (double) right / size();
    }

    /** Share of a model's samples, one for each input, that a classifier puts into one class. */
    public static double shareOf(Classifier classifier, FixedInputs inputs, int wanted) {
        long hits = 0;
        Pass evaluation = Pass.evaluation(Precision.FP32);
        for (long first = 0; first < inputs.count(); first += AT_ONCE) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Tensor images = inputs.batch(first, Math.min(AT_ONCE, inputs.count() - first));
                Tensor said = classifier.read(images, evaluation).logits().argmax(new LongOptional(1), false);
                hits += said.eq(new Scalar((long) wanted)).sum().item_long();
            }
        }
        return (double) hits / inputs.count();
    }

    @Override
    public void close() {
        images.close();
        labels.close();
    }
}
