package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.judge.ExtractorTraining;
import dev.atelier.metrics.ExtractorCard;
import dev.atelier.training.ClassifierTrainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier extractor train}: an extractor from labelled pictures. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Train a feature extractor on labelled pictures.",
            "A small classifier learns your classes; what it sees before it decides are the features by which pictures are judged."
                    + " It is kept in the cache under the source's name and a version that counts up."
        },
        footer = {
            "",
            "Examples:",
            "  atelier extractor train fashion-mnist",
            "  atelier extractor train photos/ --size 64 --name holidays",
            "  atelier extractor train digits/ --no-flip --out digits.safetensors"
        })
final class ExtractorTrainCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:[xX×](\\d{1,5}))?");

    private final Console console;

    @Parameters(
            paramLabel = "SOURCE",
            completionCandidates = DataNames.class,
            description =
                    "fashion-mnist, a folder with one sub-folder per class, a folder of IDX files, or an IDX file.")
    private String source = "";

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Times that every picture is seen. Default: 6, or more for less than 600 batches.")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Pictures in a batch. Default: 64.")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "Size of the network's input, 64 or HEIGHTxWIDTH such as 64x48; sides of 16 to 256."
                    + " Default: the data's own.")
    private Optional<String> size = Optional.empty();

    @Option(
            names = "--no-flip",
            description =
                    "Do not mirror pictures while training: for letters, digits and whatever has a left and a right.")
    private boolean noFlip;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of weights, order and changes. Default: 1.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "Name without version. Default: the source's.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "Where to write, a path that ends in .safetensors; replaced if it is there. Default: the cache.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    ExtractorTrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ExtractorTraining.Request request =
                new ExtractorTraining.Request(source, size.map(ExtractorTrainCommand::size), name, out, settings());
        ExtractorTraining.Trained trained = train(request);
        if (json) {
            console.json(json(trained));
        } else {
            print(trained);
        }
        return 0;
    }

    private ExtractorTraining.Trained train(ExtractorTraining.Request request) {
        try (LoadingLine progress = new LoadingLine(console.err())) {
            return ExtractorTraining.train(request, progress, console.err()::println);
        }
    }

    private ClassifierTrainer.Settings settings() {
        if (epochs.isPresent() && epochs.get() < 1) {
            throw new BadInput("--epochs is " + epochs.get() + "; at least 1");
        }
        ClassifierTrainer.Settings usual = ClassifierTrainer.Settings.defaults();
        return usual.withEpochs(epochs.orElse(usual.epochs()))
                .withBatch(batch.orElse(usual.batch()))
                .withSeed(seed.orElse(usual.seed()))
                .withFlip(!noFlip);
    }

    private static ExtractorTraining.Size size(String text) {
        Matcher sides = SIZE.matcher(text);
        if (!sides.matches()) {
            throw new BadInput("--size is '" + text + "'; allowed: 64, or HEIGHTxWIDTH such as 64x48");
        }
        int height = Integer.parseInt(sides.group(1));
        return new ExtractorTraining.Size(height, sides.group(2) == null ? height : Integer.parseInt(sides.group(2)));
    }

    private void print(ExtractorTraining.Trained trained) {
        ExtractorCard card = trained.card();
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%s names %s of %d images rightly (%s); %d features, trained in %.0f s",
                        card.fullName(),
                        ExtractorReport.percent(card.accuracy()),
                        trained.accuracy().images(),
                        card.heldOut(),
                        card.features(),
                        trained.seconds()));
        Table table = new Table();
        trained.accuracy().byClass().forEach((label, share) -> table.row(label, ExtractorReport.percent(share)));
        table.print(console.out(), "  ");
        console.out().println("written to " + trained.file() + ", sha256 " + trained.sha256());
    }

    private static Map<String, Object> json(ExtractorTraining.Trained trained) {
        Map<String, Object> json = new LinkedHashMap<>(
                ExtractorReport.json(trained.card(), trained.sha256(), Optional.of(trained.file())));
        json.put("byClass", trained.accuracy().byClass());
        json.put("seconds", trained.seconds());
        return json;
    }
}
