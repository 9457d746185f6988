package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.data.Augmentation;
import dev.atelier.data.DataRequest;
import dev.atelier.data.DataSources;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LastBatch;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Order;
import dev.atelier.data.Shelf;
import dev.atelier.data.Split;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.Generator;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.LatentPrior;
import dev.atelier.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns a recipe's words about data and machine into objects. */
public final class Assembly {
    private Assembly() {}

    /** One data set where the recipe leaves several to choose from; which one it was is told. */
    static Recipe chosen(Recipe recipe, Consumer<String> notices) {
        String source = recipe.get(DataKeys.SOURCE);
        String one = DataSources.choose(source, notices, LoadProgress.SILENT);
        return one.equals(source) ? recipe : recipe.with(DataKeys.SOURCE, one);
    }

    /** A recipe with the data set that a run began with, where it leaves several to choose from. */
    public static Recipe onDataOf(Recipe run, Recipe wanted) {
        String source = run.get(DataKeys.SOURCE);
        return DataSources.isAmong(source, wanted.get(DataKeys.SOURCE)) ? wanted.with(DataKeys.SOURCE, source) : wanted;
    }

    /** The images that the networks take, with the attributes that the recipe names. */
    public static OpenedSource open(Recipe recipe, Split split) {
        return DataSources.open(request(recipe).with(split), LoadProgress.SILENT);
    }

    /** The images that a recipe names, of the training split. */
    public static DataRequest request(Recipe recipe) {
        ImageShape shape = NetworkAssembly.shape(recipe);
        String csv = recipe.get(DataKeys.ATTRIBUTES);
        return new DataRequest(
                recipe.get(DataKeys.SOURCE),
                new ImageFormat(shape.channels(), shape.height(), shape.width()),
                Split.TRAIN,
                csv.equals("none") ? Optional.empty() : Optional.of(Path.of(csv)));
    }

    /** What a run is judged by while it trains on this data set. */
    public static HeldOut heldOut(Recipe recipe, ImageDataset learned) {
        return HeldOut.beside(learned, Shelf.of(request(recipe), LoadProgress.SILENT));
    }

    /** What the data set says that the recipe does not; labels or attributes that the recipe needs must be there. */
    public static DataFacts known(Recipe recipe, ImageDataset dataset) {
        return known(
                recipe,
                dataset.description(),
                dataset.attributes(),
                dataset.classNames().size());
    }

    /** The same of data that are called {@code data} in messages. */
    public static DataFacts known(Recipe recipe, String data, Attributes all, int classes) {
        if (recipe.get(NetworkKeys.LABELS_PER_CLASS) > 0 && classes < 2) {
            throw new BadInput("labels.perClass is " + recipe.get(NetworkKeys.LABELS_PER_CLASS) + ", but " + data
                    + " has no classes; allowed: 0, or data with at least two classes");
        }
        if (!NetworkKeys.conditional(recipe)) {
            return new DataFacts(Attributes.NONE, classes);
        }
        return new DataFacts(
                told(recipe.get(NetworkKeys.CONDITION), all, NetworkAssembly.chosen(recipe), data), classes);
    }

    /**
     * What networks are told of attributes; data that have none, or none that differs, are bad input.
     *
     * @param mode as {@code condition.mode} has it, for messages
     * @param chosen names of those that are told; empty for all
     * @param data what the data are called in messages
     */
    static Attributes told(String mode, Attributes all, List<String> chosen, String data) {
        if (all.width() == 0) {
            throw new BadInput("condition.mode is " + mode + ", but " + data
                    + " has no attributes; allowed: none, or data with class folders or an attributes.csv");
        }
        Attributes seen = chosen.isEmpty() ? all : all.select(chosen);
        if (seen.list().stream().allMatch(Attribute::isConstant)) {
            throw new BadInput("condition.mode is " + mode + ", but in " + data + " every image has the same "
                    + String.join(", ", seen.names())
                    + "; allowed: none, or data with an attribute that differs");
        }
        return seen;
    }

    /** The range of the generator's images, and so of the real ones. */
    public static PixelRange range(Generator generator) {
        return generator.signed() ? PixelRange.SYMMETRIC : PixelRange.UNIT;
    }

    public static PixelRange range(NetworkAssembly networks) {
        try (Generator generator = networks.generator()) {
            return range(generator);
        }
    }

    static LoadOptions loadOptions(Recipe recipe, PixelRange range, Attributes attributes) {
        return new LoadOptions(
                recipe.integer(FeedKeys.BATCH),
                Order.of(recipe.get(FeedKeys.ORDER)),
                LastBatch.of(recipe.get(FeedKeys.LAST_BATCH)),
                range,
                recipe.get(TrainKeys.SEED),
                recipe.integer(FeedKeys.PREFETCH),
                attributes,
                new Augmentation(
                        recipe.get(DataKeys.FLIP),
                        recipe.get(DataKeys.ROTATE),
                        recipe.get(DataKeys.TRANSLATE),
                        recipe.get(DataKeys.ZOOM),
                        recipe.get(DataKeys.COLOUR)));
    }

    static LatentPrior prior(Recipe recipe) {
        return LatentPrior.of(recipe.get(NetworkKeys.PRIOR));
    }

    /**
     * The very images that a run was trained on, from whichever place of the recipe's source has them. Where none has, that is bad input
     * with both hashes.
     */
    static OpenedSource training(Recipe recipe, String sha256, Path run) {
        Shelf shelf = Shelf.of(request(NetworkAssembly.sized(recipe)), LoadProgress.SILENT);
        return shelf.find(sha256)
                .orElseThrow(() -> new BadInput(run + " was trained on other images than those at " + shelf.source()
                        + " (sha256 " + sha256 + " in receipt.json, " + here(run, shelf)
                        + " here): its data have changed, or lie elsewhere now; say where by --data PATH"));
    }

    private static String here(Path run, Shelf shelf) {
        try {
            return shelf.open(Split.TRAIN).dataset().sha256();
        } catch (BadInput e) {
            throw new BadInput(
                    "the images of " + run + ": " + e.getMessage() + "; if they have moved, say where by --data PATH",
                    e);
        }
    }
}
