package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Cursor;
import dev.atelier.data.DataRequest;
import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.metrics.MetricName;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.nn.Summary;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import dev.atelier.recipe.Vocabulary;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Plateau;
import dev.atelier.training.Schedule;
import dev.atelier.training.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * One kind of GAN: the settings that its recipes have, its networks, how they are trained in which order, and what the trained thing does. A
 * run asks it for these and knows nothing else of it. All methods may be called more than once, and each run has a setup of its own, so a
 * system keeps nothing.
 */
public interface GanSystem extends Vocabulary {
    /** The kind of GAN that a recipe is of. */
    static GanSystem of(Recipe recipe) {
        if (!(recipe.words() instanceof GanSystem system)) {
            throw new BadInput("system " + recipe.words().name() + " has words alone; it cannot be trained");
        }
        return system;
    }

    // --- words

    /** The settings of every run, and those of this system; without settings of its own, the first. */
    @Override
    default Keys keys() {
        return Keys.of(SharedKeys.groups());
    }

    /** The recipe with everything that depends on data and networks written out; what cannot be is bad input. */
    default Recipe resolve(Recipe recipe, Consumer<String> notices) {
        return recipe;
    }

    /** The recipe of an early run with what early versions left open. */
    default Recipe completed(Recipe kept) {
        return kept;
    }

    /** {@code wanted} with the choices of a run where it leaves them open, so that the run can be gone on with. */
    default Recipe like(Recipe run, Recipe wanted) {
        return wanted;
    }

    /** Settings that only say where the data lie; they may change when a run is gone on with. */
    default List<Key<?>> places() {
        return List.of();
    }

    /** Steps of a whole training on so many samples. */
    default long steps(Recipe recipe, long samples) {
        return TrainKeys.length(
                recipe,
                samplesPerStep(recipe),
                () -> Math.multiplyExact(recipe.get(TrainKeys.EPOCHS), stepsPerEpoch(recipe, samples)));
    }

    /** Steps of one pass over so many samples; at least 1. */
    default long stepsPerEpoch(Recipe recipe, long samples) {
        return Math.max(1, FeedKeys.batchesPerEpoch(recipe, samples));
    }

    /** Samples of the leading feed that one step takes, for a person. */
    default int samplesPerStep(Recipe recipe) {
        return recipe.integer(FeedKeys.BATCH);
    }

    /** The part of the learning rates that goes by the step alone, where step {@code last} is the last. */
    default Schedule schedule(Recipe recipe, long last) {
        return Schedule.constant();
    }

    // --- data

    /** Where a recipe says that its data are, for the receipt. */
    default String place(Recipe recipe) {
        return "";
    }

    /** Opens what a recipe names to learn from. */
    default OpenedData open(Recipe recipe) {
        throw new BadInput("a recipe of system " + name() + " names no data; they must be given to the call");
    }

    /**
     * The very data that a run was begun with, known by their hash; bad input, with both hashes, where others lie there.
     *
     * @param run for messages
     */
    default OpenedData open(Recipe recipe, String sha256, Path run) {
        OpenedData here = open(recipe);
        requireSame(here.dataset(), sha256, run);
        return here;
    }

    /** Refuses data that a run was not begun with. */
    static void requireSame(Dataset data, String sha256, Path run) {
        if (!data.sha256().equals(sha256)) {
            throw new BadInput(run + " was trained on other data than " + data.description() + " (sha256 " + sha256
                    + " in receipt.json, " + data.sha256() + " here)");
        }
    }

    /** What networks must know of the data, as texts, numbers, lists and maps; data that do not serve the recipe are bad input. */
    default Map<String, Object> facts(Recipe recipe, Dataset data) {
        return Map.of();
    }

    /** The same before the data are opened, for tables of networks; data that have a name need not be there. */
    default Map<String, Object> expectedFacts(Recipe recipe) {
        return Map.of();
    }

    /** The feeds of a training, each from its cursor; from the beginning where there is none. */
    default Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors) {
        return FeedKeys.feeds(setup, cursors);
    }

    // --- training

    /**
     * All networks of the system under their names, which are those of files: their weights unset, on the CPU, without players. A network
     * whose weights are its own matter draws them in {@code initialise}.
     */
    NetworkSet networks(Setup setup);

    /** What a new training begins with instead of the weights that were drawn. */
    default void begin(NetworkSet networks, TrainingSetup setup) {}

    /** The stages of a training, one behind the other; players and averages are added to the networks. */
    List<Stage> stages(NetworkSet networks, TrainingSetup setup);

    /** What hears of each measurement, where a schedule watches one. */
    default Optional<Plateau> plateau(TrainingSetup setup) {
        return Optional.empty();
    }

    /** Floating-point operations of one step; empty where nobody counts them. */
    default OptionalDouble flops(Recipe recipe, Map<String, Summary> networks) {
        return OptionalDouble.empty();
    }

    /** Fewer samples than these are not worth a thread of their own, where a recipe has its batches cut into shards. */
    default int leastShard() {
        return 8;
    }

    // --- use

    /** What the trained networks do, by name; the first is meant where nobody names one. A model borrows its networks. */
    Map<String, GenerativeModel> models(NetworkSet networks, Setup setup);

    /** What a person does with a run of it. */
    default Use use() {
        return Use.GENERATE;
    }

    /** The inputs that a run draws samples of again and again, so that two grids can be compared sample by sample. */
    default FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        return FixedInputs.draw(model, setup.recipe().get(TrainKeys.SEED), "samples", count);
    }

    /** How many samples of a grid stand side by side, as where after so many conditions begin again; 1 where it does not matter. */
    default int cycle(Setup setup) {
        return 1;
    }

    // --- judging

    /** The images of one source that a recipe learns from, as a judge asks for them; empty where it learns from something else. */
    default Optional<DataRequest> images(Recipe recipe) {
        return Optional.empty();
    }

    /**
     * How runs are judged whose models make pictures of pictures; empty where they make images of noise, which are held against real ones.
     *
     * @param sha256 of what the run learned from
     */
    default Optional<Assessment> assessment(Recipe recipe, String sha256, LoadProgress progress) {
        return Optional.empty();
    }

    /** Parts of what a model of noise makes that are judged by themselves too, coarse ones first; none where it has no parts. */
    default List<JudgedPart> parts(GenerativeModel model, JudgedPart.Against against) {
        return List.of();
    }

    /** What an {@link #assessment} may tell of its runs, whatever their data are like; nothing where there is none. */
    default List<MetricName> judgedBy() {
        return List.of();
    }

    /** Whether the models that are shown are averages over steps. */
    default boolean averaged(Recipe recipe) {
        return false;
    }

    /** What the rows tell of the players, for plots, the console and the doctor. */
    default List<StatSeries> series(Recipe recipe) {
        return StatSeries.ONE_GAME;
    }

    /** The recipe with what {@link #measurement} would choose for these data written out. */
    default Recipe measured(Recipe recipe, Dataset data) {
        return recipe;
    }

    /** What is measured while a run trains; bad input where the data do not serve it. */
    default Optional<Measurement> measurement(
            Recipe recipe, Map<String, Object> facts, Dataset data, Consumer<String> notices) {
        if (MetricKeys.measured(recipe)) {
            throw new BadInput("metrics.everySteps is " + recipe.get(MetricKeys.STEPS) + ", but system " + name()
                    + " measures nothing; allowed: 0");
        }
        return Optional.empty();
    }

    /** What the doctor measures of the networks besides the rows; empty where it is off or has nothing to measure. */
    default Optional<DoctorProbe> probe(NetworkSet networks, TrainingSetup setup) {
        return Optional.empty();
    }

    /** Whether the critic's accuracy means anything: a loss without a point between real and fake has none. */
    default boolean anchored(Recipe recipe) {
        return false;
    }

    /** How well the critic classifies at the end of a training; empty where it does not. */
    default Optional<Classification> classification(NetworkSet networks, TrainingSetup setup) {
        return Optional.empty();
    }
}
