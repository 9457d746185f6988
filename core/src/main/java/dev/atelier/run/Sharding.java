package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.TrainKeys;
import java.util.Locale;
import java.util.function.Consumer;

/** How many shards a batch is cut into, and how many threads work on them. */
final class Sharding {
    private Sharding() {}

    /**
     * The recipe with its number of shards settled. Who asks for one gets it or is refused; a recipe's own is lessened to what its batch can
     * be cut into, and is 1 on a GPU, which takes a batch whole.
     */
    static Recipe settled(Recipe recipe, String device, Consumer<String> notices) {
        long batch = recipe.get(FeedKeys.BATCH);
        long shards = recipe.get(TrainKeys.SHARDS);
        if (recipe.asks(TrainKeys.SHARDS)) {
            if (batch % shards != 0) {
                throw new BadInput("train.shards is " + shards + ", but data.batch " + batch
                        + " cannot be cut into as many pieces of one size; allowed: a divisor of " + batch);
            }
            return recipe;
        }
        int least = GanSystem.of(recipe).leastShard();
        long most = device.equals("cpu") ? shards : 1;
        while (most > 1 && (batch % most != 0 || batch / most < least)) {
            most--;
        }
        if (most < shards) {
            notices.accept(String.format(
                    Locale.ROOT,
                    "train.shards is %d here, not the recipe's %d: %s",
                    most,
                    shards,
                    device.equals("cpu")
                            ? "data.batch is " + batch + ", and a shard has at least " + least + " samples"
                            : "a GPU takes a batch whole"));
        }
        return recipe.with(TrainKeys.SHARDS, most);
    }

    /** What a plan says of shards and threads, and why. */
    static String told(Recipe recipe) {
        long shards = recipe.get(TrainKeys.SHARDS);
        long threads = recipe.get(TrainKeys.THREADS);
        if (shards == 1) {
            return threads == 1
                    ? "one, over whole batches"
                    : threads + " share each operation: batches are not cut (train.shards = 1), the bits depend on the"
                            + " number of threads";
        }
        return Math.min(shards, threads) + ", each on a shard of its own: batches of " + recipe.get(FeedKeys.BATCH)
                + " are cut into " + shards + " (train.shards), the bits do not depend on the number of threads";
    }
}
