package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.data.DataSources;
import dev.atelier.run.GridOptions;
import dev.atelier.run.Sampler;
import dev.atelier.systems.Conditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier generate}: pictures of a run's generator, as one grid or as files. */
@Command(
        name = "generate",
        sortOptions = false,
        description = {
            "Make pictures with a run's generator.",
            "It is the final one, or the newest checkpoint's while the run is not done.",
            "The same seed gives the same pictures, and more of them begin with the fewer."
        },
        footer = {
            "",
            "Examples:",
            "  atelier generate runs/quick-20250131-142501 -o grid.png",
            "  atelier generate runs/quick-20250131-142501 -n 64 --seed 7 --scale 4 -o grid.png",
            "  atelier generate runs/quick-20250131-142501 -n 1000 -o pictures/    000000.png, 000001.png, ...",
            "  atelier generate runs/quick-20250131-142501 --checkpoint best -o best.png",
            "  atelier generate runs/cgan-20250131-142501 --class Sneaker --class Bag -o two.png",
            "  atelier generate runs/mine-20250131-142501 --attr season=summer --attr price=10..90 --same-z -o prices.png"
        })
final class GenerateCommand implements Callable<Integer> {
    private static final int MOST = 100_000;
    private static final int MOST_IN_GRID = 4096;
    private static final int LARGEST_SCALE = 32;
    private static final int GRID_SCALE = 3;

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run directory.")
    private Path run = Path.of("");

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "16",
            description = "How many, 1 to " + MOST + ", in a grid to " + MOST_IN_GRID + ". Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which pictures. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "ROUND",
            description =
                    "The generator of this kept checkpoint: a step, or best. Default: the final one, or the newest.")
    private Optional<String> checkpoint = Optional.empty();

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "Pictures of this class; given several times, of each in turn. Default: of all in turn.")
    private List<String> classes = new ArrayList<>();

    @Option(
            names = "--attr",
            paramLabel = "NAME=VALUE",
            description = "Pictures with this attribute; several values are taken in turn, LOW..HIGH of a number is"
                    + " spread over all pictures.")
    private List<String> attributes = new ArrayList<>();

    @Option(names = "--same-z", description = "All pictures are of one z: only what is asked for differs.")
    private boolean sameZ;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "Draw each pixel as N×N, 1 to " + LARGEST_SCALE + ". Default: " + GRID_SCALE
                    + " in a grid, 1 in files.")
    private Optional<Integer> scale = Optional.empty();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            completionCandidates = DeviceNames.class,
            description = "auto, cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device = "auto";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "PATH",
            required = true,
            description =
                    "A path that ends in .png: one grid, replaced if it is there. Any other: a folder, new or empty.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        boolean grid = name.endsWith(".png");
        refuseOtherPictures(name);
        requireRange("-n", count, grid ? MOST_IN_GRID : MOST);
        int pixels = scale.orElse(grid ? GRID_SCALE : 1);
        requireRange("--scale", pixels, LARGEST_SCALE);
        if (grid && Files.isDirectory(out)) {
            throw new BadInput(out + " is a folder; -o takes a file that ends in .png, or a folder named otherwise");
        }
        if (!grid) {
            PictureFolder.requireFree(out);
        }
        Conditions wishes = wishes();
        try (Sampler sampler = sampler()) {
            List<String> doubts = sampler.attributes().isEmpty() ? List.of() : wishes.doubts(sampler.attributes());
            doubts.forEach(console.err()::println);
            if (grid) {
                sampler.writeSheet(
                        sampler.grid(GridOptions.of(count)
                                .withSeed(seed)
                                .enlarged(pixels)
                                .wishing(wishes)
                                .ofOneZ(sameZ)),
                        out);
            } else {
                DataSources.requireOutside(
                        String.valueOf(sampler.recipe().values().get("data.source")), "-o", out);
                PictureFolder.write(sampler, sampler.sample(count, seed, wishes, sameZ), pixels, out);
            }
            report(sampler, doubts);
        }
        return 0;
    }

    private Sampler sampler() {
        OptionalLong step = KeptCheckpoint.step(run, checkpoint);
        return step.isPresent()
                ? Sampler.at(step.getAsLong(), run, device, console.err()::println)
                : Sampler.open(run, device, console.err()::println);
    }

    private Conditions wishes() {
        Conditions wishes = Conditions.NONE;
        for (String name : classes) {
            wishes = wishes.with("class", name);
        }
        for (String attribute : attributes) {
            wishes = wishes.withSetting("--attr", attribute);
        }
        return wishes;
    }

    private static void refuseOtherPictures(String name) {
        if (name.matches(".*\\.(jpe?g|gif|bmp|webp|tiff?)")) {
            throw new BadInput(
                    "-o " + name + ": pictures are written as PNG; give a path that ends in .png, or a folder");
        }
    }

    private static void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new BadInput(option + " is " + value + "; allowed: 1 to " + most);
        }
    }

    private void report(Sampler sampler, List<String> doubts) {
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("step", sampler.step());
            result.put("count", count);
            result.put("seed", seed);
            result.put("out", out.toString());
            if (!doubts.isEmpty()) {
                result.put("notices", doubts);
            }
            console.json(result);
        } else {
            console.out()
                    .println(Counted.of(count, "picture") + " of step " + sampler.step() + ", seed " + seed + ": "
                            + out);
        }
    }
}
