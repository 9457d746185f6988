package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.judge.EvaluationFile;
import dev.atelier.judge.Score;
import dev.atelier.metrics.MetricPassport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs RECIPE-SEED of a folder as Markdown tables, one row a recipe: the mean of each score over the seeds, ± half of what lies
 * between the least and the greatest. Runs whose passports do not agree are refused, but for the weight average, which is the recipe's
 * own affair and stands beside its name.
 *
 * <pre>ScoreTable FOLDER</pre>
 */
public final class ScoreTable {
    private static final List<List<String>> TABLES = List.of(
            List.of("fid", "fid_ddof0", "kid", "kid_biased", "kid_subset", "is", "is_std"),
            List.of("precision", "recall", "density", "coverage", "authpct", "ms_ssim", "swd"),
            List.of("ndb", "ndb_js", "modes", "class_kl", "class_js", "ppl", "cas", "cas_both"));

    private static final String AVERAGE = "weight average";

    private ScoreTable() {}

    public static void main(String[] args) throws IOException {
        try {
            print(folder(List.of(args)));
        } catch (BadInput e) {
            System.err.println("table: " + e.getMessage());
            System.exit(2);
        }
    }

    /** The one argument. */
    static Path folder(List<String> arguments) {
        if (arguments.size() != 1 || !Files.isDirectory(Path.of(arguments.get(0)))) {
            throw new BadInput("the folder of evaluated runs is needed, got '" + String.join(" ", arguments) + "'");
        }
        return Path.of(arguments.get(0));
    }

    static void print(Path folder) throws IOException {
        Map<String, List<EvaluationFile>> recipes = new TreeMap<>();
        try (Stream<Path> runs = Files.list(folder)) {
            for (Path run : runs.sorted().toList()) {
                String name = String.valueOf(run.getFileName());
                if (Files.isRegularFile(run.resolve(EvaluationFile.NAME)) && name.contains("-")) {
                    recipes.computeIfAbsent(name.substring(0, name.lastIndexOf('-')), key -> new ArrayList<>())
                            .add(EvaluationFile.read(run));
                }
            }
        }
        List<EvaluationFile> all =
                recipes.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            throw new BadInput(folder + ": no run called RECIPE-SEED in it is evaluated; first: atelier evaluate RUN");
        }
        requireComparable(all);
        List<String> order = recipes.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> mean(values(entry.getValue(), "fid"))))
                .map(Map.Entry::getKey)
                .toList();
        for (List<String> scores : TABLES) {
            System.out.println("| recipe | " + String.join(" | ", scores) + " |");
            System.out.println("|---|" + "---|".repeat(scores.size()));
            System.out.println("| *real images* | "
                    + scores.stream().map(score -> floor(all, score)).collect(Collectors.joining(" | ")) + " |");
            for (String recipe : order) {
                List<EvaluationFile> runs = Objects.requireNonNull(recipes.get(recipe));
                System.out.println(
                        "| `" + recipe + "` (" + runs.size() + (averaged(runs.get(0)) ? "" : ", no average") + ") | "
                                + scores.stream()
                                        .map(score -> cell(values(runs, score)))
                                        .collect(Collectors.joining(" | "))
                                + " |");
            }
            System.out.println();
        }
        passports(all.get(0))
                .forEach((name, passport) -> System.out.println(
                        "- `" + name + "`: " + passport.json().get("extractor") + "; "
                                + passport.json().get("settings")));
    }

    private static Map<String, MetricPassport> passports(EvaluationFile file) {
        return new LinkedHashMap<>(file.passports());
    }

    private static boolean averaged(EvaluationFile run) {
        return run.passports().values().stream()
                .anyMatch(passport ->
                        passport.fake().making().map(MetricPassport.Making::ema).orElse(false));
    }

    private static void requireComparable(List<EvaluationFile> all) {
        for (EvaluationFile other : all) {
            all.get(0).passports().forEach((name, passport) -> {
                MetricPassport theirs = other.passports().get(name);
                List<String> conflicts = theirs == null
                        ? List.of()
                        : passport.conflicts(theirs).stream()
                                .filter(conflict -> !conflict.startsWith(AVERAGE))
                                .toList();
                if (!conflicts.isEmpty()) {
                    throw new BadInput(all.get(0).path() + ", " + other.path() + ": " + name + ": " + conflicts);
                }
            });
        }
    }

    private static double[] values(List<EvaluationFile> runs, String score) {
        return runs.stream()
                .map(run -> Optional.ofNullable(run.scores().get(score)))
                .flatMap(Optional::stream)
                .mapToDouble(Score::value)
                .toArray();
    }

    private static String floor(List<EvaluationFile> all, String score) {
        return all.stream()
                .map(run -> Optional.ofNullable(run.scores().get(score)).flatMap(Score::real))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Score::text)
                .orElse("-");
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static String cell(double[] values) {
        if (values.length == 0) {
            return "-";
        }
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        return Score.text(mean(values)) + (values.length > 1 ? " ± " + Score.text((greatest - least) / 2) : "");
    }
}
