package dev.atelier.toys;

import dev.atelier.data.BatchSize;
import dev.atelier.data.Cursor;
import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.MemoryDataset;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.nn.Pass;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.CriticInput;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Shown;
import dev.atelier.training.Stage;
import dev.atelier.training.StateChange;
import dev.atelier.training.Takes;
import dev.atelier.training.TrainingState;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Growing (Karras et al. 2018): samples of two values, then of four, which fade in by the samples seen; batches get smaller with the
 * level; the optimisers begin anew where it begins. The model gives the final size from the start.
 */
final class GrowingToy extends ToySystem {
    private static final int FINEST = 4;
    private static final long GROWS_AT = 16;
    private static final double FADES_OVER = 24;
    private static final String FADE = "fade";
    private static final String RESET = "reset";

    @Override
    public String name() {
        return "growing";
    }

    @Override
    Dataset data() {
        return MemoryDataset.of(name(), normals("real", SAMPLES * FINEST), FINEST);
    }

    @Override
    public Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors) {
        BatchSize sizes = given -> given < GROWS_AT ? 4 : 3;
        return FeedKeys.feeds(setup, cursors, FeedKeys.plan(setup.recipe()).withSize(sizes));
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet()
                .network("coarse", new ToyNetwork(3, 2))
                .network("fine", new ToyNetwork(2, FINEST, FADE))
                .network("critic", new ToyNetwork(FINEST, 1));
    }

    private static Tensor enlarged(Tensor coarse) {
        return coarse.repeat_interleave(2, new LongOptional(1), new LongOptional());
    }

    private static Tensor generate(ToyNetwork coarse, ToyNetwork fine, Tensor z, Tensor fade, Pass pass) {
        Tensor small = coarse.forward(z, pass);
        Tensor large = fine.forward(small, pass);
        Tensor old = enlarged(small);
        return old.add(large.sub(old).mul(fade));
    }

    private static Tensor shown(Tensor real, double fade) {
        Tensor old = enlarged(real.reshape(real.size(0), 2, 2).mean(new long[] {2}, false, new ScalarTypeOptional()));
        return old.add(real.sub(old).mul(new Scalar(fade)));
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork coarse = (ToyNetwork) set.network("coarse");
        ToyNetwork fine = (ToyNetwork) set.network("fine");
        Tensor fade = fine.buffer(FADE);
        Player maker = player("G", set.parameters("coarse", "fine"));
        Player judge = player("D", set.parameters("critic"));
        set.player("generator", maker).player("critic", judge);
        StateChange grow = new StateChange(state -> grow(state, fade, maker, judge));
        Generation generation = now -> {
            Tensor z = now.draws().normal("latent", now.batch("data").count(), 3);
            return Generated.of(generate(coarse, fine, z, fade, now.pass()));
        };
        CriticInput input = (now, made) -> List.of(
                Shown.real(
                        () -> shown(
                                now.batch("data").get(Fields.REAL), now.state().number(FADE, 0)),
                        Fields.NONE),
                Shown.fake(made::samples, Fields.NONE));
        Game game = Game.between(generation, (ToyNetwork) set.network("critic"), input, LEAST_SQUARES);
        return Stage.only(
                setup.steps(),
                grow,
                Learn.of(judge, List.of(Takes.fresh("data", 1)), List.of(game.criticTerm())),
                Learn.of(maker, List.of(Takes.last("data", 1)), List.of(game.generatorTerm())));
    }

    private static void grow(TrainingState state, Tensor fade, Player maker, Player judge) {
        double level = Math.max(0, Math.min(1, (state.imagesSeen() - GROWS_AT) / FADES_OVER));
        state.put(FADE, level);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            fade.fill_(new Scalar(level));
        }
        if (state.imagesSeen() >= GROWS_AT && state.number(RESET, 0) == 0) {
            state.put(RESET, 1);
            maker.reset();
            judge.reset();
        }
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork coarse = (ToyNetwork) set.shown("coarse");
        ToyNetwork fine = (ToyNetwork) set.shown("fine");
        Tensor fade = fine.buffer(FADE);
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(FINEST),
                        3,
                        setup.device(),
                        List.of(coarse, fine),
                        (z, pass) -> generate(coarse, fine, z, fade, pass)));
    }
}
