package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Dataset;
import dev.atelier.data.Derivation;
import dev.atelier.data.Direction;
import dev.atelier.data.ImagePairs;
import dev.atelier.data.Jitter;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.data.OpenedPairs;
import dev.atelier.data.PairRequest;
import dev.atelier.data.PairRows;
import dev.atelier.data.PairSource;
import dev.atelier.data.PairSpace;
import dev.atelier.data.PairTreatment;
import dev.atelier.data.Split;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/** Turns a recipe's words about pairs of pictures into pairs. */
final class PairData {
    private PairData() {}

    /** The pairs that a recipe learns from, as rows. */
    static OpenedData open(Recipe recipe) {
        OpenedPairs train = open(recipe, Split.TRAIN);
        OpenedData data = train.data(treatment(recipe));
        return PairSource.of(request(recipe))
                .twins(train, LoadProgress.SILENT)
                .map(data::with)
                .orElse(data);
    }

    /** One split of the pairs that a recipe names; what it is judged by is stored at the size itself. */
    static OpenedPairs open(Recipe recipe, Split split) {
        Jitter jitter = TranslationKeys.jitter(recipe);
        return open(recipe, split, split == Split.TRAIN ? jitter : jitter.still(), LoadProgress.SILENT);
    }

    /** The same, stored as large as this jitter loads. */
    static OpenedPairs open(Recipe recipe, Split split, Jitter jitter, LoadProgress progress) {
        return open(recipe, split, List.of(jitter), progress).get(0);
    }

    /** The same in several sizes; each file is read once. */
    static List<OpenedPairs> open(Recipe recipe, Split split, List<Jitter> jitters, LoadProgress progress) {
        if (isGiven(recipe)) {
            throw new BadInput(
                    recipe.words().name() + ": which pictures? allowed: --data FOLDER of pairs, in any layout of"
                            + " docs/pairs.md; or a folder of single pictures and --derive "
                            + String.join("|", Derivation.keys()));
        }
        return PairSource.of(request(recipe)).open(split, jitters, progress);
    }

    private static PairRequest request(Recipe recipe) {
        String derive = recipe.get(TranslationKeys.DERIVE);
        PairFacts asked = asked(recipe, 0);
        return new PairRequest(
                recipe.words().name(),
                recipe.get(TranslationKeys.SOURCE),
                asked.input(),
                asked.output(),
                TranslationKeys.jitter(recipe),
                Direction.of(recipe.get(TranslationKeys.DIRECTION)),
                derive.equals("none") ? Optional.empty() : Optional.of(Derivation.of(derive)),
                PairSpace.of(recipe.get(TranslationKeys.SPACE)),
                TranslationKeys.family(recipe),
                recipe.get(TrainKeys.SEED));
    }

    private static PairTreatment treatment(Recipe recipe) {
        return PairTreatment.of(TranslationKeys.jitter(recipe), recipe.get(TrainKeys.SEED))
                .in(PairSpace.of(recipe.get(TranslationKeys.SPACE)));
    }

    /** What networks must know of pairs. */
    static PairFacts facts(Recipe recipe, Dataset data) {
        PairRows rows = rows(data);
        PairTreatment treatment = treatment(recipe);
        return new PairFacts(treatment.inputChannels(rows.pairs()), treatment.outputChannels(rows.pairs()));
    }

    /** What networks are shown with where no pairs are named: colour to colour. */
    static PairFacts usual(Recipe recipe) {
        return recipe.get(TranslationKeys.SPACE).equals(PairSpace.LAB.key()) ? new PairFacts(1, 2) : asked(recipe, 3);
    }

    /** Channels that the recipe asks for, of what goes in and of what comes out; so many where it asks for none. */
    private static PairFacts asked(Recipe recipe, int usual) {
        int a = TranslationKeys.channels(recipe, TranslationKeys.CHANNELS_A, usual);
        int b = TranslationKeys.channels(recipe, TranslationKeys.CHANNELS_B, usual);
        return Direction.of(recipe.get(TranslationKeys.DIRECTION)) == Direction.A_TO_B
                ? new PairFacts(a, b)
                : new PairFacts(b, a);
    }

    /** A few of the pairs that are learned from, for the doctor. */
    static Optional<DoctorProbe> probe(TrainingSetup setup, PictureModel model) {
        ImagePairs pairs = rows(setup.data()).pairs();
        int[] sides = TranslationKeys.sides(setup.recipe());
        return PictureProbe.of(
                setup,
                List.of(new PictureProbe.Way(
                        "",
                        model,
                        PictureProbe.some(pairs.input(), sides, model.inputChannels()),
                        PictureProbe.some(pairs.output(), sides, model.outputChannels()),
                        true)));
    }

    private static PairRows rows(Dataset data) {
        if (!(data instanceof PairRows rows)) {
            throw new BadInput(data.description() + " is not made of pairs of pictures; allowed: pairs");
        }
        return rows;
    }

    /** The first pairs that training does not see, each time the same; of a program's own pairs, the first of all. */
    static FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        PairRows held = held(setup);
        return Translations.first(model, setup, Math.min(count, held.size()), rows -> held.batch(rows, 0));
    }

    private static PairRows held(TrainingSetup setup) {
        if (isGiven(setup.recipe())) {
            return rows(setup.data());
        }
        return new PairRows(
                open(setup.recipe(), Split.TEST).pairs(),
                treatment(setup.recipe()).still());
    }

    /** Whether the program gave the pairs, so that the recipe names none. */
    static boolean isGiven(Recipe recipe) {
        return recipe.get(TranslationKeys.SOURCE).equals(TranslationKeys.NONE);
    }
}
