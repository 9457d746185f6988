package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.checkpoint.SavedState;
import dev.atelier.data.DataSources;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Split;
import java.util.List;
import java.util.function.Supplier;

/**
 * The images that a run was trained on. Their identity is the hash in the receipt; the path in the recipe is only where they lay
 * when somebody last looked.
 */
public final class RunData {
    private final RunDirectory run;
    private final Recipe recipe;

    private RunData(RunDirectory run, Recipe recipe) {
        this.run = run;
        this.recipe = NetworkAssembly.sized(recipe); // runs of 0.1 do not name the size
    }

    /** Where the run's own recipe says. */
    public static RunData of(RunDirectory run) {
        return new RunData(run, run.recipe());
    }

    /** Where another recipe says, which asks for the same shape of images. */
    static RunData of(RunDirectory run, Recipe recipe) {
        return new RunData(run, recipe);
    }

    /** The same images looked for at another place: a path, or a name that {@link DataSources} knows. */
    public RunData at(String source) {
        return new RunData(run, recipe.with(DataKeys.SOURCE, source));
    }

    /** Where they are looked for. */
    public String source() {
        return recipe.get(DataKeys.SOURCE);
    }

    /** SHA-256 of the training images, as {@link dev.atelier.data.ImageDataset#sha256} tells it, from the receipt. */
    public String sha256() {
        try {
            return String.valueOf(
                    new SavedState(run.receipt()).map("data").values().get("sha256"));
        } catch (IllegalArgumentException e) {
            throw new BadInput(run.receiptFile() + ": not a receipt: it has no data.sha256", e);
        }
    }

    /**
     * The very images that the run was trained on, from whichever place of the source has them. Where none has, that is bad input with
     * both hashes.
     */
    public OpenedSource training() {
        String recorded = sha256();
        String here = "none";
        for (Supplier<OpenedSource> place : places()) {
            OpenedSource opened = place.get();
            if (opened.dataset().sha256().equals(recorded)) {
                return opened;
            }
            here = here.equals("none") ? opened.dataset().sha256() : here;
        }
        throw new BadInput(
                run.root() + " was trained on other images than those at " + source() + " (sha256 " + recorded
                        + " in receipt.json, " + here
                        + " here): its data have changed, or lie elsewhere now; say where by --data PATH");
    }

    private List<Supplier<OpenedSource>> places() {
        try {
            return DataSources.places(Assembly.request(recipe, Split.TRAIN), LoadProgress.SILENT);
        } catch (BadInput e) {
            throw new BadInput(
                    "the images of " + run.root() + ": " + e.getMessage()
                            + "; if they have moved, say where by --data PATH",
                    e);
        }
    }

    /** Another part of the source as it is now; {@link Split#TRAIN} is {@link #training()}. */
    public OpenedSource open(Split split) {
        return split == Split.TRAIN ? training() : Assembly.open(recipe, split);
    }
}
