package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Dataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.data.OpenedPhotographs;
import dev.atelier.data.PhotoRequest;
import dev.atelier.data.PhotoRows;
import dev.atelier.data.PhotoSource;
import dev.atelier.data.PhotoTreatment;
import dev.atelier.data.Photograph;
import dev.atelier.data.Split;
import dev.atelier.media.Image;
import dev.atelier.media.PixelRange;
import dev.atelier.metrics.Baselines;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** Turns a recipe's words about photographs into pieces of them in two sizes. */
final class PhotoData {
    private static final int MOST_SHOWN = 8;
    private static final int LARGEST_SHOWN = 256;

    /** What goes in. */
    static final PixelRange LOW = PixelRange.UNIT;

    /** What should come out. */
    static final PixelRange HIGH = PixelRange.SYMMETRIC;

    private PhotoData() {}

    /** The photographs that a recipe learns from, as pieces. */
    static OpenedData open(Recipe recipe) {
        return open(recipe, Split.TRAIN)
                .data(new PhotoTreatment(
                        recipe.get(TranslationKeys.FLIP),
                        recipe.get(SrganKeys.TURN),
                        recipe.get(SrganKeys.DETAIL),
                        LOW,
                        HIGH,
                        recipe.get(TrainKeys.SEED)));
    }

    /** One split of the photographs that a recipe names, whole. */
    static OpenedPhotographs open(Recipe recipe, Split split) {
        return open(recipe, split, LoadProgress.SILENT);
    }

    /** The same, told how far it is. */
    static OpenedPhotographs open(Recipe recipe, Split split, LoadProgress progress) {
        return source(recipe).open(split, progress);
    }

    /** How small photographs were made; empty where they were given. */
    static Optional<String> made(Recipe recipe) {
        return source(recipe).isMade() ? Optional.of(Baselines.FILTER) : Optional.empty();
    }

    private static PhotoSource source(Recipe recipe) {
        if (isGiven(recipe)) {
            throw new BadInput(recipe.words().name()
                    + ": which photographs? allowed: --data FOLDER of pictures of any sizes, or of HR/ and LR/");
        }
        return PhotoSource.of(new PhotoRequest(
                recipe.words().name(),
                recipe.get(TranslationKeys.SOURCE),
                Integer.parseInt(recipe.get(SrganKeys.CHANNELS)),
                SrganKeys.scale(recipe),
                TranslationKeys.family(recipe),
                recipe.integer(SrganKeys.CROP)));
    }

    /** What networks must know of photographs. */
    static PairFacts facts(Dataset data) {
        int channels = rows(data).photographs().channels();
        return new PairFacts(channels, channels);
    }

    /** The same of those that a recipe names, which are not read whole; of a recipe that names none, in colour. */
    static PairFacts facts(Recipe recipe) {
        String wanted = recipe.get(SrganKeys.CHANNELS);
        int channels = !isGiven(recipe) ? source(recipe).channels() : wanted.equals("0") ? 3 : Integer.parseInt(wanted);
        return new PairFacts(channels, channels);
    }

    private static PhotoRows rows(Dataset data) {
        if (!(data instanceof PhotoRows rows)) {
            throw new BadInput(data.description() + " is not made of photographs in two sizes; allowed: those");
        }
        return rows;
    }

    /** The middles of the first photographs that training does not see, of one size; of a program's own, of the first of all. */
    static FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        List<Photograph> held = held(setup);
        List<Photograph> shown = held.subList(0, Math.min(Math.min(count, MOST_SHOWN), held.size()));
        int scale = SrganKeys.scale(setup.recipe());
        int side = shown.stream()
                .mapToInt(each -> Math.min(each.low().height(), each.low().width()))
                .reduce(LARGEST_SHOWN / scale, Math::min);
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> fields = new LinkedHashMap<>();
            fields.put(TranslationModel.INPUT, middles(shown, Photograph::low, side, 1, LOW));
            fields.put(Fields.REAL, middles(shown, Photograph::high, side, scale, HIGH));
            return FixedInputs.of(
                    model, Fields.of(shown.size(), fields).to(setup.device()).kept(scope));
        }
    }

    private static List<Photograph> held(TrainingSetup setup) {
        Recipe recipe = setup.recipe();
        if (isGiven(recipe)) {
            return rows(setup.data()).photographs().all();
        }
        if (source(recipe).has(Split.TEST)) {
            return open(recipe, Split.TEST).photographs().all();
        }
        setup.notices().accept("no photograph is held out, so sample grids show pieces of those that are learned from");
        return rows(setup.data()).photographs().all();
    }

    /** Equal places of both sizes: where the middle begins is worked out on the small one. */
    private static Tensor middles(
            List<Photograph> shown, Function<Photograph, Image> size, int side, int scale, PixelRange range) {
        int sideHere = side * scale;
        int channels = shown.get(0).low().channels();
        float[] table = range.table();
        float[] values = new float[shown.size() * channels * sideHere * sideHere];
        int to = 0;
        for (Photograph each : shown) {
            int top = (each.low().height() - side) / 2 * scale;
            int left = (each.low().width() - side) / 2 * scale;
            for (byte sample :
                    size.apply(each).crop(top, left, sideHere, sideHere).pixels()) {
                values[to++] = table[sample & 0xFF];
            }
        }
        return Tensors.of(values, shown.size(), channels, sideHere, sideHere);
    }

    /** Whether the program gave the photographs, so that the recipe names none. */
    private static boolean isGiven(Recipe recipe) {
        return recipe.get(TranslationKeys.SOURCE).equals(TranslationKeys.NONE);
    }
}
