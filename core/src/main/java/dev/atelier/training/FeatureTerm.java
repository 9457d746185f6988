package dev.atelier.training;

import dev.atelier.losses.FeatureMatching;
import dev.atelier.tensor.Fields;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Generated samples must look like real ones on average to the critic's features; summed over what it shows of them. */
public record FeatureTerm(Game game, double weight) implements Term {
    @Override
    public Optional<Tensor> loss(StepValues now) {
        Judged judged = now.answered(game);
        List<Tensor> real = judged.said(Fields.REAL).features();
        List<Tensor> fake = judged.said(Shown.FAKE).features();
        Tensor sum = FeatureMatching.loss(real.get(0), fake.get(0));
        for (int i = 1; i < real.size(); i++) {
            sum = sum.add(FeatureMatching.loss(real.get(i), fake.get(i)));
        }
        Tensor value = sum.mul(new Scalar(weight));
        now.record(game.stat("featuresG"), value);
        return Optional.of(value);
    }
}
