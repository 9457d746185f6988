package dev.atelier.toys;

import dev.atelier.data.Dataset;
import dev.atelier.data.FeedDatasets;
import dev.atelier.data.MemoryDataset;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Setup;
import dev.atelier.systems.StatSeries;
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
import dev.atelier.training.Stage;
import dev.atelier.training.Takes;
import dev.atelier.training.Term;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Cycle-consistent translation (Zhu et al. 2017): two feeds, two pools, both generators in one optimiser, critics on the old generators' fakes. */
final class CycleToy extends ToySystem {
    @Override
    public String name() {
        return "cycle";
    }

    @Override
    Dataset data() {
        Map<String, dev.atelier.data.RowDataset> feeds = new LinkedHashMap<>();
        feeds.put("a", MemoryDataset.of("left", normals("a", SAMPLES * WIDTH), WIDTH));
        feeds.put("b", MemoryDataset.of("right", normals("b", (SAMPLES + 5) * WIDTH), WIDTH));
        return new FeedDatasets(feeds);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        NetworkSet set = new NetworkSet()
                .network("tob", new ToyNetwork(WIDTH, WIDTH))
                .network("toa", new ToyNetwork(WIDTH, WIDTH))
                .network("critica", new ToyNetwork(WIDTH, 1))
                .network("criticb", new ToyNetwork(WIDTH, 1));
        try (TensorScope scope = TensorScope.open()) {
            return set.memory("poola", scope.keep(torch.zeros(6, WIDTH)))
                    .memory("poolb", scope.keep(torch.zeros(6, WIDTH)));
        }
    }

    private static Generation through(ToyNetwork network, String feed) {
        return now -> Generated.of(network.forward(now.batch(feed).get(Fields.REAL), now.pass()));
    }

    private static Term back(String name, Generation there, ToyNetwork network, String feed) {
        return term(
                name,
                now -> network.forward(now.made(there, FakeSource.once(), true).samples(), now.pass())
                        .sub(now.batch(feed).get(Fields.REAL))
                        .abs()
                        .mean()
                        .mul(new Scalar(10.0)));
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork toB = (ToyNetwork) set.network("tob");
        ToyNetwork toA = (ToyNetwork) set.network("toa");
        Player generators = player("G", set.parameters("tob", "toa"));
        Player critics = player("D", set.parameters("critica", "criticb"));
        set.player("generators", generators).player("critics", critics);
        Generation fakeB = through(toB, "a");
        Generation fakeA = through(toA, "b");
        Game gameA = Game.between(fakeA, (ToyNetwork) set.network("critica"), CriticInput.of("a"), LEAST_SQUARES)
                .named("a")
                .withFakes(FakeSource.history("poola", set.memory("poola"), FakeSource.once()));
        Game gameB = Game.between(fakeB, (ToyNetwork) set.network("criticb"), CriticInput.of("b"), LEAST_SQUARES)
                .named("b")
                .withFakes(FakeSource.history("poolb", set.memory("poolb"), FakeSource.once()));
        return Stage.only(
                setup.steps(),
                Learn.of(
                        generators,
                        List.of(Takes.fresh("a", 1), Takes.fresh("b", 1)),
                        List.of(
                                gameB.generatorTerm(),
                                gameA.generatorTerm(),
                                back("cycleA", fakeB, toA, "a"),
                                back("cycleB", fakeA, toB, "b"))),
                Learn.of(
                        critics,
                        List.of(Takes.last("a", 1), Takes.last("b", 1)),
                        List.of(gameB.criticTerm(), gameA.criticTerm())));
    }

    @Override
    public List<StatSeries> series(Recipe recipe) {
        return Stream.of("a", "b")
                .flatMap(game -> StatSeries.ofGame(game).stream())
                .toList();
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        Map<String, GenerativeModel> both = new LinkedHashMap<>();
        for (String name : List.of("tob", "toa")) {
            ToyNetwork network = (ToyNetwork) set.shown(name);
            both.put(
                    name,
                    new FunctionModel(
                            new VectorModality(WIDTH), WIDTH, setup.device(), List.of(network), network::forward));
        }
        return both;
    }
}
