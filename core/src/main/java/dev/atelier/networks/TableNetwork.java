package dev.atelier.networks;

import dev.atelier.nn.Layer;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.tensor.Fields;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A network of one's own: layers one behind the other. As a critic its outputs are its logits. */
public final class TableNetwork extends LayeredNetwork implements Critic {
    /**
     * The rows are called {@code main.0}, {@code main.1}, … in saved files.
     *
     * @param title in messages and tables
     * @param input shape of one sample
     */
    public TableNetwork(String title, long[] input, Layer... rows) {
        super(title, new Sequential("main", List.of(rows)), input);
    }

    /** Outputs of a batch, float32, in the caller's scope. */
    public Tensor forward(Tensor x, Pass pass) {
        return layers().forward(x, pass).to(ScalarType.Float);
    }

    @Override
    public Judgement judge(Tensor samples, Pass pass) {
        return new Judgement(List.of(forward(samples, pass)), Fields.NONE, List.of());
    }

    @Override
    public boolean mixesSamples() {
        return layers().mixesSamples();
    }
}
