package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ShardBuffersTest {
    private static final Pass PASS = Pass.training(Precision.FP32, Masks.NONE);

    /** Shards of means 2 and 5, variances 2 and 18: the running ones go a tenth of the way to 3.5 and 10. */
    @Test
    void runningMomentsFollowTheMeanOverTheShards() {
        try (TensorScope scope = TensorScope.open();
                ShardBuffers first = new ShardBuffers();
                ShardBuffers second = new ShardBuffers()) {
            BatchNorm2d norm = new BatchNorm2d(1);
            norm.parameters().forEach(each -> each.initialise(RandomStream.of(1, "norm")));
            norm.forward(Tensors.of(new float[] {1, 3}, 2, 1, 1, 1), PASS.ofShard(first));
            norm.forward(Tensors.of(new float[] {2, 8}, 2, 1, 1, 1), PASS.ofShard(second));
            assertThat(buffer(norm, "running_mean").item_float()).isZero(); // not before all are done
            ShardBuffers.settle(List.of(first, second));
            assertThat(buffer(norm, "running_mean").item_float()).isEqualTo(0.35f, Offset.offset(1e-6f));
            assertThat(buffer(norm, "running_var").item_float()).isEqualTo(1.9f, Offset.offset(1e-6f));
            norm.parameters().forEach(Parameter::close);
        }
    }

    @Test
    void aSpectralNormMovesAsInAPassOverTheWholeBatch() {
        try (TensorScope scope = TensorScope.open();
                ShardBuffers first = new ShardBuffers();
                ShardBuffers second = new ShardBuffers()) {
            SpectralNorm whole = norm();
            SpectralNorm cut = norm();
            Tensor x = Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);
            Tensor wanted = whole.forward(x, PASS);
            Tensor top = cut.forward(x.narrow(0, 0, 2), PASS.ofShard(first));
            Tensor bottom = cut.forward(x.narrow(0, 2, 2), PASS.ofShard(second));
            assertThat(Tensors.toFloats(top)).containsExactly(Tensors.toFloats(wanted.narrow(0, 0, 2)));
            assertThat(Tensors.toFloats(bottom)).containsExactly(Tensors.toFloats(wanted.narrow(0, 2, 2)));
            whole.forward(x, PASS);
            cut.forward(x, PASS.ofShard(first)); // from where the shard's own pass has left it
            cut.forward(x, PASS.ofShard(second));
            ShardBuffers.settle(List.of(first, second));
            assertThat(Tensors.toFloats(u(cut))).containsExactly(Tensors.toFloats(u(whole)));
            whole.parameters().forEach(Parameter::close);
            cut.parameters().forEach(Parameter::close);
        }
    }

    private static SpectralNorm norm() {
        SpectralNorm norm = new SpectralNorm(new Dense(2, 3, Initializer.glorotUniform()));
        norm.parameters().forEach(each -> each.initialise(RandomStream.of(3, each.name())));
        return norm;
    }

    private static Tensor u(SpectralNorm norm) {
        return norm.parameters().stream()
                .filter(each -> each.name().endsWith("_u"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static Tensor buffer(Layer layer, String name) {
        return layer.parameters().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
