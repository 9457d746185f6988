package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.run.PictureSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atelier upscale}: larger pictures, by a run that learned to enlarge. */
@Command(
        name = "upscale",
        sortOptions = false,
        description = {
            "Enlarge pictures with a run that learned to.",
            "Every output is exactly as many times as large as its input as the run was trained for, or --outscale says.",
            "A run that enlarges by several factors, as lapgan does, takes the least that is enough; --scale names one.",
            "A picture that cannot be read is named and left out, the others are made, and the exit code is 1."
        },
        footer = {
            "",
            "Examples:",
            "  atelier upscale runs/srgan-20250131-142501 small.png -o large.png --compare",
            "  atelier upscale runs/srgan-20250131-142501 photos/ -o large/ --ensemble",
            "  atelier upscale runs/lapgan-20250131-142501 small.png -o large.png --scale 4 --seed 7",
            "  atelier upscale runs/srgan-20250131-142501 icon.png -o icon2.png --outscale 2.5 --alpha network"
        })
final class UpscaleCommand extends PictureCommand {
    @Option(
            names = "--blend",
            paramLabel = "SHARE",
            description =
                    "Mix the weights of the run's two stages: 0 is the first, faithful; 1 the last, with more detail."
                            + " Default: the last.")
    private Optional<Double> blend = Optional.empty();

    @Option(
            names = "--ensemble",
            description = "Average over the eight turns and mirrorings of each picture: eight times the work.")
    private boolean ensemble;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description =
                    "How many times as large, of a run that enlarges by several factors. Default: the least that is"
                            + " enough for --outscale, else the least.")
    private Optional<Integer> scale = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which noise, of a run that adds details by noise. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--outscale",
            paramLabel = "X",
            description = "Resize the result to X times the input by the bicubic filter, above 0 to 16.")
    private Optional<Double> outscale = Optional.empty();

    @Option(
            names = "--alpha",
            paramLabel = "HOW",
            defaultValue = "network",
            description =
                    "Transparency that the run does not know: network, enlarged by it as a grey picture; bicubic; drop,"
                            + " laid on white. Default: ${DEFAULT-VALUE}.")
    private String alpha = "network";

    UpscaleCommand(Console console) {
        super(console);
    }

    @Override
    boolean fits(int scale) {
        return scale > 1;
    }

    @Override
    String other(PictureModel model) {
        return "translates pictures and enlarges none; try: atelier translate";
    }

    @Override
    PictureSettings settings(PictureSettings shared) {
        PictureSettings mine = shared.with(PictureSettings.Alpha.of(alpha));
        PictureSettings sized = outscale.map(mine::withOutscale).orElse(mine);
        return ensemble ? sized.withEnsemble() : sized;
    }

    @Override
    List<PictureModel> variants(List<PictureModel> models, Path run) {
        PictureOptions options = new PictureOptions(
                false, Optional.empty(), blend.map(OptionalDouble::of).orElseGet(OptionalDouble::empty), seed);
        return List.of(chosen(models, run).with(options));
    }

    /** Of the models of one factor the first. */
    private PictureModel chosen(List<PictureModel> models, Path run) {
        List<Integer> scales =
                models.stream().map(PictureModel::scale).distinct().sorted().toList();
        int wanted = scale.orElseGet(() -> scales.stream()
                .filter(factor -> factor >= outscale.orElse(0.0))
                .findFirst()
                .orElse(scales.get(scales.size() - 1)));
        return models.stream()
                .filter(model -> model.scale() == wanted)
                .findFirst()
                .orElseThrow(() -> new BadInput("--scale is " + wanted + "; " + run + " enlarges by "
                        + scales.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + "; --outscale resizes the result to any factor"));
    }
}
