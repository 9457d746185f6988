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
import picocli.CommandLine.Option;

/** The options of {@code train} that change a recipe. Values stay text here: the recipe's keys know what is allowed. */
final class Overrides {
    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            completionCandidates = DataNames.class,
            description =
                    "fashion-mnist, an IDX file, a folder of IDX files, or a folder of images (a sub-folder for each class)."
                            + " Images of another size are cropped and resized.")
    private Optional<String> data = Optional.empty();

    /** One or the other. */
    static final class Length {
        @Option(names = "--epochs", paramLabel = "N", description = "Train for N passes over the data...")
        private Optional<String> epochs = Optional.empty();

        @Option(
                names = "--steps",
                paramLabel = "N",
                description = "...or for N rounds. A round is one batch and updates every network once.")
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
                    "auto, fp32 or bf16. auto takes bf16 where the recipe is proven in it and the processor has it.")
    private Optional<String> precision = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of one operation; 0 is one a core.")
    private Optional<String> threads = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            completionCandidates = SettingNames.class,
            description =
                    "Change any key of the recipe, as often as needed. 'atelier recipes show quick' lists the keys.")
    private List<String> settings = new ArrayList<>();

    /** Whether nothing was asked to be changed. */
    boolean isEmpty() {
        return data.isEmpty()
                && length.epochs.isEmpty()
                && length.steps.isEmpty()
                && batch.isEmpty()
                && seed.isEmpty()
                && device.isEmpty()
                && precision.isEmpty()
                && threads.isEmpty()
                && settings.isEmpty();
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
        for (String setting : settings) {
            recipe = recipe.withSetting(setting);
        }
        return absoluteData(recipe);
    }

    private static Recipe set(Recipe recipe, String option, String key, Optional<String> value) {
        return value.isEmpty() ? recipe : recipe.with(key, value.get(), option);
    }

    /** So that a run can be resumed from another working directory. */
    private static Recipe absoluteData(Recipe recipe) {
        String source = String.valueOf(recipe.values().get("data.source"));
        if (DataSources.names().contains(source)) {
            return recipe;
        }
        try {
            Path path = Path.of(source);
            return Files.exists(path)
                    ? recipe.with("data.source", path.toAbsolutePath().normalize())
                    : recipe; // opening it will say what is wrong
        } catch (InvalidPathException e) {
            return recipe;
        }
    }
}
