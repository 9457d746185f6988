package dev.atelier.training;

import dev.atelier.losses.AttributeLoss;
import dev.atelier.tensor.Fields;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Attributes that a critic must tell from samples (Odena et al. 2016, arXiv 1610.09585), as terms of both sides. */
public final class AttributeTerms {
    private AttributeTerms() {}

    /** The critic's: of real samples and of generated ones. */
    public static Term forCritic(Game game, AttributeLoss loss, double weight) {
        return now -> {
            Judged judged = now.judged(game);
            Tensor real = loss.of(judged.said(Fields.REAL).classes(), truth(judged, Fields.REAL));
            Tensor fake = loss.of(judged.said(Shown.FAKE).classes(), truth(judged, Shown.FAKE));
            Tensor value = real.add(fake).mul(new Scalar(weight));
            now.record(game.stat("attributesD"), value);
            return Optional.of(value);
        };
    }

    /** The generator's: generated samples must show what they were asked for. */
    public static Term forGenerator(Game game, AttributeLoss loss, double weight) {
        return now -> {
            Judged judged = now.answered(game);
            Tensor value = loss.of(judged.said(Shown.FAKE).classes(), truth(judged, Shown.FAKE))
                    .mul(new Scalar(weight));
            now.record(game.stat("attributesG"), value);
            return Optional.of(value);
        };
    }

    private static Tensor truth(Judged judged, String name) {
        return judged.pass(name).side(Fields.CONDITION);
    }
}
