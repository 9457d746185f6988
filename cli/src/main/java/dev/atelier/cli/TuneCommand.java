package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Criterion;
import dev.atelier.tune.Search;
import dev.atelier.tune.Space;
import dev.atelier.tune.SpaceYaml;
import dev.atelier.tune.TuneDirectory;
import dev.atelier.tune.Tuning;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier tune}: a new search for settings, or one that goes on. */
@Command(
        name = "tune",
        sortOptions = false,
        description = {
            "Search for the settings of a recipe that give the best pictures.",
            "Tries many settings for a few steps and trains the best of them longer. Ctrl-C saves; a search goes on as if it had"
                    + " never stopped. Leaves a table, a picture and best.yaml, a recipe for 'atelier train'."
        },
        footer = {
            "",
            "Examples:",
            "  atelier tune quick --range generator.learningRate=1e-5..1e-2:log",
            "  atelier tune quick --range generator.learningRate=1e-5..1e-2:log \\",
            "      --range discriminator.learningRate=1e-5..1e-2:log --range generator.beta1=0..0.9 \\",
            "      --range 'data.batch=32|64|128' --trials 30 --steps-least 100 --steps-most 900",
            "  atelier tune mnist --space space.yaml --steps-most 2000 --out searches/digits",
            "  atelier tune --resume searches/digits            after Ctrl-C or a power cut",
            "  atelier tune --resume searches/digits --trials 60   more of the same",
            "  atelier train searches/digits/best.yaml"
        })
final class TuneCommand implements Callable<Integer> {
    private static final int TRIALS = 20;
    private static final int ETA = 3;

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = RecipeNames.class,
            description = "The recipe to start from, by name (${COMPLETION-CANDIDATES}) or a path that ends in .yaml."
                    + " Default: " + TrainCommand.DEFAULT_RECIPE + ".")
    private Optional<String> recipe = Optional.empty();

    @Option(
            names = "--range",
            paramLabel = "KEY=RANGE",
            completionCandidates = SettingNames.class,
            description = "A key to search: low..high, low..high:log or a|b|c. As often as needed.")
    private List<String> ranges = new ArrayList<>();

    @Option(
            names = "--space",
            paramLabel = "FILE",
            description = "The same as YAML: 'key: {from: 1e-4, to: 1e-2, scale: log}' or 'key: [a, b, c]'.")
    private Optional<Path> space = Optional.empty();

    @Option(names = "--trials", paramLabel = "N", description = "Settings to try. Default: " + TRIALS + ".")
    private Optional<Integer> trials = Optional.empty();

    @Option(
            names = "--steps-least",
            paramLabel = "N",
            description = "Steps that every trial gets. Default: a ninth of --steps-most.")
    private Optional<Long> least = Optional.empty();

    @Option(
            names = "--steps-most",
            paramLabel = "N",
            description = "Steps that the best trials get. Default: the recipe's train.steps.")
    private Optional<Long> most = Optional.empty();

    @Option(
            names = "--eta",
            paramLabel = "N",
            description = "One trial in N goes on, for N times the steps. Default: " + ETA + ".")
    private Optional<Integer> eta = Optional.empty();

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "What to go by: swd, the distance to real images, or any value in the rows of stats.jsonl. Lower"
                            + " is better. Default: swd.")
    private Optional<String> metric = Optional.empty();

    @Option(names = "--maximise", description = "Higher is better.")
    private boolean maximise;

    @Mixin
    private Overrides overrides = new Overrides();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder of the search, new or empty. Default: searches/<recipe>-<date>-<time>.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "SEARCH",
            description = "Go on with this search; --trials may be raised, --data says where its images lie now.")
    private Optional<Path> resume = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    TuneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (TuneConsole watch = new TuneConsole(console.err());
                Tuning tuning = resume.isPresent() ? resume(resume.get(), watch) : start(watch)) {
            return tune(tuning, watch);
        }
    }

    private Tuning start(TuneConsole watch) {
        Recipe base = overrides.apply(Recipe.of(recipe.orElse(TrainCommand.DEFAULT_RECIPE)));
        long rounds = most.orElseGet(() -> (Long) base.values().getOrDefault("train.steps", 0L));
        if (rounds < 1) {
            throw new BadInput(
                    most.isPresent()
                            ? "--steps-most cannot be " + rounds + "; allowed: at least 1"
                            : base.name()
                                    + " is measured in epochs; give --steps-most, the steps of the longest trials");
        }
        Search search = new Search(
                base,
                space(),
                trials.orElse(TRIALS),
                least.orElse(Math.max(1, rounds / 9)),
                rounds,
                eta.orElse(ETA),
                metric.orElse(Criterion.NAME),
                maximise);
        DataSources.requireOutside(
                String.valueOf(base.values().get("data.source")), "--out", out.orElse(Path.of("searches")));
        return out.isPresent()
                ? Tuning.start(search, out.get(), watch)
                : Tuning.startIn(Path.of("searches"), LocalDateTime.now(), search, watch);
    }

    private Space space() {
        if (space.isEmpty()) {
            return Space.of(ranges);
        }
        Space file = SpaceYaml.read(space.get());
        return ranges.isEmpty() ? file : file.and(Space.of(ranges));
    }

    private Tuning resume(Path root, TuneConsole watch) {
        boolean changed = recipe.isPresent()
                || !ranges.isEmpty()
                || space.isPresent()
                || least.isPresent()
                || most.isPresent()
                || eta.isPresent()
                || metric.isPresent()
                || maximise
                || out.isPresent()
                || !overrides.isEmptyButForData();
        if (changed) {
            throw new BadInput("--resume takes --trials, --data (where the same images lie now) and --json alone: a"
                    + " search goes on with its own settings");
        }
        Optional<String> data =
                overrides.place(TuneDirectory.open(root).search().base());
        return Tuning.resume(root, trials.map(OptionalInt::of).orElse(OptionalInt.empty()), data, watch);
    }

    private int tune(Tuning tuning, TuneConsole watch) {
        watch.begin(tuning.search());
        TuneDirectory directory = tuning.directory();
        try (StopSignal stop =
                StopSignal.install(() -> watch.notice("stopping after this step, saving a checkpoint"))) {
            boolean done = tuning.run(stop::asked);
            watch.close();
            if (!done) {
                console.err().println("stopped; go on with: atelier tune --resume " + Console.quoted(directory.root()));
            }
            TuneReport report = new TuneReport(directory, tuning.standings(), done);
            if (json) {
                console.json(report.json());
            } else {
                report.print(console.out());
            }
            boolean found = tuning.standings().best().isPresent();
            if (done && !found) {
                console.err().println("atelier: every trial failed; search lower learning rates");
            }
            return done && found ? 0 : Failures.FAILED;
        }
    }
}
