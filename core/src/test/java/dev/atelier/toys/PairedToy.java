package dev.atelier.toys;

import dev.atelier.data.Dataset;
import dev.atelier.data.MemoryDataset;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
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
import dev.atelier.training.Takes;
import java.util.List;
import java.util.Map;

/** Paired translation (Isola et al. 2017): the critic first, on the very fake whose graph the generator's turn uses; fake before real, beside the input. */
final class PairedToy extends ToySystem {
    private static final String INPUT = "input";

    @Override
    public String name() {
        return "paired";
    }

    @Override
    Dataset data() {
        return MemoryDataset.of(name(), normals("real", SAMPLES * WIDTH), WIDTH)
                .with(INPUT, normals("input", SAMPLES * WIDTH), WIDTH);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet()
                .network("generator", new ToyNetwork(WIDTH, WIDTH))
                .network("critic", new ToyNetwork(2 * WIDTH, 1));
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork generator = (ToyNetwork) set.network("generator");
        Player maker = player("G", set.parameters("generator"));
        Player judge = player("D", set.parameters("critic"));
        set.player("generator", maker).player("critic", judge);
        Generation translation =
                now -> Generated.of(generator.forward(now.batch("data").get(INPUT), now.pass()));
        CriticInput pairs = (now, made) -> {
            Fields beside = Fields.of(Fields.CONDITION, now.batch("data").get(INPUT));
            return List.of(
                    Shown.fake(made::samples, beside),
                    Shown.real(() -> now.batch("data").get(Fields.REAL), beside));
        };
        Game game = Game.between(translation, (ToyNetwork) set.network("critic"), pairs, LEAST_SQUARES)
                .withFakes(FakeSource.once());
        return Stage.only(
                setup.steps(),
                Learn.of(judge, List.of(Takes.fresh("data", 1)), List.of(game.criticTerm())),
                Learn.of(
                        maker,
                        List.of(Takes.last("data", 1)),
                        List.of(
                                game.generatorTerm(),
                                term(
                                        "l1",
                                        now -> now.made(translation, FakeSource.once(), true)
                                                .samples()
                                                .sub(now.batch("data").get(Fields.REAL))
                                                .abs()
                                                .mean()))));
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork generator = (ToyNetwork) set.shown("generator");
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(WIDTH), WIDTH, setup.device(), List.of(generator), generator::forward));
    }
}
