package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.CroppedRows;
import dev.atelier.data.Dataset;
import dev.atelier.data.DomainRequest;
import dev.atelier.data.FeedDatasets;
import dev.atelier.data.ImageDomains;
import dev.atelier.data.Jitter;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.data.OpenedDomains;
import dev.atelier.data.RowDataset;
import dev.atelier.data.Split;
import dev.atelier.media.Image;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a recipe's words about two kinds of pictures into two feeds; the larger leads, so that an epoch sees all of both. */
final class DomainData {
    /** The feed of one kind. */
    static final String A = "a";

    /** The feed of the other. */
    static final String B = "b";

    private DomainData() {}

    static OpenedData open(Recipe recipe) {
        OpenedDomains opened = open(recipe, Split.TRAIN);
        OpenedData data = new OpenedData(
                feeds(recipe, opened, TranslationKeys.jitter(recipe)), opened.origin(), opened.notices());
        for (String twins : domains(recipe, LoadProgress.SILENT).twins(opened, LoadProgress.SILENT)) {
            data = data.with(twins);
        }
        return data;
    }

    /** One split of the kinds that a recipe names; what it is judged by is stored at the size itself. */
    static OpenedDomains open(Recipe recipe, Split split) {
        Jitter jitter = TranslationKeys.jitter(recipe);
        return open(recipe, split, split == Split.TRAIN ? jitter : jitter.still(), LoadProgress.SILENT);
    }

    /** The same, stored as large as this jitter loads. */
    static OpenedDomains open(Recipe recipe, Split split, Jitter jitter, LoadProgress progress) {
        return open(recipe, split, List.of(jitter), progress).get(0);
    }

    /** The same in several sizes; each file is read once. */
    static List<OpenedDomains> open(Recipe recipe, Split split, List<Jitter> jitters, LoadProgress progress) {
        return domains(recipe, progress).open(split, jitters, progress);
    }

    private static ImageDomains domains(Recipe recipe, LoadProgress progress) {
        String source = recipe.get(TranslationKeys.SOURCE);
        if (source.equals(TranslationKeys.NONE)) {
            throw new BadInput(recipe.words().name() + ": which pictures? allowed: --data FOLDER of two kinds, in any"
                    + " layout of docs/pairs.md; or a labelled source and --domains CLASS,CLASS");
        }
        return ImageDomains.of(
                new DomainRequest(
                        recipe.words().name(),
                        source,
                        classes(recipe),
                        TranslationKeys.channels(recipe, TranslationKeys.CHANNELS_A, 0),
                        TranslationKeys.channels(recipe, TranslationKeys.CHANNELS_B, 0),
                        TranslationKeys.family(recipe),
                        TranslationKeys.jitter(recipe)),
                progress);
    }

    private static List<String> classes(Recipe recipe) {
        String names = recipe.get(TranslationKeys.DOMAINS);
        return names.equals(TranslationKeys.NONE)
                ? List.of()
                : Arrays.stream(names.split(",")).map(String::strip).toList();
    }

    /** What a training learns from, of the train split as it loads. */
    static FeedDatasets feeds(Recipe recipe, OpenedDomains opened, Jitter jitter) {
        long seed = recipe.get(TrainKeys.SEED);
        Map<String, RowDataset> feeds = new LinkedHashMap<>();
        RowDataset a = new CroppedRows(opened.a(), jitter, PixelRange.SYMMETRIC, seed, A);
        RowDataset b = new CroppedRows(opened.b(), jitter, PixelRange.SYMMETRIC, seed, B);
        boolean larger = b.size() > a.size();
        feeds.put(larger ? B : A, larger ? b : a);
        feeds.put(larger ? A : B, larger ? a : b);
        return new FeedDatasets(feeds);
    }

    /** What networks must know of two kinds. */
    static PairFacts facts(Dataset data) {
        return new PairFacts(
                rows(data, A).pictures().channels(), rows(data, B).pictures().channels());
    }

    /**
     * A few of the pictures that are learned from, for the doctor.
     *
     * @param toB from A to B, as {@code toA} back; their numbers are those of the game of the kind that comes out
     */
    static Optional<DoctorProbe> probe(TrainingSetup setup, PictureModel toB, PictureModel toA) {
        int[] sides = TranslationKeys.sides(setup.recipe());
        List<Image> a = PictureProbe.some(rows(setup.data(), A).pictures(), sides, toB.inputChannels());
        List<Image> b = PictureProbe.some(rows(setup.data(), B).pictures(), sides, toA.inputChannels());
        return PictureProbe.of(
                setup,
                List.of(new PictureProbe.Way("/B", toB, a, b, false), new PictureProbe.Way("/A", toA, b, a, false)));
    }

    private static CroppedRows rows(Dataset data, String feed) {
        if (!(data instanceof FeedDatasets feeds) || !(feeds.byFeed().get(feed) instanceof CroppedRows rows)) {
            throw new BadInput(
                    data.description() + " has no feed '" + feed + "' of pictures; allowed: two kinds, a and b");
        }
        return rows;
    }

    /** The first pictures of both kinds that training does not see, each time the same; of a program's own, the first of all. */
    static FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        Dataset held = setup.recipe().get(TranslationKeys.SOURCE).equals(TranslationKeys.NONE)
                ? setup.data()
                : feeds(
                        setup.recipe(),
                        open(setup.recipe(), Split.TEST),
                        TranslationKeys.jitter(setup.recipe()).still());
        CroppedRows a = rows(held, A);
        CroppedRows b = rows(held, B);
        return Translations.first(
                model,
                setup,
                Math.min(count, Math.min(a.size(), b.size())),
                rows -> Fields.of(TranslationModel.INPUT, a.batch(rows, 0).get(Fields.REAL))
                        .with(TranslationModel.OTHER, b.batch(rows, 0).get(Fields.REAL)));
    }
}
