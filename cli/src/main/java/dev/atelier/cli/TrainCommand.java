package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.Plan;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.TrainingRun;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier train}: a new run, a run that goes on, or the plan of one. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Train a GAN, or go on with a run that was stopped.",
            "Ctrl-C saves a checkpoint and says how to go on. A run goes on with the same bits as if it had never stopped."
        },
        footer = {
            "",
            "Examples:",
            "  atelier train                                    'quick' on Fashion-MNIST",
            "  atelier train --data photos/ --epochs 40         on pictures of your own",
            "  atelier train mnist --steps 2000 --seed 7 --out runs/seven",
            "  atelier train quick --set generator.learningRate=3e-4 --set samples.count=36",
            "  atelier train fashion --dry-run                  networks, cost, time and disk; creates nothing",
            "  atelier train my-recipe.yaml                     differences from the defaults",
            "  atelier train --resume runs/quick-20250131-142501",
            "  atelier train --resume runs/quick-20250131-142501 --steps 6000    a longer run"
        })
final class TrainCommand implements Callable<Integer> {
    static final String DEFAULT_RECIPE = "quick";

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = RecipeNames.class,
            description = "A recipe by name (${COMPLETION-CANDIDATES}) or a path that ends in .yaml. Default: "
                    + DEFAULT_RECIPE + ".")
    private Optional<String> recipe = Optional.empty();

    @Mixin
    private Overrides overrides = new Overrides();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Run directory, new or empty. Default: runs/<recipe>-<date>-<time>.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description =
                    "Go on with this run to its recipe's end, or to another by --steps or --epochs; --data says where its images lie"
                            + " now.")
    private Optional<Path> resume = Optional.empty();

    @Option(
            names = "--dry-run",
            description =
                    "Print the resolved recipe, both networks, FLOPs, time and disk, from a few measured steps; create nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (resume.isPresent()) {
            return resume(resume.get());
        }
        Recipe wanted = overrides.apply(Recipe.of(recipe.orElse(DEFAULT_RECIPE)));
        return dryRun ? plan(wanted) : start(wanted);
    }

    private int plan(Recipe wanted) {
        Plan plan = Plan.measure(wanted, new TrainingConsole(console.err()));
        if (json) {
            console.json(plan.json());
        } else {
            console.out().print(plan.text());
        }
        return 0;
    }

    private int start(Recipe wanted) {
        DataSources.requireOutside(
                String.valueOf(wanted.values().get("data.source")), "--out", out.orElse(Path.of("runs")));
        try (TrainingConsole watch = new TrainingConsole(console.err());
                TrainingRun run = out.isPresent()
                        ? TrainingRun.start(wanted, out.get(), watch)
                        : TrainingRun.startIn(Path.of("runs"), LocalDateTime.now(), wanted, watch)) {
            return train(run, watch);
        }
    }

    private int resume(Path root) {
        refuseWithResume("--out", out.isPresent());
        refuseWithResume("--dry-run", dryRun);
        RunDirectory directory = RunDirectory.open(root);
        Optional<Recipe> wanted = wanted(directory);
        if (wanted.isEmpty() && directory.isDone()) {
            console.err().println(root + " is complete: nothing to resume");
            report(directory, true);
            return 0;
        }
        try (TrainingConsole watch = new TrainingConsole(console.err());
                TrainingRun run = wanted.isPresent()
                        ? TrainingRun.resume(root, wanted.get(), watch)
                        : TrainingRun.resume(root, watch)) {
            if (directory.isDone()) {
                watch.notice(root + " is complete: nothing to resume");
                report(directory, true);
                return 0;
            }
            return train(run, watch);
        }
    }

    private static void refuseWithResume(String option, boolean given) {
        if (given) {
            throw new BadInput(option + " cannot be given with --resume: a run goes on in its own folder");
        }
    }

    /** What the command line asks for beyond the run itself. */
    private Optional<Recipe> wanted(RunDirectory directory) {
        if (recipe.isEmpty() && overrides.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(overrides.apply(recipe.map(Recipe::of).orElseGet(directory::recipe)));
    }

    private int train(TrainingRun run, TrainingConsole watch) {
        try (StopSignal stop =
                StopSignal.install(() -> watch.notice("stopping after this step, saving a checkpoint"))) {
            boolean done = run.train(stop::asked);
            watch.close();
            if (!done) {
                console.err()
                        .println("stopped at step " + run.step() + " of " + run.lastStep()
                                + "; go on with: atelier train --resume " + Console.quoted(run.root()));
            }
            report(new RunDirectory(run.root()), done);
            return done ? 0 : Failures.FAILED; // not seen after a signal: the JVM answers with its own code
        }
    }

    private void report(RunDirectory directory, boolean done) {
        RunReport report = RunReport.of(directory);
        if (json) {
            console.json(report.json());
        } else if (done) {
            List<String> lines = report.lines();
            lines.forEach(console.out()::println);
        }
    }
}
