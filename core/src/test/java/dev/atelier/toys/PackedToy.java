package dev.atelier.toys;

import dev.atelier.data.Cursor;
import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.MemoryDataset;
import dev.atelier.data.RowOrder;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
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
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Rows of a table (Xu et al. 2019): first a condition is drawn, then a row that has it; the critic judges packs of two rows with one verdict. */
final class PackedToy extends ToySystem {
    private static final int PACK = 2;
    private static final int CLASSES = 2;

    @Override
    public String name() {
        return "packed";
    }

    @Override
    Dataset data() {
        float[] conditions = new float[SAMPLES * CLASSES];
        for (int row = 0; row < SAMPLES; row++) {
            conditions[row * CLASSES + category(row)] = 1;
        }
        return MemoryDataset.of(name(), normals("real", SAMPLES * WIDTH), WIDTH)
                .with(Fields.CONDITION, conditions, CLASSES);
    }

    /** One row in four is rare. */
    private static int category(int row) {
        return row % 4 == 0 ? 1 : 0;
    }

    /** Each condition as often as the other, however rare its rows are. */
    private static RowOrder byCondition() {
        return (size, seed) -> (at, batch, count) -> {
            RandomStream stream = RandomStream.of(seed, "rows", batch);
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                int wanted = stream.nextInt(CLASSES);
                int[] having = java.util.stream.IntStream.range(0, size)
                        .filter(row -> category(row) == wanted)
                        .toArray();
                rows[i] = having[stream.nextInt(having.length)];
            }
            return rows;
        };
    }

    @Override
    public Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors) {
        return FeedKeys.feeds(setup, cursors, FeedKeys.plan(setup.recipe()).withOrder(byCondition()));
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet()
                .network("generator", new ToyNetwork(2 + CLASSES, WIDTH))
                .network("critic", new ToyNetwork(PACK * (WIDTH + CLASSES), 1));
    }

    private static Tensor packed(Tensor rows) {
        return rows.reshape(rows.size(0) / PACK, PACK * rows.size(1));
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        ToyNetwork generator = (ToyNetwork) set.network("generator");
        Player maker = player("G", set.parameters("generator"));
        Player judge = player("D", set.parameters("critic"));
        set.player("generator", maker).player("critic", judge);
        Generation generation = now -> {
            Tensor wished = now.batch("data").get(Fields.CONDITION);
            Tensor z = now.draws().normal("latent", wished.size(0), 2);
            return Generated.of(generator.forward(torch.cat(new TensorVector(z, wished), 1), now.pass()));
        };
        CriticInput packs = (now, made) -> {
            Fields sides = Fields.of(Fields.CONDITION, packed(now.batch("data").get(Fields.CONDITION)));
            return List.of(
                    Shown.real(() -> packed(now.batch("data").get(Fields.REAL)), sides),
                    Shown.fake(() -> packed(made.samples()), sides));
        };
        Game game = Game.between(generation, (ToyNetwork) set.network("critic"), packs, LEAST_SQUARES);
        return Stage.only(
                setup.steps(),
                Learn.of(judge, List.of(Takes.fresh("data", 1)), List.of(game.criticTerm())),
                Learn.of(maker, List.of(Takes.last("data", 1)), List.of(game.generatorTerm())));
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        ToyNetwork generator = (ToyNetwork) set.shown("generator");
        return Map.of(
                "generator",
                new FunctionModel(
                        new VectorModality(WIDTH),
                        2 + CLASSES,
                        setup.device(),
                        List.of(generator),
                        generator::forward));
    }
}
