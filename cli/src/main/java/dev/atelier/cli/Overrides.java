package dev.atelier.cli;

import dev.atelier.data.DataSources;
import dev.atelier.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code train} that change a recipe. Values stay text here: the recipe's keys know what is allowed. */
final class Overrides {
    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            completionCandidates = DataNames.class,
            description =
                    "fashion-mnist, mnist, an IDX file or a folder of them, a .npy or .npz file, a folder of images, or a zip of one"
                            + " (a sub-folder for each class)."
                            + " Images of another size are cropped and resized.")
    private Optional<String> data = Optional.empty();

    /** One or the other. */
    static final class Length {
        @Option(names = "--epochs", paramLabel = "N", description = "Train for N passes over the data...")
        private Optional<String> epochs = Optional.empty();

        @Option(
                names = "--steps",
                paramLabel = "N",
                description = "...or for N steps. A step is one batch and updates every network once.")
        private Optional<String> steps = Optional.empty();
    }

    @ArgGroup
    private Length length = new Length();

    @Option(names = "--batch", paramLabel = "N", description = "Images in a batch.")
    private Optional<String> batch = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "The same seed on the same machine gives the same bits.")
    private Optional<String> seed = Optional.empty();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            completionCandidates = DeviceNames.class,
            description = "auto, cpu, cuda or cuda:N.")
    private Optional<String> device = Optional.empty();

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            completionCandidates = PrecisionNames.class,
            description =
                    "auto, fp32 or bf16. auto takes bf16 where the recipe is proven in it and a step is faster in it here.")
    private Optional<String> precision = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; 0 is one a processor.")
    private Optional<String> threads = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description =
                    "Size of the images, 64 or HEIGHTxWIDTH such as 64x48. Default: the data's own, or the recipe's.")
    private Optional<String> size = Optional.empty();

    @Mixin
    private TranslationOptions translation = new TranslationOptions();

    @Option(
            names = "--init",
            paramLabel = "RUN",
            description = "Begin with the networks of another run, as far as names and shapes agree.")
    private Optional<String> init = Optional.empty();

    @Option(
            names = "--doctor",
            paramLabel = "ACTION",
            completionCandidates = DoctorActions.class,
            description =
                    "What to do when training goes wrong: warn, rollback (to a checkpoint from before, with half the"
                            + " learning rates), stop, off. Default: warn.")
    private Optional<String> doctor = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            completionCandidates = SettingNames.class,
            description =
                    "Change any key of the recipe, as often as needed. 'atelier recipes show quick --all' lists the keys.")
    private List<String> settings = new ArrayList<>();

    /** Whether nothing was asked to be changed. */
    boolean isEmpty() {
        return data.isEmpty() && isEmptyButForData();
    }

    /** Whether nothing was asked to be changed but where the images lie. */
    boolean isEmptyButForData() {
        return length.epochs.isEmpty()
                && length.steps.isEmpty()
                && batch.isEmpty()
                && seed.isEmpty()
                && device.isEmpty()
                && precision.isEmpty()
                && threads.isEmpty()
                && size.isEmpty()
                && translation.isEmpty()
                && init.isEmpty()
                && doctor.isEmpty()
                && settings.isEmpty();
    }

    /** Where {@code --data} says that the images of this recipe lie; empty where it says nothing. */
    Optional<String> place(Recipe base) {
        return data.map(given -> String.valueOf(apply(base).values().get("data.source")));
    }

    /** The recipe with the options applied, {@code --set} last, and a path of data made absolute. */
    Recipe apply(Recipe base) {
        Recipe recipe = set(base, "--data", "data.source", data);
        recipe = set(recipe, "--epochs", "train.epochs", length.epochs);
        recipe = length.epochs.isPresent() ? recipe.with("train.steps", 0) : recipe;
        recipe = set(recipe, "--steps", "train.steps", length.steps);
        recipe = set(recipe, "--batch", "data.batch", batch);
        recipe = set(recipe, "--seed", "train.seed", seed);
        recipe = set(recipe, "--device", "train.device", device);
        recipe = set(recipe, "--precision", "train.precision", precision);
        recipe = set(recipe, "--threads", "train.threads", threads);
        recipe = set(recipe, "--size", "data.size", size);
        recipe = translation.apply(recipe);
        recipe = set(recipe, "--init", "train.init", init);
        recipe = set(recipe, "--doctor", "doctor.action", doctor);
        for (String setting : settings) {
            recipe = recipe.withSetting(setting);
        }
        Recipe whole = recipe;
        for (String key : List.of("train.init", "discriminator.pretrain", "data.attributes")) {
            whole = absolute(whole, key);
        }
        return DataSources.names().contains(String.valueOf(whole.values().get("data.source")))
                ? whole
                : absolute(whole, "data.source");
    }

    static Recipe set(Recipe recipe, String option, String key, Optional<String> value) {
        return value.isEmpty() ? recipe : recipe.with(key, value.get(), option);
    }

    /** A path made absolute, so that a run can be resumed from another working directory. */
    private static Recipe absolute(Recipe recipe, String key) {
        if (recipe.keys().find(key).isEmpty()) {
            return recipe;
        }
        String value = String.valueOf(recipe.values().get(key));
        try {
            boolean isPath = !value.isEmpty() && !value.equals("none");
            Path path = Path.of(value).toAbsolutePath().normalize();
            boolean usable = Files.exists(path) || key.equals("discriminator.pretrain");
            return isPath && usable ? recipe.with(key, path) : recipe; // else opening it will say what is wrong
        } catch (InvalidPathException e) {
            return recipe;
        }
    }
}
