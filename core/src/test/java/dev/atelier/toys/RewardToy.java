package dev.atelier.toys;

import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import dev.atelier.training.CriticInput;
import dev.atelier.training.FakeSource;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Stage;
import dev.atelier.training.Takes;
import dev.atelier.training.Term;
import dev.atelier.training.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Three players (De Cao and Kipf 2018): a reward network learns a score that has no gradient, and the generator's loss mixes it with the
 * adversarial one by their sizes.
 */
final class RewardToy extends ToySystem {
    private static final double SHARE = 0.5;

    @Override
    public String name() {
        return "reward";
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet()
                .network("generator", new ToyNetwork(3, WIDTH))
                .network("critic", new ToyNetwork(WIDTH, 1))
                .network("reward", new ToyNetwork(WIDTH, 1));
    }

    /** Counted in Java: which share of the values is positive. */
    private static Tensor score(Tensor samples) {
        float[] values = Tensors.toFloats(samples.detach());
        int width = (int) samples.size(1);
        float[] scores = new float[values.length / width];
        for (int i = 0; i < values.length; i++) {
            scores[i / width] += values[i] > 0 ? 1f / width : 0;
        }
        return Tensors.of(scores, scores.length, 1);
    }

    private static Tensor error(ToyNetwork reward, Tensor samples, dev.atelier.nn.Pass pass) {
        Tensor apart = reward.forward(samples, pass).sub(score(samples));
        return apart.mul(apart).mean();
    }

    /** λ·L + (1 − λ)·|L / R|·R for a reward R to be raised. */
    private static Term mixed(Term adversarial, Generation generation, ToyNetwork reward) {
        return now -> {
            Tensor loss = adversarial.loss(now).orElseThrow();
            Tensor raised = reward.forward(
                            now.made(generation, FakeSource.fresh(), true).samples(), now.pass())
                    .mean()
                    .neg();
            Tensor size = loss.detach().div(raised.detach()).abs();
            return Optional.of(loss.mul(new Scalar(SHARE)).add(raised.mul(size).mul(new Scalar(1 - SHARE))));
        };
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork generator = (ToyNetwork) set.network("generator");
        ToyNetwork reward = (ToyNetwork) set.network("reward");
        Player maker = player("G", set.parameters("generator"));
        Player judge = player("D", set.parameters("critic"));
        Player rewarder = player("R", set.parameters("reward"));
        set.player("generator", maker).player("critic", judge).player("reward", rewarder);
        Generation generation = now -> Generated.of(
                generator.forward(now.draws().normal("latent", now.batch("data").count(), 3), now.pass()));
        Game game = Game.between(generation, (ToyNetwork) set.network("critic"), CriticInput.of("data"), LEAST_SQUARES);
        List<Turn> turns = new ArrayList<>(Learn.of(judge, List.of(Takes.fresh("data", 1)), List.of(game.criticTerm()))
                .times(2));
        turns.add(Learn.of(
                rewarder,
                List.of(Takes.last("data", 1)),
                List.of(
                        term(
                                "rewardReal",
                                now -> error(reward, now.batch("data").get(Fields.REAL), now.pass())),
                        term(
                                "rewardFake",
                                now -> error(
                                        reward,
                                        now.made(generation, FakeSource.fresh(), false)
                                                .samples(),
                                        now.pass())))));
        turns.add(Learn.of(
                maker, List.of(Takes.last("data", 1)), List.of(mixed(game.generatorTerm(), generation, reward))));
        return List.of(Stage.of("training", setup.steps(), turns));
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork generator = (ToyNetwork) set.shown("generator");
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(WIDTH), 3, setup.device(), List.of(generator), generator::forward));
    }
}
