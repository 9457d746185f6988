package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Attributes;
import dev.atelier.data.Augmentation;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.BatchSize;
import dev.atelier.data.BatchSource;
import dev.atelier.data.Cursor;
import dev.atelier.data.FeedDatasets;
import dev.atelier.data.Feeds;
import dev.atelier.data.LastBatch;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.LoadPlan;
import dev.atelier.data.Order;
import dev.atelier.data.RowDataset;
import dev.atelier.media.PixelRange;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of how data are cut into batches. */
public final class FeedKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

    public static final Key<Long> BATCH = add(Key.integer("data.batch", 128, 1, 65536, "samples in a batch"));
    static final Key<String> ORDER = add(Key.choice(
            "data.order",
            "shuffled",
            Arrays.stream(Order.values()).map(Order::key).toList(),
            "shuffled anew each epoch, random with replacement, or sequential"));
    static final Key<String> LAST_BATCH = add(Key.choice(
            "data.lastBatch",
            "drop",
            Arrays.stream(LastBatch.values()).map(LastBatch::key).toList(),
            "an epoch's last batch where it is smaller than the others"));
    static final Key<Long> PREFETCH =
            add(Key.integer("data.prefetch", 2, 1, 64, "batches made ahead on the loader's thread"));

    private FeedKeys() {}

    private static <T> Key<T> add(Key<T> key) {
        ALL.add(key);
        return key;
    }

    /** How a recipe makes batches of images that are only mirrored, if at all, with these attributes encoded beside them. */
    static LoadOptions imageOptions(Recipe recipe, PixelRange range, boolean flip, Attributes attributes) {
        return new LoadOptions(
                recipe.integer(BATCH),
                Order.of(recipe.get(ORDER)),
                LastBatch.of(recipe.get(LAST_BATCH)),
                range,
                recipe.get(TrainKeys.SEED),
                recipe.integer(PREFETCH),
                attributes,
                new Augmentation(flip, 0, 0, 0, 0));
    }

    /** How a recipe cuts a feed into batches. */
    public static LoadPlan plan(Recipe recipe) {
        return new LoadPlan(
                Order.of(recipe.get(ORDER)),
                BatchSize.of(recipe.integer(BATCH)),
                LastBatch.of(recipe.get(LAST_BATCH)),
                recipe.get(TrainKeys.SEED),
                recipe.integer(PREFETCH));
    }

    /** Batches of one pass over so many samples. */
    public static long batchesPerEpoch(Recipe recipe, long samples) {
        long batch = recipe.get(BATCH);
        return LastBatch.of(recipe.get(LAST_BATCH)) == LastBatch.DROP ? samples / batch : (samples + batch - 1) / batch;
    }

    /** The feeds of data that are rows, as the recipe cuts them; each has an order of its own. */
    static Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors) {
        return feeds(setup, cursors, plan(setup.recipe()));
    }

    /** The same, cut as {@code plan} says. */
    public static Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors, LoadPlan plan) {
        if (setup.data() instanceof FeedDatasets several) {
            Map<String, BatchSource> sources = new LinkedHashMap<>();
            several.byFeed()
                    .forEach((feed, rows) -> sources.put(
                            feed, loader(rows, plan.withSeed(plan.seed() + feed.hashCode()), feed, cursors)));
            return Feeds.of(sources);
        }
        if (!(setup.data() instanceof RowDataset rows)) {
            throw new BadInput(setup.data().description() + " is not made of rows; allowed: a data set of rows, or a"
                    + " system that opens its own feeds");
        }
        return Feeds.of(loader(rows, plan, Feeds.DATA, cursors));
    }

    private static BatchLoader loader(RowDataset rows, LoadPlan plan, String feed, Map<String, Cursor> cursors) {
        return new BatchLoader(rows, plan, cursors.getOrDefault(feed, Cursor.start()));
    }
}
