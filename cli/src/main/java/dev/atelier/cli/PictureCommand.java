package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.data.DataSources;
import dev.atelier.networks.PictureModel;
import dev.atelier.run.InputSize;
import dev.atelier.run.PictureSettings;
import dev.atelier.run.PictureWork;
import dev.atelier.run.Sampler;
import dev.atelier.run.Tiling;
import dev.atelier.systems.Pictures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code translate} and {@code upscale} share: a run's model makes pictures of the pictures of a file or a folder tree. */
abstract class PictureCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run = Path.of("");

    @Parameters(index = "1", paramLabel = "IN", description = "A picture file, or a folder of such with sub-folders.")
    private Path in = Path.of("");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "OUT",
            required = true,
            description =
                    "Of a file: a path that ends in .png, .jpg or .jpeg, or a folder. Of a folder: a folder, where"
                            + " sub-folders and names are kept and pictures are PNG.")
    private Path out = Path.of("");

    @Option(
            names = "--force",
            description = "Write into a folder that is not empty; files of the same names are replaced.")
    private boolean force;

    @Option(
            names = "--compare",
            description = "Also write NAME.compare.png beside each output: input and output side by side.")
    private boolean compare;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "keep",
            description =
                    "keep: each picture at its own size; train: its shorter side as in training; a number: its shorter"
                            + " side in pixels. Default: ${DEFAULT-VALUE}.")
    private String size = "keep";

    @Option(
            names = "--tile",
            paramLabel = "TILE",
            defaultValue = "auto",
            description = "Work on large pictures in tiles: auto, where the memory is too small for the whole; off; a"
                    + " number: tiles of so many pixels a side. Default: ${DEFAULT-VALUE}.")
    private String tile = "auto";

    @Option(names = "--grey", description = "Make pictures in colour grey for a run that takes grey ones.")
    private boolean grey;

    @Option(
            names = "--checkpoint",
            paramLabel = "ROUND",
            description =
                    "The networks of this kept checkpoint: a step, or best. Default: the final ones, or the newest.")
    private Optional<String> checkpoint = Optional.empty();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            completionCandidates = DeviceNames.class,
            description = "auto, cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device = "auto";

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    PictureCommand(Console console) {
        this.console = console;
    }

    /** Whether the command is for models of this scale. */
    abstract boolean fits(int scale);

    /** What a model of the other kind does, and the command for it. */
    abstract String other(PictureModel model);

    /** The settings with what only this command knows. */
    abstract PictureSettings settings(PictureSettings shared);

    /** The models to work with: one for each output of an input. */
    abstract List<PictureModel> variants(List<PictureModel> models, Path run);

    /** Refuses what can be refused before the run is opened. */
    void check(Path input) {}

    @Override
    public final Integer call() {
        check(in);
        PictureSettings settings = settings(shared());
        PictureWork.Done done;
        try (Sampler sampler = sampler();
                LoadingLine progress = new LoadingLine(console.err())) {
            outsideOfTheData(sampler);
            done = PictureWork.on(
                    in,
                    out,
                    variants(fitting(sampler), run),
                    settings,
                    Pictures.provenance(sampler.recipe(), sampler.step()),
                    progress,
                    console.err()::println);
        }
        report(done);
        return done.leftOut().isEmpty() ? 0 : Failures.FAILED;
    }

    private PictureSettings shared() {
        PictureSettings plain = PictureSettings.PLAIN.with(InputSize.of(size)).with(Tiling.of(tile));
        PictureSettings named = force ? plain.withForce() : plain;
        PictureSettings compared = compare ? named.withCompare() : named;
        return grey ? compared.withGrey() : compared;
    }

    private Sampler sampler() {
        OptionalLong step = KeptCheckpoint.step(run, checkpoint);
        return step.isPresent()
                ? Sampler.at(step.getAsLong(), run, device, console.err()::println)
                : Sampler.open(run, device, console.err()::println);
    }

    private void outsideOfTheData(Sampler sampler) {
        Object source = sampler.recipe().values().get("data.source");
        if (source != null) {
            DataSources.requireOutside(String.valueOf(source), "-o", out);
        }
    }

    private List<PictureModel> fitting(Sampler sampler) {
        List<PictureModel> models = sampler.models().values().stream()
                .filter(PictureModel.class::isInstance)
                .map(PictureModel.class::cast)
                .toList();
        if (models.isEmpty()) {
            throw new BadInput(run + " is a run of system "
                    + sampler.recipe().words().name()
                    + ", whose networks take no pictures; pictures of noise: atelier generate " + Console.quoted(run)
                    + " -o grid.png");
        }
        List<PictureModel> fitting =
                models.stream().filter(model -> fits(model.scale())).toList();
        if (fitting.isEmpty()) {
            throw new BadInput(run + " " + other(models.get(0)) + " " + Console.quoted(run) + " " + Console.quoted(in)
                    + " -o " + Console.quoted(out));
        }
        return fitting;
    }

    private void report(PictureWork.Done done) {
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("pictures", done.pictures());
            result.put("out", out.toString());
            result.put("files", done.written().stream().map(Path::toString).toList());
            result.put("leftOut", done.leftOut());
            console.json(result);
            return;
        }
        String left =
                done.leftOut().isEmpty() ? "" : "; " + Counted.of(done.leftOut().size(), "picture") + " left out";
        console.out().println(Counted.of(done.pictures(), "picture") + left + ": " + out);
    }
}
