package dev.atelier.systems;

import dev.atelier.data.Feeds;
import dev.atelier.data.PhotoRows;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.nn.Pass;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.FakeSource;
import dev.atelier.training.FeatureTerm;
import dev.atelier.training.Game;
import dev.atelier.training.Generation;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.StepValues;
import dev.atelier.training.Term;
import dev.atelier.training.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What enlarged pictures and real ones are compared by in a game, beside the critic.
 *
 * @param before what is measured of it in the game's first step
 * @param term of the generator's loss
 */
record Content(List<Turn> before, Term term) {
    /** The network that names quarter turns. */
    static final String TURNS = "turns";

    private static final String NAME = "content";
    private static final String FILE = "features";
    private static final double BESIDE_ADVERSARIAL = 10;
    private static final int QUARTERS = 4;
    private static final int WIDTH = 32;
    private static final Pass PASS = Pass.evaluation(Precision.FP32);

    /** Adds the networks that a recipe's choice learns with. */
    static void networks(NetworkSet set, Recipe recipe, int channels) {
        if (SrganKeys.hasTurns(recipe)) {
            int side = recipe.integer(SrganKeys.CROP);
            set.network(TURNS, SmallResnet.classifier(new ImageShape(channels, side, side), QUARTERS, WIDTH));
        }
    }

    /**
     * As a recipe chooses.
     *
     * @param enlarged what the generator makes of small pieces, in evaluation
     * @param generation what it makes in the game
     */
    static Content of(
            NetworkSet set, TrainingSetup setup, Game game, Generation generation, UnaryOperator<Tensor> enlarged) {
        Recipe recipe = setup.recipe();
        double weight = recipe.get(SrganKeys.CONTENT);
        switch (recipe.get(SrganKeys.FEATURES)) {
            case SrganKeys.NOTHING:
                return new Content(List.of(), apart(weight, generation, images -> images));
            case SrganKeys.MATCHING:
                double matching = BESIDE_ADVERSARIAL * recipe.get(SrganKeys.ADVERSARIAL) * weight;
                return new Content(
                        List.of(), matching == 0 ? now -> Optional.empty() : new FeatureTerm(game, matching));
            default:
                UnaryOperator<Tensor> features = features(set, setup);
                int batches = (ContentScale.PIECES + setup.batch() - 1) / setup.batch();
                Turn measured = new ContentScale(enlarged, features, batches, setup.notices());
                return new Content(weight == 0 ? List.of() : List.of(measured), apart(weight, generation, features));
        }
    }

    private static UnaryOperator<Tensor> features(NetworkSet set, TrainingSetup setup) {
        Recipe recipe = setup.recipe();
        if (SrganKeys.hasTurns(recipe)) {
            Classifier classifier = (Classifier) set.network(TURNS);
            return images -> classifier.map(images, PASS);
        }
        ContentFile file = ContentFile.open(
                recipe.get(SrganKeys.FEATURES),
                PairFacts.of(setup.facts()).output(),
                recipe.integer(SrganKeys.CROP),
                setup.device());
        set.helper(FILE, file);
        return file.features();
    }

    /** Refuses features of a file that do not fit pictures of so many channels. */
    static void require(Recipe recipe, int channels) {
        if (SrganKeys.isFile(recipe)) {
            ContentFile.open(
                            recipe.get(SrganKeys.FEATURES), channels, recipe.integer(SrganKeys.CROP), new Device("cpu"))
                    .close();
        }
    }

    /** The mean of squares between features, by what was measured; only the enlarged picture has a graph. */
    private static Term apart(double weight, Generation generation, UnaryOperator<Tensor> features) {
        Term squares = Distances.squares(
                NAME,
                weight,
                now -> features.apply(
                        now.made(generation, FakeSource.once(), true).samples()),
                now -> withoutGraph(features, now));
        return now -> squares.loss(now).map(loss -> loss.mul(ContentScale.factor(now.state())));
    }

    private static Tensor withoutGraph(UnaryOperator<Tensor> features, StepValues now) {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            return scope.promote(
                    features.apply(now.batch(Feeds.DATA).get(Fields.REAL)).detach());
        }
    }

    /**
     * By how many quarters was a piece turned (Gidaris et al. 2018, arXiv 1803.07728)? Each fourth of a batch is turned by another number,
     * on top of what the data have turned it by.
     */
    static Term turns(Classifier classifier) {
        return now -> {
            Fields batch = now.batch(Feeds.DATA);
            long count = batch.count();
            List<Tensor> pieces = new ArrayList<>();
            List<Tensor> quarters = new ArrayList<>();
            for (int part = 0; part < QUARTERS; part++) {
                long from = count * part / QUARTERS;
                Fields rows = batch.rows(from, count * (part + 1) / QUARTERS - from);
                long more = (part + now.step()) % QUARTERS;
                pieces.add(rows.get(Fields.REAL).rot90(more, 2, 3));
                quarters.add(rows.get(PhotoRows.QUARTERS)
                        .to(ScalarType.Long)
                        .add(new Scalar(more))
                        .remainder(new Scalar(QUARTERS)));
            }
            Tensor truth = joined(quarters);
            Tensor said = classifier.read(joined(pieces), now.pass()).logits();
            Tensor loss = torch.cross_entropy_loss(said, truth);
            now.record("lossT", loss);
            now.record(
                    "accuracyTurns",
                    said.argmax(new LongOptional(1), false)
                            .eq(truth)
                            .to(ScalarType.Float)
                            .mean());
            return Optional.of(loss);
        };
    }

    private static Tensor joined(List<Tensor> parts) {
        return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 0);
    }
}
