package dev.atelier.toys;

import dev.atelier.data.Dataset;
import dev.atelier.data.MemoryDataset;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.nn.Pass;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.CriticInput;
import dev.atelier.training.FakeSource;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Shown;
import dev.atelier.training.Stage;
import dev.atelier.training.StepValues;
import dev.atelier.training.Takes;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Sequences of tokens (Yu et al. 2017): samples are whole numbers and have no gradient; first likelihood, then the critic's verdict as the
 * reward of a policy; the critic sees negatives of a set that is kept for some steps.
 */
final class TokensToy extends ToySystem {
    private static final int LENGTH = 3;
    private static final int WORDS = 4;
    private static final String LOGITS = "logits";

    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public long steps(dev.atelier.recipe.Recipe recipe, long samples) {
        return STEPS;
    }

    @Override
    Dataset data() {
        float[] drawn = normals("tokens", SAMPLES * LENGTH);
        long[] tokens = new long[drawn.length];
        for (int i = 0; i < drawn.length; i++) {
            tokens[i] = Math.floorMod((long) Math.floor(drawn[i] * 2), WORDS);
        }
        return MemoryDataset.of(name(), normals("unused", SAMPLES), 1).with("tokens", tokens, LENGTH);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        try (TensorScope scope = TensorScope.open()) {
            return new NetworkSet()
                    .network("generator", new ToyNetwork(2, LENGTH * WORDS))
                    .network("critic", new ToyNetwork(LENGTH * WORDS, 1))
                    .memory("negatives", scope.keep(torch.zeros(8, LENGTH * WORDS)));
        }
    }

    private static Tensor oneHot(Tensor tokens) {
        return torch.one_hot(tokens, WORDS).to(ScalarType.Float).reshape(tokens.size(0), LENGTH * WORDS);
    }

    private static Tensor logits(ToyNetwork generator, Tensor z, Pass pass) {
        return generator.forward(z, pass).reshape(z.size(0), LENGTH, WORDS);
    }

    /** The word whose share of the distribution the number falls into. */
    private static Tensor chosen(Tensor logits, Tensor uniform) {
        Tensor below = torch.cumsum(torch.softmax(logits, 2), 2).lt(uniform.reshape(uniform.size(0), LENGTH, 1));
        return below.sum(new long[] {2}, false, new org.bytedeco.pytorch.ScalarTypeOptional(ScalarType.Long))
                .clamp_max(new Scalar(WORDS - 1));
    }

    private static Tensor logLikelihood(Tensor logits, Tensor oneHot) {
        return torch.log_softmax(logits, 2)
                .reshape(oneHot.size(0), LENGTH * WORDS)
                .mul(oneHot)
                .sum(new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork generator = (ToyNetwork) set.network("generator");
        ToyNetwork critic = (ToyNetwork) set.network("critic");
        Player learner = player("G", set.parameters("generator"));
        Player maker = player("G", set.parameters("generator"));
        Player judge = player("D", set.parameters("critic"));
        set.player("likelihood", learner).player("generator", maker).player("critic", judge);
        Generation generation = now -> {
            Tensor logits = logits(
                    generator, now.draws().normal("latent", now.batch("data").count(), 2), now.pass());
            Tensor tokens = chosen(logits.detach(), now.draws().uniform("words", logits.size(0), LENGTH));
            return new Generated(oneHot(tokens), Fields.of(LOGITS, logits));
        };
        CriticInput input = (now, made) -> List.of(
                Shown.real(() -> oneHot(now.batch("data").get("tokens")), Fields.NONE),
                Shown.fake(made::samples, Fields.NONE));
        Game game = Game.between(generation, critic, input, LEAST_SQUARES)
                .withFakes(FakeSource.snapshot("negatives", set.memory("negatives"), 3));
        List<Takes> fresh = List.of(Takes.fresh("data", 1));
        Stage likelihood = Stage.of(
                "likelihood",
                STEPS / 3,
                List.of(Learn.of(
                        learner,
                        fresh,
                        List.of(term(
                                "likelihood",
                                now -> logLikelihood(
                                                logits(generator, now.draws().normal("latent", BATCH, 2), now.pass()),
                                                oneHot(now.batch("data").get("tokens")))
                                        .mean()
                                        .neg())))));
        Stage policy = Stage.of(
                "policy",
                setup.steps() - STEPS / 3,
                List.of(
                        Learn.of(judge, fresh, List.of(game.criticTerm())),
                        Learn.of(
                                maker,
                                List.of(Takes.last("data", 1)),
                                List.of(term("policy", now -> policy(now, generation, critic))))));
        return List.of(likelihood, policy);
    }

    /** −Σ log p · Q, with the critic's verdict for Q. */
    private static Tensor policy(StepValues now, Generation generation, ToyNetwork critic) {
        Generated made = now.made(generation, FakeSource.fresh(), true);
        Tensor reward = critic.forward(made.samples(), now.pass()).detach();
        return logLikelihood(made.also().get(LOGITS), made.samples())
                .mul(reward)
                .mean()
                .neg();
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork generator = (ToyNetwork) set.shown("generator");
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(LENGTH),
                        2,
                        setup.device(),
                        List.of(generator),
                        (z, pass) -> logits(generator, z, pass)
                                .argmax(new org.bytedeco.pytorch.LongOptional(2), false)
                                .to(ScalarType.Float)));
    }
}
