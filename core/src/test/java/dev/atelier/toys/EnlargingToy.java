package dev.atelier.toys;

import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.CriticInput;
import dev.atelier.training.FakeSource;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Stage;
import dev.atelier.training.StepValues;
import dev.atelier.training.Takes;
import dev.atelier.training.TopK;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Super-resolution in two stages (Ledig et al. 2017): squares first, then a game in which the generator goes first with an optimiser of its
 * own, under a frozen helper's features.
 */
final class EnlargingToy extends ToySystem {
    @Override
    public String name() {
        return "enlarging";
    }

    @Override
    public long steps(Recipe recipe, long samples) {
        return STEPS;
    }

    @Override
    public NetworkSet networks(Setup setup) {
        ToyNetwork perceptual = new ToyNetwork(WIDTH, 5);
        perceptual.initialise(RandomStream.of(7, "perceptual")); // as from a file
        return new NetworkSet()
                .network("generator", new ToyNetwork(1, WIDTH))
                .network("critic", new ToyNetwork(WIDTH, 1))
                .helper("perceptual", perceptual);
    }

    private static Tensor low(StepValues now) {
        return now.batch("data").get(Fields.REAL).mean(new long[] {1}, true, new ScalarTypeOptional());
    }

    private static Tensor squares(Tensor a, Tensor b) {
        Tensor apart = a.sub(b);
        return apart.mul(apart).mean();
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork generator = (ToyNetwork) set.network("generator");
        ToyNetwork perceptual = set.helper("perceptual", ToyNetwork.class).orElseThrow();
        Player first = player("G", set.parameters("generator"));
        Player maker = player("G", set.parameters("generator"));
        Player judge = player("D", set.parameters("critic"));
        set.player("pretrain", first).player("generator", maker).player("critic", judge);
        Generation enlarged = now -> Generated.of(generator.forward(low(now), now.pass()));
        Game game = Game.between(enlarged, (ToyNetwork) set.network("critic"), CriticInput.of("data"), LEAST_SQUARES)
                .withFakes(FakeSource.once());
        List<Takes> fresh = List.of(Takes.fresh("data", 1));
        Stage squares = Stage.of(
                "squares",
                STEPS / 3,
                List.of(Learn.of(
                        first,
                        fresh,
                        List.of(term(
                                "squares",
                                now -> squares(
                                        now.made(enlarged, FakeSource.fresh(), true)
                                                .samples(),
                                        now.batch("data").get(Fields.REAL)))))));
        Stage against = Stage.of(
                "game",
                setup.steps() - STEPS / 3,
                List.of(
                        Learn.of(
                                maker,
                                fresh,
                                List.of(
                                        term(
                                                "content",
                                                now -> squares(
                                                        perceptual.forward(
                                                                now.made(enlarged, FakeSource.once(), true)
                                                                        .samples(),
                                                                now.pass()),
                                                        perceptual.forward(
                                                                now.batch("data")
                                                                        .get(Fields.REAL),
                                                                now.pass()))),
                                        game.generatorTerm(1e-3, TopK.ALL))),
                        Learn.of(judge, List.of(Takes.last("data", 1)), List.of(game.criticTerm()))));
        return List.of(squares, against);
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork generator = (ToyNetwork) set.shown("generator");
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(WIDTH), 1, setup.device(), List.of(generator), generator::forward));
    }
}
