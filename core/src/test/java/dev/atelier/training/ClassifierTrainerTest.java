package dev.atelier.training;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.data.Stripes;
import dev.atelier.networks.Classifier;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.NativeMemory;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClassifierTrainerTest {
    private static final ClassifierTrainer.Settings TOY =
            ClassifierTrainer.Settings.defaults().withWidth(4).withBatch(16).withRounds(40);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    private static Map<String, float[]> weights(ClassifierTrainer.Settings settings) {
        try (Classifier classifier =
                ClassifierTrainer.train(Stripes.of(48, 1, 16, 16, 1), settings, LoadProgress.SILENT)) {
            Map<String, float[]> copy = new LinkedHashMap<>();
            classifier.state().forEach((name, tensor) -> copy.put(name, Tensors.toFloats(tensor)));
            return copy;
        }
    }

    @Test
    void learnsWhatThereIsToLearn() {
        ImageDataset unseen = Stripes.of(100, 3, 17, 20, 2);
        try (Classifier classifier = ClassifierTrainer.train(Stripes.of(64, 3, 17, 20, 1), TOY, LoadProgress.SILENT)) {
            ClassifierAccuracy accuracy = ClassifierAccuracy.of(classifier, unseen);
            assertThat(accuracy.overall()).isGreaterThanOrEqualTo(0.95);
            assertThat(accuracy.byClass()).containsOnlyKeys("lying", "standing");
            assertThat(accuracy.images()).isEqualTo(100);
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherOthers() {
        Map<String, float[]> first = weights(TOY);
        Map<String, float[]> again = weights(TOY);
        Map<String, float[]> other = weights(TOY.withSeed(2));
        assertThat(first.keySet()).contains("main.0.bn.running_mean");
        first.forEach((name, values) -> {
            assertThat(again.get(name)).as(name).isEqualTo(values);
            assertThat(other.get(name)).as(name).isNotEqualTo(values);
        });
    }

    /** Labels turned round: what was right is wrong, so the shares add up to one, class by class. */
    @Test
    void accuracyCountsImagesOfEachClass() {
        PackedImages images = Stripes.of(31, 1, 16, 16, 4);
        int[] turned = IntStream.range(0, 31).map(i -> 1 - i % 2).toArray();
        PackedImages wrong = PackedImages.of("turned", Stripes.images(images), turned, Stripes.CLASSES);
        try (Classifier classifier =
                ClassifierTrainer.train(Stripes.of(48, 1, 16, 16, 1), TOY.withRounds(3), LoadProgress.SILENT)) {
            ClassifierAccuracy right = ClassifierAccuracy.of(classifier, images);
            ClassifierAccuracy opposite = ClassifierAccuracy.of(classifier, wrong);
            assertThat(right.overall() + opposite.overall()).isCloseTo(1, within(1e-12));
            assertThat(right.byClass().get("lying") + opposite.byClass().get("standing"))
                    .isCloseTo(1, within(1e-12));
            double weighed =
                    (16 * right.byClass().get("lying") + 15 * right.byClass().get("standing")) / 31;
            assertThat(right.overall()).isCloseTo(weighed, within(1e-12));
        }
    }

    @Test
    void roundsFollowFromTheEpochsOrStandForThemselves() {
        ClassifierTrainer.Settings usual = ClassifierTrainer.Settings.defaults();
        assertThat(usual.roundsFor(60_000)).isEqualTo(6 * 937);
        assertThat(usual.roundsFor(1_000)).isEqualTo(600);
        assertThat(usual.roundsFor(50)).isEqualTo(600);
        assertThat(usual.withEpochs(2).roundsFor(1_000)).isEqualTo(30);
        assertThat(usual.withRounds(5).withEpochs(2).roundsFor(1_000)).isEqualTo(5);
    }

    @Test
    void progressCountsTheRoundsOfEachEpoch() {
        List<String> heard = new ArrayList<>();
        ClassifierTrainer.train(
                        Stripes.of(40, 1, 16, 16, 1),
                        TOY.withRounds(5),
                        (what, done, total) -> heard.add(what + " " + done + "/" + total))
                .close();
        assertThat(heard)
                .containsExactly(
                        "training the classifier, epoch 1 of 3 1/2",
                        "training the classifier, epoch 1 of 3 2/2",
                        "training the classifier, epoch 2 of 3 1/2",
                        "training the classifier, epoch 2 of 3 2/2",
                        "training the classifier, epoch 3 of 3 1/1");
    }

    @Test
    void refusesWhatCannotBeLearnedFrom() {
        PackedImages stripes = Stripes.of(8, 1, 16, 16, 1);
        assertRefused(PackedImages.of("bare", Stripes.images(stripes)), "bare: no labels", "folder per class");
        assertRefused(
                PackedImages.of("one", Stripes.images(stripes), new int[8], List.of("a")), "one: 1 class; allowed");
        assertRefused(Stripes.of(3, 1, 16, 16, 1), "3 images of 2 classes; allowed: at least 4");
        assertRefused(Stripes.of(8, 1, 15, 16, 1), "15×16; allowed: sides of 16 to 256");
        assertRefused(Stripes.of(8, 1, 16, 257, 1), "16×257; allowed: sides of 16 to 256");
        assertBadInput(() -> TOY.withWidth(3)).hasMessageContaining("width is 3");
        assertBadInput(() -> TOY.withBatch(1)).hasMessageContaining("batch is 1");
        try (Classifier classifier = ClassifierTrainer.train(stripes, TOY.withRounds(1), LoadProgress.SILENT)) {
            assertBadInput(() -> ClassifierAccuracy.of(classifier, Stripes.of(8, 1, 16, 18, 1)))
                    .hasMessageContaining("1×16×18; the classifier wants labelled images of 1×16×16");
        }
    }

    private static void assertRefused(ImageDataset data, String... parts) {
        assertBadInput(() -> ClassifierTrainer.train(data, TOY, LoadProgress.SILENT))
                .hasMessageContainingAll(parts);
    }

    @Test
    void trainingsLeaveNativeMemoryFlat() {
        PackedImages data = Stripes.of(16, 1, 16, 16, 1);
        Runnable work = () -> {
            try (Classifier classifier = ClassifierTrainer.train(data, TOY.withRounds(3), LoadProgress.SILENT)) {
                ClassifierAccuracy.of(classifier, data);
            }
        };
        for (int i = 0; i < 10; i++) {
            work.run();
        }
        NativeMemory.assertFlat(100, 2 << 20, work);
    }
}
