package dev.atelier.cli;

import dev.atelier.data.Feeds;
import dev.atelier.data.MemoryDataset;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.Labels;
import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.Modality;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.FunctionModel;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.networks.TableNetwork;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Initializer;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.TrainingRun;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.training.CriticInput;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Stage;
import dev.atelier.training.Takes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * A kind of GAN whose runs take two steps and whose models take pictures, so that commands on files can be tried: each model adds a
 * number to every level of its input.
 */
record PictureToy(String name, List<Model> kinds) implements GanSystem {
    /**
     * @param more levels that are added
     * @param noisy whether it has dropout: then each seed adds one more
     */
    record Model(String direction, int inputs, int outputs, int scale, int more, boolean noisy) {}

    /** Both directions, the first with noise. */
    static final PictureToy BOTH = new PictureToy(
            "toy-both", List.of(new Model("AtoB", 3, 1, 1, 10, true), new Model("BtoA", 1, 3, 1, 20, false)));

    static final PictureToy ONE_WAY = new PictureToy("toy-one-way", List.of(new Model("AtoB", 3, 3, 1, 10, false)));
    static final PictureToy ENLARGING = new PictureToy("toy-enlarging", List.of(new Model("", 3, 3, 2, 0, false)));
    static final PictureToy NOISE = new PictureToy("toy-noise", List.of());

    /** A finished run. */
    Path run(Path folder) {
        MemoryDataset data = MemoryDataset.of(name, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2);
        Recipe recipe = Recipe.of(this)
                .with("train.steps", 2)
                .with("train.device", "cpu")
                .with("data.batch", 2)
                .with("samples.everySteps", 1000);
        try (TrainingRun run = TrainingRun.start(this, recipe, data, folder)) {
            run.train();
        }
        return folder;
    }

    @Override
    public NetworkSet networks(Setup setup) {
        return new NetworkSet().network("generator", network(4, 2)).network("critic", network(2, 1));
    }

    private static TableNetwork network(int inputs, int outputs) {
        return new TableNetwork("toy", new long[] {inputs}, new Dense(inputs, outputs, Initializer.glorotUniform()));
    }

    @Override
    public List<Stage> stages(NetworkSet networks, TrainingSetup setup) {
        TableNetwork generator = (TableNetwork) networks.network("generator");
        Game game = Game.between(
                now -> Generated.of(generator.forward(now.draws().normal("latent", setup.batch(), 4), now.pass())),
                (TableNetwork) networks.network("critic"),
                CriticInput.of(Feeds.DATA),
                new AdversarialLoss.LeastSquares(Labels.plain()));
        Adam.Options adam = new Adam.Options(1e-3, 0.5, 0.999, 1e-8);
        Player critic = networks.player("critic", "D", weights -> new Adam(weights, adam));
        Player maker = networks.player("generator", "G", weights -> new Adam(weights, adam));
        return Stage.only(
                setup.steps(),
                Learn.of(critic, List.of(Takes.fresh(Feeds.DATA, 1)), List.of(game.criticTerm())),
                Learn.of(maker, List.of(Takes.last(Feeds.DATA, 1)), List.of(game.generatorTerm())));
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet networks, Setup setup) {
        TableNetwork generator = (TableNetwork) networks.shown("generator");
        Modality points = Modality.of(2, 1, 1, PixelRange.SYMMETRIC);
        GenerativeModel ofNoise = new FunctionModel(points, 4, setup.device(), generator, generator::forward);
        Map<String, GenerativeModel> models = new LinkedHashMap<>();
        models.put("points", ofNoise);
        kinds.forEach(kind -> models.put("pictures " + models.size(), new OfPictures(ofNoise, kind)));
        return models;
    }

    private record OfPictures(GenerativeModel ofNoise, Model kind) implements GenerativeModel, PictureModel {
        @Override
        public Modality output() {
            return ofNoise.output();
        }

        @Override
        public Fields draw(Draws draws, int count) {
            return ofNoise.draw(draws, count);
        }

        @Override
        public Tensor make(Fields inputs, long from, long count) {
            return ofNoise.make(inputs, from, count);
        }

        @Override
        public Device device() {
            return ofNoise.device();
        }

        @Override
        public String fingerprint() {
            return ofNoise.fingerprint();
        }

        @Override
        public int inputChannels() {
            return kind.inputs();
        }

        @Override
        public int outputChannels() {
            return kind.outputs();
        }

        @Override
        public int scale() {
            return kind.scale();
        }

        @Override
        public String direction() {
            return kind.direction();
        }

        @Override
        public int multiple() {
            return 4;
        }

        @Override
        public OptionalInt halo() {
            return OptionalInt.of(0);
        }

        @Override
        public OptionalInt trainedSide() {
            return OptionalInt.empty();
        }

        @Override
        public int atOnce() {
            return 1;
        }

        @Override
        public List<Levels> make(List<Image> inputs) {
            return inputs.stream().map(this::one).toList();
        }

        private Levels one(Image input) {
            int height = kind.scale() * input.height();
            int width = kind.scale() * input.width();
            float[] values = new float[kind.outputs() * height * width];
            for (int i = 0; i < values.length; i++) {
                int c = Math.min(i / (height * width), input.channels() - 1);
                int y = i / width % height / kind.scale();
                int x = i % width / kind.scale();
                values[i] = input.at(c, y, x) + kind.more();
            }
            return new Levels(kind.outputs(), height, width, values);
        }

        @Override
        public PictureModel with(PictureOptions options) {
            options.only(kind.noisy() ? Set.of(PictureOptions.DROPOUT) : Set.of(), Map.of());
            int noise = options.dropout() ? (int) options.seed() : 0;
            return new OfPictures(
                    ofNoise,
                    new Model(
                            kind.direction(),
                            kind.inputs(),
                            kind.outputs(),
                            kind.scale(),
                            kind.more() + noise,
                            kind.noisy()));
        }
    }
}
