package dev.atelier.examples;

import dev.atelier.training.Game;
import dev.atelier.training.Term;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The same GAN with a term of one's own: points outside of the unit square cost their squared distance from it. */
final class OwnTerm extends OwnGan {
    @Override
    public String name() {
        return "own-term";
    }

    @Override
    List<Term> generatorTerms(Game game) {
        Term inside = now -> {
            Tensor points = now.made(game.generation(), game.fakes(), true).samples();
            Tensor beyond = points.abs().sub(new Scalar(1)).clamp_min(new Scalar(0));
            Tensor loss = beyond.mul(beyond).mean().mul(new Scalar(10));
            now.record("outside", loss); // a column of the rows
            return Optional.of(loss);
        };
        return List.of(game.generatorTerm(), inside);
    }
}
