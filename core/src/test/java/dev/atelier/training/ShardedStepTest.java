package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.BadInput;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sgd;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.Shard;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedStepTest {
    private final Parameter weight = Parameter.weight("w", Initializer.zeros(), 1);
    private final List<Double> rows = new ArrayList<>();

    @AfterEach
    void close() {
        Engine.threads(1);
        weight.close();
    }

    /** w ← w − mean over the batch of d/dw (w·x): −(1 + 2 + … + 8) / 8, whatever the shards. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void takesTheGradientOfTheWholeBatch(int shards) {
        Engine.workers(2);
        assertThat(step(shards, 8, this::mean)).isEqualTo(-4.5, within(1e-6));
        assertThat(rows).containsExactly(4.5); // what shards tell is told once, as their mean
    }

    @Test
    void neighboursAreAddedFirstInWhateverOrderTheyAreDone() {
        float[] gradients = {1e8f, 3, 3, 3}; // float32 has no number between 1e8 and 1e8 + 8
        float tree = (gradients[0] + gradients[1]) + (gradients[2] + gradients[3]);
        float leftToRight = ((gradients[0] + gradients[1]) + gradients[2]) + gradients[3];
        assertThat(tree).isNotEqualTo(leftToRight); // else this would prove nothing
        TreeSum sum = new TreeSum();
        try (TensorScope scope = TensorScope.open()) {
            List<Collected> shards = new ArrayList<>();
            for (float gradient : gradients) {
                Collected shard = new Collected(List.of(weight.value()));
                shard.add(List.of(Tensors.of(new float[] {gradient}, 1)));
                shards.add(shard);
                sum.add(shard);
            }
            assertThat(sum.sum().sums().get(0).item_float()).isEqualTo(tree);
            shards.forEach(Collected::clear);
        }
    }

    @Test
    void aShardThatFailsEndsTheStepWithItsOwnMessage() {
        Engine.workers(2);
        assertThatThrownBy(() -> step(4, 8, now -> {
                    if (Shard.current() == 2) {
                        throw new IllegalStateException("the third");
                    }
                    return mean(now);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the third");
        assertThat(weight.value().item_float()).isZero(); // nothing was learned
    }

    @Test
    void aBatchThatCannotBeCutIsRefused() {
        assertThatThrownBy(() -> step(4, 6, this::mean))
                .isInstanceOf(BadInput.class)
                .hasMessage("a batch of 6 samples of feed 'data' cannot be cut into 4 shards of one size"
                        + " (train.shards)");
    }

    @Test
    void watchersHearOfAllShardsTogether() {
        Engine.workers(2);
        List<String> heard = new ArrayList<>();
        step(2, 8, now -> {
            float first = now.batch("data").get("x").select(0, 0).item_float(); // 1 and 5
            now.tell(List.of((real, fake, samples) -> heard.add(real + " " + fake + " " + samples)), first, -first, 4);
            return mean(now);
        });
        assertThat(heard).containsExactly("3.0 -3.0 8");
    }

    private Optional<Tensor> mean(StepValues now) {
        Tensor loss = now.batch("data").get("x").mul(weight.value()).mean();
        now.record("x", now.batch("data").get("x").mean());
        return Optional.of(loss);
    }

    private double step(int shards, int samples, Term term) {
        TrainingState state = new TrainingState(1, shards);
        Player player = new Player("W", new Sgd(List.of(weight), 1, 0), Player.Options.PLAIN);
        float[] x = new float[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = i + 1;
        }
        try (NetworkSet networks = new NetworkSet();
                StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            networks.player("w", player);
            TrainingStep step = new TrainingStep(
                    networks,
                    List.of(Learn.of(player, List.of(Takes.fresh("data", 1)), List.of(term))),
                    state,
                    Pass.training(Precision.FP32, Masks.NONE),
                    Toy.cpu());
            step.run(Map.of("data", List.of(Fields.of("x", Tensors.of(x, samples)))), stats);
            Optional.ofNullable(stats.drain().get("x")).ifPresent(rows::add);
            return weight.value().mul(new Scalar(1f)).item_float();
        }
    }
}
