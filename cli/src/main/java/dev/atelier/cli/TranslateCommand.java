package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.run.PictureSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atelier translate}: pictures of one kind from pictures of another, by a run that learned to. */
@Command(
        name = "translate",
        sortOptions = false,
        description = {
            "Translate pictures with a run that was trained on pairs or on two domains.",
            "Every output is as large as its input. Sides that the network cannot take are filled up by reflection and cut off"
                    + " again; nothing is resized unless --size says so.",
            "A picture that cannot be read is named and left out, the others are made, and the exit code is 1."
        },
        footer = {
            "",
            "Examples:",
            "  atelier translate runs/pix2pix-20250131-142501 sketch.png -o colour.png --compare",
            "  atelier translate runs/cyclegan-20250131-142501 photos/ -o painted/ --direction BtoA",
            "  atelier translate runs/pix2pix-20250131-142501 sketch.png -o variants/ --dropout --samples 4"
        })
final class TranslateCommand extends PictureCommand {
    private static final int MOST = 1000;

    @Option(
            names = "--direction",
            paramLabel = "DIRECTION",
            description = "AtoB or BtoA, of a run that learned both. Default: the first.")
    private Optional<String> direction = Optional.empty();

    @Option(names = "--dropout", description = "Keep dropout on, the noise of some networks; off otherwise.")
    private boolean dropout;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1",
            description = "Outputs of each input, 1 to " + MOST + ": NAME-1.png, NAME-2.png, ...; needs --dropout.")
    private int samples = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which noise. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--norm",
            paramLabel = "MODE",
            description = "Whose statistics a batch norm takes: image, of each picture alone; running, of the training;"
                    + " batch, of all that are made at once. Default: as the run was trained.")
    private Optional<String> norm = Optional.empty();

    TranslateCommand(Console console) {
        super(console);
    }

    @Override
    void check(Path input) {
        if (direction.isPresent() && !List.of("AtoB", "BtoA").contains(direction.get())) {
            throw new BadInput("--direction is '" + direction.get() + "'; allowed: AtoB, BtoA");
        }
        if (samples < 1 || samples > MOST) {
            throw new BadInput("--samples is " + samples + "; allowed: 1 to " + MOST);
        }
        if (samples > 1 && !dropout) {
            throw new BadInput(
                    "--samples " + samples + " needs --dropout: without noise all outputs of an input are equal");
        }
        if (norm.equals(Optional.of("batch")) && Files.isRegularFile(input)) {
            throw new BadInput(
                    "--norm batch has no effect here: of one picture the statistics of the batch are its own;"
                            + " allowed: image, running, or a folder of pictures");
        }
    }

    @Override
    boolean fits(int scale) {
        return scale == 1;
    }

    @Override
    String other(PictureModel model) {
        return "enlarges pictures ×" + model.scale() + " and translates none; try: atelier upscale";
    }

    @Override
    PictureSettings settings(PictureSettings shared) {
        return shared;
    }

    @Override
    List<PictureModel> variants(List<PictureModel> models, Path run) {
        PictureModel model =
                direction.map(wanted -> directed(models, run, wanted)).orElse(models.get(0));
        PictureOptions options = new PictureOptions(dropout, norm, OptionalDouble.empty(), seed);
        return LongStream.range(0, samples)
                .mapToObj(i -> model.with(options.withSeed(seed + i)))
                .toList();
    }

    private static PictureModel directed(List<PictureModel> models, Path run, String wanted) {
        return models.stream()
                .filter(model -> model.direction().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new BadInput("--direction " + wanted + ": " + run + " translates one way only"
                        + models.stream()
                                .map(PictureModel::direction)
                                .filter(known -> !known.isEmpty())
                                .collect(Collectors.joining(", ", ", ", ""))
                                .replaceFirst("^, $", "")
                        + "; allowed: a run that was trained in that direction or in both"));
    }
}
