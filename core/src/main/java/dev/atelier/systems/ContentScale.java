package dev.atelier.systems;

import dev.atelier.data.Feeds;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.Diverged;
import dev.atelier.training.StepStats;
import dev.atelier.training.StepValues;
import dev.atelier.training.Takes;
import dev.atelier.training.TrainingState;
import dev.atelier.training.Turn;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Brings the distance of features to the size of that of pixels: on some pieces it measures both, of what the generator makes before the
 * game, and remembers their quotient. It is due in the first step of its stage.
 *
 * @param enlarged what the generator makes of small pieces, in evaluation
 * @param features of large pieces
 * @param batches that are measured on
 * @param notices hears the factor
 */
record ContentScale(
        UnaryOperator<Tensor> enlarged, UnaryOperator<Tensor> features, int batches, Consumer<String> notices)
        implements Turn {
    /** Pieces that are measured on, at least. */
    static final int PIECES = 64;

    private static final String FACTOR = "content.factor";

    /** What the distance of features is multiplied by; 1 where nothing was measured. */
    static Scalar factor(TrainingState state) {
        return new Scalar(state.number(FACTOR, 1));
    }

    @Override
    public List<Takes> takes() {
        return List.of(Takes.fresh(Feeds.DATA, batches));
    }

    @Override
    public boolean due(long step) {
        return step == 0;
    }

    @Override
    public void run(List<StepValues> microBatches, StepStats stats) {
        double pixels = 0;
        double content = 0;
        long pieces = 0;
        for (StepValues now : microBatches) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Fields batch = now.batch(Feeds.DATA);
                Tensor made = enlarged.apply(batch.get(TranslationModel.INPUT));
                Tensor real = batch.get(Fields.REAL);
                pixels += batch.count() * squares(made, real);
                content += batch.count() * squares(features.apply(made), features.apply(real));
                pieces += batch.count();
            }
        }
        double factor = pixels / content;
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new Diverged("content.features see no difference between enlarged pictures and real ones (squares of"
                    + " pixels " + pixels / pieces + ", of features " + content / pieces + "); choose others");
        }
        microBatches.get(0).state().put(FACTOR, factor);
        notices.accept(String.format(
                Locale.ROOT,
                "content: features are weighted by %.4g, so that their distance is as large as that of pixels (%.4g on %d"
                        + " pieces)",
                factor,
                pixels / pieces,
                pieces));
    }

    private static double squares(Tensor a, Tensor b) {
        Tensor apart = a.sub(b);
        return apart.mul(apart).mean().item_double();
    }
}
