package dev.atelier.networks;

import dev.atelier.nn.Layer;
import dev.atelier.nn.Named;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A critic whose rows are tables of a few layers, each up to its activation; it may show what each row but the last gives. */
abstract class RowsCritic extends LayeredNetwork implements Critic {
    private final boolean features;

    RowsCritic(String title, List<Sequential> rows, boolean features, long... input) {
        super(title, new Sequential(rows.stream().map(row -> new Named("", row)).toList()), input);
        this.features = features;
    }

    /** What it says of {@code x}, the input of its first row. */
    final Judgement judged(Tensor x, Pass pass) {
        if (!features) {
            return new Judgement(List.of(layers().forward(x, pass).to(ScalarType.Float)), Fields.NONE, List.of());
        }
        List<Tensor> shown = new ArrayList<>();
        Tensor y = x;
        for (Layer row : layers().layers()) {
            y = row.forward(y, pass);
            shown.add(y.to(ScalarType.Float));
        }
        Tensor logits = shown.remove(shown.size() - 1);
        return new Judgement(List.of(logits), Fields.NONE, shown);
    }

    @Override
    public final boolean mixesSamples() {
        return layers().mixesSamples();
    }
}
