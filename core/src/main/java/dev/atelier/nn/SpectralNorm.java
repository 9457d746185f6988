package dev.atelier.nn;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A layer whose weight is divided by its largest singular value (Miyato et al. 2018, arXiv 1802.05957, algorithm 1). Each training
 * pass takes one step of power iteration from the buffer {@code weight_u}: v ← Wᵀu / ‖Wᵀu‖, u ← Wv / ‖Wv‖, σ = uᵀWv; an evaluation
 * only reads u. The gradient flows through σ, with u and v held constant.
 */
public final class SpectralNorm implements Layer {
    private static final double EPSILON = 1e-12;

    private final Weighted inner;
    private final Parameter u;

    public SpectralNorm(Weighted inner) {
        this.inner = inner;
        u = Parameter.buffer(
                "weight_u",
                Initializer.direction(),
                inner.rows(inner.weight().value()).size(0));
    }

    @Override
    public String label() {
        return inner.label() + ", spectral norm";
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Tensor weight = inner.weight().value();
        Tensor rows = inner.rows(weight);
        Tensor left;
        Tensor right;
        try (AutoGradMode off = new AutoGradMode(false)) {
            right = unit(rows.t().mv(pass.read(u)));
            if (pass.training()) {
                left = unit(rows.mv(right));
                pass.write(u, left);
            } else {
                left = pass.read(u);
            }
        }
        Tensor sigma = left.dot(rows.mv(right));
        return inner.forward(x, weight.div(sigma), pass);
    }

    private static Tensor unit(Tensor vector) {
        return vector.div(vector.norm().clamp_min(new Scalar(EPSILON)));
    }

    /** With the weight as it is divided in evaluation. */
    @Override
    public Value trace(Graph graph, Value x) {
        Parameter weight = inner.weight();
        return inner.trace(graph, x, graph.constant(weight.name(), this::divided, Graph.shape(weight)));
    }

    private float[] divided() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor weight = inner.weight().value();
            Tensor rows = inner.rows(weight);
            Tensor right = unit(rows.t().mv(u.value()));
            return Tensors.toFloats(weight.div(u.value().dot(rows.mv(right))));
        }
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        return inner.outputShape(inputShape);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(inner.parameters());
        all.add(u);
        return List.copyOf(all);
    }

    @Override
    public long flops(long[] inputShape) {
        return inner.flops(inputShape);
    }

    @Override
    public boolean mixesSamples() {
        return inner.mixesSamples();
    }

    @Override
    public Layer reweighted(Function<Weighted, Layer> change) {
        throw new IllegalStateException(label() + ": the weight is already replaced");
    }
}
