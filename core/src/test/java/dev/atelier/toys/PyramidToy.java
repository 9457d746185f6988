package dev.atelier.toys;

import dev.atelier.data.Dataset;
import dev.atelier.data.MemoryDataset;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Network;
import dev.atelier.nn.Pass;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Setup;
import dev.atelier.systems.StatSeries;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.training.CriticInput;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Shown;
import dev.atelier.training.Stage;
import dev.atelier.training.Takes;
import dev.atelier.training.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A pyramid (Denton et al. 2015): a game for each level, which knows nothing of the others; samples go down the chain of generators. */
final class PyramidToy extends ToySystem {
    private static final int LEVELS = 3; // 1, 2, 4 values
    private static final int FINEST = 4;

    @Override
    public String name() {
        return "pyramid";
    }

    @Override
    Dataset data() {
        return MemoryDataset.of(name(), normals("real", SAMPLES * FINEST), FINEST);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        NetworkSet set = new NetworkSet();
        for (int level = 0; level < LEVELS; level++) {
            int width = 1 << level;
            int coarse = level == 0 ? 0 : width;
            set.network("generator" + level, new ToyNetwork(1 + coarse, width))
                    .network("critic" + level, new ToyNetwork(width + coarse, 1));
        }
        return set;
    }

    /** The real samples at a level, by means of neighbours. */
    private static Tensor at(Tensor finest, int level) {
        Tensor x = finest;
        for (int l = LEVELS - 1; l > level; l--) {
            x = x.reshape(x.size(0), 1L << (l - 1), 2).mean(new long[] {2}, false, new ScalarTypeOptional());
        }
        return x;
    }

    private static Tensor enlarged(Tensor coarse) {
        return coarse.repeat_interleave(2, new LongOptional(1), new LongOptional());
    }

    private static Tensor beside(Tensor a, Tensor b) {
        return torch.cat(new TensorVector(a, b), 1);
    }

    private static Tensor level(ToyNetwork generator, Tensor z, Tensor coarse, int level, Pass pass) {
        return level == 0 ? generator.forward(z, pass) : coarse.add(generator.forward(beside(z, coarse), pass));
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        List<Turn> turns = new ArrayList<>();
        for (int l = 0; l < LEVELS; l++) {
            int level = l;
            ToyNetwork generator = (ToyNetwork) set.network("generator" + level);
            Player maker = player("G/" + level, set.parameters("generator" + level));
            Player judge = player("D/" + level, set.parameters("critic" + level));
            set.player("generator" + level, maker).player("critic" + level, judge);
            Generation finer = now -> {
                Tensor real = now.batch("data").get(Fields.REAL);
                Tensor z = now.draws().normal("latent" + level, real.size(0), 1);
                Tensor coarse = level == 0 ? real : enlarged(at(real, level - 1));
                return Generated.of(level(generator, z, coarse, level, now.pass()));
            };
            CriticInput input = (now, made) -> {
                Tensor real = now.batch("data").get(Fields.REAL);
                Fields sides = level == 0 ? Fields.NONE : Fields.of(Fields.CONDITION, enlarged(at(real, level - 1)));
                return List.of(Shown.real(() -> at(real, level), sides), Shown.fake(made::samples, sides));
            };
            Game game = Game.between(finer, (ToyNetwork) set.network("critic" + level), input, LEAST_SQUARES)
                    .named("level" + level);
            List<Takes> takes = List.of(level == 0 ? Takes.fresh("data", 1) : Takes.last("data", 1));
            turns.add(Learn.of(judge, takes, List.of(game.criticTerm())));
            turns.add(Learn.of(maker, List.of(Takes.last("data", 1)), List.of(game.generatorTerm())));
        }
        return Stage.only(setup.steps(), turns.toArray(Turn[]::new));
    }

    @Override
    public List<StatSeries> series(Recipe recipe) {
        List<StatSeries> all = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            all.addAll(StatSeries.ofGame("level" + level));
        }
        return all;
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        List<Network> generators = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            generators.add(set.shown("generator" + level));
        }
        return Map.of(
                "chain",
                new FunctionModel(new VectorModality(FINEST), LEVELS, setup.device(), generators, (z, pass) -> {
                    Tensor x = z;
                    for (int level = 0; level < LEVELS; level++) {
                        Tensor coarse = level == 0 ? x : enlarged(x);
                        x = level((ToyNetwork) generators.get(level), z.narrow(1, level, 1), coarse, level, pass);
                    }
                    return x;
                }));
    }
}
