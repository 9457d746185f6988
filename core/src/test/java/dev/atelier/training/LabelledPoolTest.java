package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.augment.InputTransform;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.Conditioning;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.DiscriminatorOptions;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LabelledPoolTest {
    private static final Pass EVALUATION = Pass.evaluation(Precision.FP32);

    static {
        Engine.threads(1);
    }

    /** One dark and one bright half, 2×2 pixels: class 0 is bright on the left, class 1 on the right. */
    private static LabelledPool pool(int images, int batch, RandomStream stream, long... wrong) {
        float[] pixels = new float[4 * images];
        long[] labels = new long[images];
        for (int i = 0; i < images; i++) {
            labels[i] = i % 2;
            for (int k = 0; k < 4; k++) {
                pixels[4 * i + k] = (k % 2 == i % 2 ? 1 : -1) * (1 + 0.01f * i);
            }
        }
        for (long index : wrong) {
            labels[(int) index] = 1 - labels[(int) index];
        }
        try (TensorScope scope = TensorScope.open();
                Device cpu = new Device("cpu")) {
            Fields all = Fields.of(Fields.REAL, Tensors.of(pixels, images, 1, 2, 2))
                    .with(Fields.LABEL, Tensors.of(labels, images));
            return new LabelledPool(all, batch, stream, cpu);
        }
    }

    private static NetworkOptions options(int classes) {
        return new NetworkOptions(
                2,
                1 / 8.0,
                0,
                new ImageShape(1, 2, 2),
                Conditioning.NONE,
                new DiscriminatorOptions(true, false, 0, 0, classes),
                false);
    }

    private static Classifier classifier(long seed) {
        Classifier classifier = Architecture.VANILLA.classifier(options(0), 2);
        classifier.initialise(RandomStream.of(seed, "classifier"));
        return classifier;
    }

    @Test
    void learnsWhatCanBeSeparatedAndSoShowsWrongLabelsAsSuch() {
        List<Long> heard = new ArrayList<>();
        try (LabelledPool pool = pool(10, 8, RandomStream.of(1, "pool"));
                LabelledPool threeWrong = pool(10, 8, RandomStream.of(1, "pool"), 0, 1, 7);
                Classifier classifier = classifier(1)) {
            ClassifierTrainer.teach(classifier, pool, 150, 1, heard::add);
            assertThat(pool.accuracy(classifier, EVALUATION)).isEqualTo(1);
            assertThat(threeWrong.accuracy(classifier, EVALUATION)).isEqualTo(0.7);
            assertThat(pool.size()).isEqualTo(10);
        }
        assertThat(heard).hasSize(150).startsWith(1L, 2L).endsWith(150L);
    }

    @Test
    void theSameSeedTrainsTheSameBits() {
        assertThat(trained(1)).isEqualTo(trained(1)).isNotEqualTo(trained(2));
    }

    private static List<List<Float>> trained(long seed) {
        try (LabelledPool pool = pool(10, 4, RandomStream.of(seed, "pool"));
                Classifier classifier = classifier(1)) {
            ClassifierTrainer.teach(classifier, pool, 3, seed, round -> {});
            return Toy.copy(classifier.state()).values().stream()
                    .map(values -> {
                        List<Float> list = new ArrayList<>();
                        for (float value : values) {
                            list.add(value);
                        }
                        return list;
                    })
                    .toList();
        }
    }

    @Test
    void accuracyLooksAtTheGivenOutputsAlone() {
        try (LabelledPool pool = pool(300, 8, RandomStream.of(1, "pool")); // more than are judged at once
                Discriminator discriminator = Architecture.VANILLA.discriminator(options(3))) {
            // all weights are zero, so that the last row's bias alone decides: classes 3, 1, 2 for every image
            try (TensorScope scope = TensorScope.open()) {
                var parameters = discriminator.parameters();
                parameters.get(parameters.size() - 1).copyFrom(Tensors.of(new float[] {3, 1, 2, 0}, 4));
            }
            assertThat(pool.accuracy(discriminator, EVALUATION, 0, 2)).isEqualTo(0.5); // of 3 and 1: always class 0
            assertThat(pool.accuracy(discriminator, EVALUATION, 1, 2)).isEqualTo(0.5); // of 1 and 2: always class 1
            assertThat(pool.accuracy(discriminator, EVALUATION, 0, 3)).isEqualTo(0.5);
        }
        try (LabelledPool ones = pool(4, 8, RandomStream.of(1, "pool"), 0, 2); // all four are of class 1
                Discriminator discriminator = Architecture.VANILLA.discriminator(options(3))) {
            try (TensorScope scope = TensorScope.open()) {
                var parameters = discriminator.parameters();
                parameters.get(parameters.size() - 1).copyFrom(Tensors.of(new float[] {3, 1, 2, 0}, 4));
            }
            assertThat(ones.accuracy(discriminator, EVALUATION, 0, 2)).isZero();
            assertThat(ones.accuracy(discriminator, EVALUATION, 1, 2)).isEqualTo(1);
        }
    }

    @Test
    void theTermIsTheCrossEntropyOfWhatTheStreamDraws() {
        RandomStream stream = RandomStream.of(5, "draws");
        try (LabelledPool pool = pool(6, 3, stream);
                Discriminator discriminator = Architecture.VANILLA.discriminator(options(2));
                TensorScope scope = TensorScope.open()) {
            discriminator.initialise(RandomStream.of(1, "weights"));
            RandomStream same = RandomStream.of(5, "draws");
            List<Tensor> shown = new ArrayList<>();
            InputTransform watching = images -> {
                shown.add(images);
                return images;
            };
            Tensor none = Tensors.of(new float[4], 1, 1, 2, 2);
            Game game = Game.between(
                            now -> Generated.of(new Tensor(none)),
                            discriminator,
                            (now, made) -> List.of(
                                    Shown.real(() -> none, Fields.NONE), Shown.fake(made::samples, Fields.NONE)),
                            new AdversarialLoss.Hinge())
                    .seenThrough(watching);
            StepStats stats = new StepStats();
            StepValues.Shared shared = new StepValues.Shared(
                    new TrainingState(1),
                    0,
                    EVALUATION,
                    Draws.on(new Device("cpu"), name -> stream),
                    stats,
                    Map.of(),
                    new HashMap<>());
            StepValues now = new StepValues(shared, Map.of(), true);
            double loss = pool.term(game, 0.5).loss(now).orElseThrow().item_double();

            double expected = 0;
            for (int i = 0; i < 3; i++) {
                int chosen = same.nextInt(6);
                Tensor image = shown.get(0).narrow(0, i, 1);
                assertThat(Tensors.toFloats(image)[chosen % 2]).isEqualTo(1 + 0.01f * chosen);
                float[] logits =
                        Tensors.toFloats(discriminator.judge(image, EVALUATION).classes());
                expected += Math.log(Math.exp(logits[0]) + Math.exp(logits[1])) - logits[chosen % 2];
            }
            assertThat(stats.drain()).containsOnlyKeys("lossClass");
            stats.close();
            assertThat(loss).isEqualTo(0.5 * expected / 3, within(1e-5));
            assertThat(stream.counter()).isEqualTo(same.counter());
        }
    }

    @Test
    void itKeepsACopyOfTheImages() {
        try (TensorScope scope = TensorScope.open();
                Device cpu = new Device("cpu")) {
            Tensor images = Tensors.of(new float[] {1, -1, 1, -1, -1, 1, -1, 1}, 2, 1, 2, 2);
            Fields all = Fields.of(Fields.REAL, images).with(Fields.LABEL, Tensors.of(new long[] {0, 1}, 2));
            try (LabelledPool pool = new LabelledPool(all, 1, RandomStream.of(1, "x"), cpu);
                    Classifier classifier = classifier(3)) {
                ClassifierTrainer.teach(classifier, pool, 200, 1, round -> {});
                assertThat(pool.accuracy(classifier, EVALUATION)).isEqualTo(1);
                Tensor swapped = torch.cat(new TensorVector(images.narrow(0, 1, 1), images.narrow(0, 0, 1)), 0);
                images.copy_(swapped.clone());
                assertThat(pool.accuracy(classifier, EVALUATION)).isEqualTo(1);
            }
        }
    }
}
