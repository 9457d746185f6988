package dev.atelier.toys;

import dev.atelier.networks.Critic;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Judgement;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Summary;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.training.CriticInput;
import dev.atelier.training.FeatureTerm;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Stage;
import dev.atelier.training.Takes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** One game with a critic of several parts that show features (as critics of sound have scales and periods). */
final class PartsToy extends ToySystem {
    /** A part that sees both values, and one that sees their sum. */
    private static final class PartedCritic implements Critic {
        private final ToyNetwork whole = new ToyNetwork(WIDTH, 3);
        private final ToyNetwork sum = new ToyNetwork(1, 2);
        private final List<Parameter> parameters = new ArrayList<>();

        PartedCritic() {
            whole.parameters().forEach(each -> parameters.add(each.prefixed("whole")));
            sum.parameters().forEach(each -> parameters.add(each.prefixed("sum")));
        }

        @Override
        public Judgement judge(Tensor samples, Pass pass) {
            Tensor first = whole.forward(samples, pass);
            Tensor second =
                    sum.forward(samples.sum(new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional()), pass);
            return new Judgement(
                    List.of(first.narrow(1, 0, 1), second.narrow(1, 0, 1)),
                    Fields.NONE,
                    List.of(first.narrow(1, 1, 2), second.narrow(1, 1, 1)));
        }

        @Override
        public String title() {
            return "critic of two parts";
        }

        @Override
        public List<Parameter> parameters() {
            return parameters;
        }

        @Override
        public Summary summary() {
            return whole.summary();
        }
    }

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet().network("generator", new ToyNetwork(3, WIDTH)).network("critic", new PartedCritic());
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork generator = (ToyNetwork) set.network("generator");
        Player maker = player("G", set.parameters("generator"));
        Player judge = player("D", set.parameters("critic"));
        set.player("generator", maker).player("critic", judge);
        Generation generation = now -> Generated.of(
                generator.forward(now.draws().normal("latent", now.batch("data").count(), 3), now.pass()));
        Game game = Game.between(generation, (Critic) set.network("critic"), CriticInput.of("data"), LEAST_SQUARES);
        return Stage.only(
                setup.steps(),
                Learn.of(judge, List.of(Takes.fresh("data", 1)), List.of(game.criticTerm())),
                Learn.of(
                        maker,
                        List.of(Takes.last("data", 1)),
                        List.of(game.generatorTerm(), new FeatureTerm(game, 2))));
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
