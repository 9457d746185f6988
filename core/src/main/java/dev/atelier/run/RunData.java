package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Shelf;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import java.util.Optional;

/**
 * The images that a run learned from, which are those of its receipt's hash wherever they lie now, and others to judge it by. Other images
 * under the old name are never taken for them.
 *
 * @param sha256 of the receipt; empty where it names none
 * @param learned empty where no images of this hash are there
 * @param heldOut what the run is judged by
 * @param found what lies where the run's data should be, for a message
 */
public record RunData(String sha256, Optional<OpenedSource> learned, HeldOut heldOut, String found) {
    private static final int BRIEF = 12;

    /**
     * Of a run; {@code elsewhere} is where its data lie now, if not where its recipe says. Data that are not there are bad input.
     */
    static RunData of(RunDirectory run, Recipe recipe, Optional<String> elsewhere, LoadProgress progress) {
        GanSystem system = GanSystem.of(recipe);
        Recipe placed = elsewhere.map(source -> placed(recipe, source)).orElse(recipe);
        String sha256 = run.dataSha256();
        Shelf shelf = Shelf.of(system.images(placed).orElseThrow(), progress);
        try {
            Optional<OpenedSource> learned = shelf.find(sha256);
            HeldOut heldOut = learned.map(source -> HeldOut.beside(source.dataset(), shelf))
                    .orElseGet(() -> HeldOut.unchecked(shelf));
            return new RunData(sha256, learned, heldOut, shelf.source());
        } catch (BadInput e) {
            throw elsewhere.isPresent() ? e : moved(run, e);
        }
    }

    /** A recipe whose data lie elsewhere now; the first of its places is meant. */
    public static Recipe placed(Recipe recipe, String source) {
        return GanSystem.of(recipe).places().stream()
                .findFirst()
                .map(place -> recipe.with(place.name(), source, "--data"))
                .orElseThrow(() -> new BadInput(
                        "--data: a recipe of system " + recipe.words().name() + " names no data"));
    }

    /** The very images that a run was trained on, from whichever place of the recipe's source has them; bad input where none has. */
    public static ImageDataset training(RunDirectory run, Recipe recipe) {
        return (ImageDataset)
                GanSystem.of(recipe).open(recipe, run.dataSha256(), run.root()).dataset();
    }

    private static BadInput moved(RunDirectory run, BadInput e) {
        return new BadInput(
                e.getMessage() + "; " + run.root() + " learned from it: where does it lie now? --data SOURCE", e);
    }

    /** Why nothing can be said of the images that were learned from; empty where they are there. */
    public Optional<String> missing() {
        return learned.isPresent()
                ? Optional.empty()
                : Optional.of("the images that it learned from (sha256 "
                        + sha256.substring(0, Math.min(BRIEF, sha256.length())) + "… in its receipt) are not at "
                        + found + "; --data SOURCE says where they lie now");
    }
}
