package dev.atelier.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.nn.ConditionLayout;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The losses that look at more than the logit. */
class AttributeLossTest {
    @Test
    void crossEntropyOfCategoricalAndSquaredErrorOfContinuousAttributesAreAdded() {
        ConditionLayout layout =
                new ConditionLayout(List.of(new ConditionLayout.Field(true, 2), new ConditionLayout.Field(false, 1)));
        try (TensorScope scope = TensorScope.open()) {
            Tensor said = Tensors.of(new float[] {0, 0, 1, 0, (float) Math.log(3), 0}, 2, 3);
            Tensor truth = Tensors.of(new float[] {1, 0, 3, 0, 1, 0}, 2, 3);
            // class: −log ½ and −log ¾; value: (1 − 3)² and 0
            assertThat(new AttributeLoss(layout).of(said, truth).item_double())
                    .isCloseTo((Math.log(2) + Math.log(4 / 3.0)) / 2 + 2, within(1e-6));
        }
    }

    @Test
    void featureMatchingComparesMeansOverTheBatch() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor real = Tensors.of(new float[] {0, 4, 2, 0}, 2, 2); // means 1 and 2
            Tensor fake = Tensors.of(new float[] {0, 3, 0, 5}, 2, 2); // means 0 and 4
            assertThat(FeatureMatching.loss(real, fake).item_double()).isCloseTo((1 + 4) / 2.0, within(1e-6));
        }
    }
}
