package dev.atelier.toys;

import dev.atelier.data.Dataset;
import dev.atelier.data.MemoryDataset;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import dev.atelier.training.CriticInput;
import dev.atelier.training.Game;
import dev.atelier.training.Gate;
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
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Text to image (Reed et al. 2016): an encoder learns in a stage of its own, a gate asks whether it has learned, then a game shows its
 * critic a third kind of sample, real ones beside the text of others.
 */
final class TextToy extends ToySystem {
    private static final String TEXT = "text";
    private static final String ERROR = "encoder.error";
    private static final int ENCODING = 3;

    private final double most;

    TextToy() {
        this(100);
    }

    /** {@code most}: the error that the gate lets pass. */
    TextToy(double most) {
        this.most = most;
    }

    @Override
    public String name() {
        return "text";
    }

    @Override
    public long steps(dev.atelier.recipe.Recipe recipe, long samples) {
        return STEPS;
    }

    @Override
    Dataset data() {
        return MemoryDataset.of(name(), normals("real", SAMPLES * WIDTH), WIDTH)
                .with(TEXT, normals(TEXT, SAMPLES * 2), 2);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet()
                .network("encoder", new ToyNetwork(2, ENCODING))
                .network("decoder", new ToyNetwork(ENCODING, WIDTH))
                .network("generator", new ToyNetwork(2 + ENCODING, WIDTH))
                .network("critic", new ToyNetwork(WIDTH + ENCODING, 1));
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork encoder = (ToyNetwork) set.network("encoder");
        ToyNetwork decoder = (ToyNetwork) set.network("decoder");
        ToyNetwork generator = (ToyNetwork) set.network("generator");
        Player reader = player("E", set.parameters("encoder", "decoder"));
        Player maker = player("G", set.parameters("generator"));
        Player judge = player("D", set.parameters("critic"));
        set.player("encoder", reader).player("generator", maker).player("critic", judge);
        List<Takes> fresh = List.of(Takes.fresh("data", 1));
        Stage reading = Stage.of("encoder", STEPS / 3, List.of(Learn.of(reader, fresh, List.of(term("reading", now -> {
            Tensor guess = decoder.forward(encoder.forward(now.batch("data").get(TEXT), now.pass()), now.pass());
            Tensor apart = guess.sub(now.batch("data").get(Fields.REAL));
            Tensor loss = apart.mul(apart).mean();
            now.state().put(ERROR, Tensors.toFloats(loss.detach())[0]);
            return loss;
        })))));
        Gate read = state -> state.number(ERROR, Double.MAX_VALUE) <= most
                ? Optional.empty()
                : Optional.of("the encoder's error is above " + most + "; train it longer");
        Generation generation = now -> {
            Tensor z = now.draws().normal("latent", now.batch("data").count(), 2);
            return Generated.of(generator.forward(torch.cat(new TensorVector(z, text(encoder, now)), 1), now.pass()));
        };
        CriticInput triples = (now, made) -> {
            Fields right = Fields.of(Fields.CONDITION, text(encoder, now));
            Fields wrong = Fields.of(Fields.CONDITION, torch.roll(text(encoder, now), 1));
            return List.of(
                    Shown.real(() -> now.batch("data").get(Fields.REAL), right),
                    new Shown(
                            "wrong",
                            Shown.Side.MISMATCHED,
                            0.5,
                            () -> now.batch("data").get(Fields.REAL),
                            wrong),
                    new Shown(Shown.FAKE, Shown.Side.GENERATED, 0.5, made::samples, right));
        };
        Game game = Game.between(generation, (ToyNetwork) set.network("critic"), triples, LEAST_SQUARES);
        return List.of(
                reading,
                Stage.of(
                                "game",
                                setup.steps() - STEPS / 3,
                                List.of(
                                        Learn.of(judge, fresh, List.of(game.criticTerm())),
                                        Learn.of(maker, List.of(Takes.last("data", 1)), List.of(game.generatorTerm()))))
                        .behind(read));
    }

    /** The encoding of the batch's texts, which the game does not change. */
    private static Tensor text(ToyNetwork encoder, StepValues now) {
        return encoder.forward(now.batch("data").get(TEXT), now.pass()).detach();
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork generator = (ToyNetwork) set.shown("generator");
        ToyNetwork encoder = (ToyNetwork) set.shown("encoder");
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(WIDTH),
                        4,
                        setup.device(),
                        List.of(encoder, generator),
                        (z, pass) -> generator.forward(
                                torch.cat(
                                        new TensorVector(z.narrow(1, 0, 2), encoder.forward(z.narrow(1, 2, 2), pass)),
                                        1),
                                pass)));
    }
}
