package dev.atelier.examples;

import dev.atelier.data.Feeds;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.media.Modality;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.TableNetwork;
import dev.atelier.nn.Activation;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Initializer;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.training.CriticInput;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Stage;
import dev.atelier.training.Takes;
import dev.atelier.training.Term;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A GAN of one's own, points of a plane from noise: its networks, its loss, its step. {@link OwnRun} trains and judges it. */
class OwnGan implements GanSystem {
    static final int LATENT = 8;
    private static final Adam.Options ADAM = new Adam.Options(2e-3, 0.5, 0.999, 1e-8);

    /** Least squares around −1 and 1, written out. */
    record Squares() implements AdversarialLoss.Separable {
        private static Tensor from(Tensor logits, double target) {
            Tensor apart = logits.sub(new Scalar(target));
            return apart.mul(apart).mean();
        }

        @Override
        public Tensor real(Tensor logits) {
            return from(logits, 1);
        }

        @Override
        public Tensor fake(Tensor logits) {
            return from(logits, -1);
        }

        @Override
        public Tensor generator(Tensor logits) {
            return from(logits, 1);
        }
    }

    @Override
    public String name() {
        return "own";
    }

    private static TableNetwork network(String title, int inputs, int outputs) {
        Dense hidden = new Dense(inputs, 64, Initializer.glorotUniform());
        Dense last = new Dense(64, outputs, Initializer.glorotUniform());
        return new TableNetwork(title, new long[] {inputs}, hidden, Activation.leakyRelu(0.2), last);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet()
                .network("generator", network("generator", LATENT, 2))
                .network("critic", network("critic", 2, 1));
    }

    @Override
    public List<Stage> stages(NetworkSet networks, TrainingSetup setup) {
        TableNetwork generator = (TableNetwork) networks.network("generator");
        Game game = Game.between(
                now -> Generated.of(generator.forward(now.draws().normal("latent", setup.batch(), LATENT), now.pass())),
                (TableNetwork) networks.network("critic"),
                CriticInput.of(Feeds.DATA),
                new Squares());
        Player critic = networks.player("critic", "D", weights -> new Adam(weights, ADAM));
        Player maker = networks.player("generator", "G", weights -> new Adam(weights, ADAM));
        return Stage.only(
                setup.steps(),
                Learn.of(critic, List.of(Takes.fresh(Feeds.DATA, 1)), List.of(game.criticTerm())),
                Learn.of(maker, List.of(Takes.last(Feeds.DATA, 1)), generatorTerms(game)));
    }

    /** What the generator's loss is made of. */
    List<Term> generatorTerms(Game game) {
        return List.of(game.generatorTerm());
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet networks, Setup setup) {
        TableNetwork generator = (TableNetwork) networks.shown("generator");
        Modality points = Modality.of(2, 1, 1, PixelRange.SYMMETRIC);
        return Map.of("generator", new FunctionModel(points, LATENT, setup.device(), generator, generator::forward));
    }
}
