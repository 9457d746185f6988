package dev.atelier.toys;

import dev.atelier.losses.GradientPenalty;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.nn.Pass;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import dev.atelier.training.Average;
import dev.atelier.training.CriticInput;
import dev.atelier.training.FakeSource;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Penalty;
import dev.atelier.training.Player;
import dev.atelier.training.Stage;
import dev.atelier.training.Takes;
import dev.atelier.training.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Styles (Karras et al. 2020): a mapping and a synthesis that takes a style for each of its two layers, path length and R1 in lazy turns of
 * their own, an average by half-life.
 */
final class StylesToy extends ToySystem {
    private static final int STYLES = 2;
    private static final String MEAN = "pathLength.mean";

    @Override
    public String name() {
        return "styles";
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet()
                .network("mapping", new ToyNetwork(3, STYLES * 3))
                .network("coarse", new ToyNetwork(3, 3))
                .network("fine", new ToyNetwork(6, WIDTH))
                .network("critic", new ToyNetwork(WIDTH, 1));
    }

    /** Styles [B, 6] to samples: each layer reads its own three. */
    private static Tensor synthesis(ToyNetwork coarse, ToyNetwork fine, Tensor styles, Pass pass) {
        Tensor x = coarse.forward(styles.narrow(1, 0, 3), pass);
        return fine.forward(torch.cat(new TensorVector(x, styles.narrow(1, 3, 3)), 1), pass);
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork mapping = (ToyNetwork) set.network("mapping");
        ToyNetwork coarse = (ToyNetwork) set.network("coarse");
        ToyNetwork fine = (ToyNetwork) set.network("fine");
        Player maker = player("G", set.parameters("mapping", "coarse", "fine"));
        Player judge = player("D", set.parameters("critic"));
        set.player("generator", maker).player("critic", judge);
        Generation generation = now -> {
            Tensor z = now.draws().normal("latent", now.batch("data").count(), 3);
            Tensor styles = mapping.forward(z, now.pass());
            Tensor samples = synthesis(coarse, fine, styles, now.pass());
            return new Generated(samples, Fields.of("styles", styles));
        };
        Game game = Game.between(generation, (ToyNetwork) set.network("critic"), CriticInput.of("data"), LEAST_SQUARES);
        List<Takes> fresh = List.of(Takes.fresh("data", 1));
        List<Takes> last = List.of(Takes.last("data", 1));
        Learn pathLength = Learn.of(maker, last, List.of(now -> {
                    Generated made = now.made(generation, FakeSource.fresh(), true);
                    Tensor styles = made.also().get("styles");
                    Tensor slope = torch.grad(
                                    new TensorVector(made.samples().sum()),
                                    new TensorVector(styles),
                                    new TensorVector(),
                                    new BoolOptional(true),
                                    true,
                                    true)
                            .get(0);
                    Tensor lengths = slope.mul(slope)
                            .sum(new long[] {1}, false, new ScalarTypeOptional())
                            .sqrt();
                    double mean = now.state().number(MEAN, 0);
                    mean += 0.01 * (Tensors.toFloats(lengths.detach().mean())[0] - mean);
                    now.state().put(MEAN, mean);
                    Tensor apart = lengths.sub(new Scalar(mean));
                    return Optional.of(apart.mul(apart).mean());
                }))
                .besides();
        Learn r1 = Learn.of(judge, last, List.of(new Penalty("r1", game, new GradientPenalty.R1(1), 1)))
                .besides();
        List<Turn> turns = new ArrayList<>(List.of(
                Learn.of(maker, fresh, List.of(game.generatorTerm())),
                pathLength.every(4),
                Learn.of(judge, last, List.of(game.criticTerm())),
                r1.every(3)));
        for (String name : List.of("mapping", "coarse", "fine")) {
            ToyNetwork average = (ToyNetwork) networks(setup.models()).network(name);
            Average kept = new Average(
                    set.network(name), average, Average.Policy.halfLife(20, 0.5), Average.Buffers.COPIED, "data");
            set.average(name, kept);
            turns.add(kept);
        }
        return List.of(Stage.of("training", setup.steps(), turns));
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork mapping = (ToyNetwork) set.shown("mapping");
        ToyNetwork coarse = (ToyNetwork) set.shown("coarse");
        ToyNetwork fine = (ToyNetwork) set.shown("fine");
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(WIDTH),
                        3,
                        setup.device(),
                        List.of(mapping, coarse, fine),
                        (z, pass) -> synthesis(coarse, fine, mapping.forward(z, pass), pass)));
    }
}
