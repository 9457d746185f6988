package dev.atelier.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Checkpoints that released versions wrote, one folder a version; none of them may ever become unreadable. */
class GoldenCheckpointTest {
    @Test
    void version01IsReadWhole() throws URISyntaxException {
        Path root = Path.of(getClass().getResource("/checkpoints/v0.1").toURI());
        try (TensorScope scope = TensorScope.open()) {
            Checkpoint checkpoint = new CheckpointStore(root, 1)
                    .load(warning -> {
                        throw new AssertionError(warning);
                    })
                    .orElseThrow();
            assertThat(checkpoint.step()).isEqualTo(7);
            assertThat(checkpoint.groups().keySet())
                    .containsExactlyInAnyOrder(
                            "generator",
                            "generator_ema",
                            "generator_optimizer",
                            "discriminator",
                            "discriminator_optimizer");
            requireStart(checkpoint, "generator", "main.7.weight", 0.051776998f, -0.43757433f, 0.4248658f);
            requireStart(checkpoint, "generator_ema", "main.7.weight", 0.051715374f, -0.43696746f, 0.4248134f);
            requireStart(checkpoint, "generator_optimizer", "main.7.bias.exp_avg_sq", 0.00010185334f);
            requireStart(checkpoint, "discriminator", "main.7.weight", 0.16856669f, -0.026204899f, -0.09617448f);
            requireStart(checkpoint, "discriminator_optimizer", "step", 14f);
            requireState(new SavedState(checkpoint.state()));
        }
    }

    private static void requireStart(Checkpoint checkpoint, String group, String name, float... expected) {
        Tensor tensor = Checkpoint.group(checkpoint.groups(), group).get(name);
        assertThat(Tensors.toFloats(tensor)).as(group + " " + name).startsWith(expected);
    }

    private static void requireState(SavedState state) {
        assertThat(state.integer("imagesSeen")).isEqualTo(56);
        assertThat(state.integers("streams"))
                .containsExactly(Map.entry("dropout", 24696L), Map.entry("labels", 0L), Map.entry("latent", 1112L));
        assertThat(state.integers("cursor")).containsExactly(Map.entry("batch", 7L), Map.entry("epoch", 0L));
        assertThat(state.map("stats").integer("rounds")).isEqualTo(1);
        assertThat(state.map("stats").numbers("sums")).containsEntry("lossD", 0.6238886117935181);
        assertThat(state.number("seconds")).isEqualTo(0.65429029);
        assertThat(state.map("recipe").values().get("network.architecture")).isEqualTo("mnist");
    }
}
