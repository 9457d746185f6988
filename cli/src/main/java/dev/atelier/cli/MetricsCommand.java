package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.metrics.FeatureFile;
import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.MetricName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atelier metrics}: scores of features that are in files already. */
@Command(
        name = "metrics",
        sortOptions = false,
        description = {
            "Score features that were extracted elsewhere.",
            "FILE (.npy, .npz or .safetensors) holds 'real' [n, d] and 'fake' [m, d]; also 'probs' [m, classes] for the Inception Score, and 'kid_idx_real' and"
                    + " 'kid_idx_fake' [subsets, size] for kid_subset. Arithmetic is float64."
        },
        footer = {
            "",
            "Examples:",
            "  atelier metrics --features features.safetensors --k 5 --json",
            "  atelier metrics --real real.npy --fake fake.npy",
            "  atelier metrics --real r.safetensors --fake f.safetensors --probs p.npy"
        })
final class MetricsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--features", paramLabel = "FILE", description = "A safetensors or .npz file with both sets...")
    private Optional<Path> features = Optional.empty();

    @Option(
            names = "--real",
            paramLabel = "FILE",
            description = "...or real features, .npy, .npz or .safetensors, with --fake.")
    private Optional<Path> real = Optional.empty();

    @Option(names = "--fake", paramLabel = "FILE", description = "The features to be judged.")
    private Optional<Path> fake = Optional.empty();

    @Option(names = "--probs", paramLabel = "FILE", description = "Probabilities of classes, with --real and --fake.")
    private Optional<Path> probs = Optional.empty();

    @Option(
            names = "--k",
            paramLabel = "N",
            defaultValue = "5",
            description = "Nearest neighbours of precision, recall, density, coverage. Default: ${DEFAULT-VALUE}.")
    private int k;

    @Option(
            names = "--splits",
            paramLabel = "N",
            defaultValue = "10",
            description = "Slices of the Inception Score. Default: ${DEFAULT-VALUE}.")
    private int splits;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    MetricsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        FeatureScores.Settings settings =
                FeatureScores.Settings.defaults().withK(k).withSplits(splits);
        try (FeatureFile file = open()) {
            List<String> cautions = file.cautions();
            Map<String, Double> scores = file.scores(settings);
            if (json) {
                Map<String, Object> result = new LinkedHashMap<>();
                FeatureScores.NAMES.forEach(name -> result.put(name, scores.get(name)));
                result.put("passport", file.passport(settings).json());
                if (!cautions.isEmpty()) {
                    result.put("cautions", cautions);
                }
                console.json(result);
            } else {
                print(scores, file);
                cautions.forEach(text -> console.out().println("caution: " + text));
            }
        }
        return 0;
    }

    private FeatureFile open() {
        boolean two = real.isPresent() || fake.isPresent();
        if (features.isPresent() == two || real.isPresent() != fake.isPresent()) {
            throw new BadInput("metrics takes --features FILE, or --real FILE and --fake FILE together");
        }
        if (features.isPresent() && probs.isPresent()) {
            throw new BadInput("--probs goes with --real and --fake; with --features the file holds 'probs'");
        }
        return features.map(FeatureFile::read)
                .orElseGet(() -> FeatureFile.read(real.orElseThrow(), fake.orElseThrow(), probs));
    }

    private void print(Map<String, Double> scores, FeatureFile file) {
        Table table = new Table().row("score", "value", "better", "what it says");
        for (String name : FeatureScores.NAMES) {
            MetricName metric = MetricName.of(name);
            table.row(
                    name,
                    number(Optional.ofNullable(scores.get(name))),
                    metric.better().key(),
                    metric.meaning());
        }
        table.print(console.out(), "");
        console.out()
                .println("\n" + file.real().count() + " real and " + file.fake().count() + " judged samples of "
                        + file.real().size() + " numbers, k " + k);
    }

    private static String number(Optional<Double> value) {
        return value.map(v -> String.format(java.util.Locale.ROOT, "%.6g", v)).orElse("- (no probs)");
    }
}
