package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.data.LoadProgress;
import dev.atelier.data.Stripes;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Classifiers end with the weights that were recorded once, names and bits. A processor that rounds otherwise is told by what the
 * untrained network says, and is not asked.
 */
class ClassifierBitsTest {
    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @Test
    void theSmallClassifierOnADataSet() {
        ClassifierTrainer.Settings settings =
                ClassifierTrainer.Settings.defaults().withWidth(4).withBatch(16).withRounds(25);
        try (Classifier classifier =
                ClassifierTrainer.train(Stripes.of(40, 3, 20, 17, 1), settings, LoadProgress.SILENT)) {
            String trained = classifier.sha256();
            classifier.initialise(RandomStream.of(1, "weights"));
            try (TensorScope scope = TensorScope.open()) {
                assumeBits(
                        classifier
                                .read(images(3, 20, 17), Pass.evaluation(Precision.FP32))
                                .logits(),
                        1174888638);
            }
            assertThat(trained).isEqualTo("b797f681003947ad8e25f63305ebceed7aba0260e7a13e47ca6645e16b4d6852");
        }
    }

    @Test
    void aDiscriminatorsTableOnAPool() {
        NetworkOptions options = new NetworkOptions(8, 1 / 16.0, 0.3);
        try (TensorScope scope = TensorScope.open();
                Device cpu = new Device("cpu");
                Classifier classifier = Architecture.MNIST.classifier(options, 3);
                LabelledPool pool = new LabelledPool(
                        Fields.of(Fields.REAL, images(1, 28, 28))
                                .with(Fields.LABEL, Tensors.of(new long[] {0, 1, 2, 0, 2, 1}, 6)),
                        4,
                        RandomStream.of(1, "pool"),
                        cpu)) {
            classifier.initialise(RandomStream.of(1, "weights"));
            Pass evaluation = Pass.evaluation(Precision.FP32);
            Tensor said = classifier.read(images(1, 28, 28), evaluation).logits();
            ClassifierTrainer.teach(classifier, pool, 12, 7, round -> {});
            assumeBits(said, 1504387026);
            assertThat(classifier.sha256())
                    .isEqualTo("aaa42fc363ad8072751d9d276ff0244c079f6f0f4c6bb6dca98cd4fc1097db12");
        }
    }

    private static Tensor images(int channels, int height, int width) {
        return Tensors.normal(RandomStream.of(1, "images"), new Device("cpu"), 6, channels, height, width);
    }

    private static void assumeBits(Tensor logits, int recorded) {
        assumeTrue(Arrays.hashCode(Tensors.toFloats(logits)) == recorded, "this processor rounds otherwise");
    }
}
