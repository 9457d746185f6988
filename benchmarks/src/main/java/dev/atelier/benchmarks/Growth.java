package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How speed and memory of training grow with batch, width, size, data and processes; {@code benchmarks/growth} starts it with the
 * checkout as {@code atelier.root}.
 */
public final class Growth {
    private Growth() {}

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(GrowthOptions.USAGE);
            return;
        }
        try {
            System.exit(run(GrowthOptions.parse(arguments)) ? 0 : 1);
        } catch (BadInput e) {
            System.err.println("growth: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(GrowthOptions options) throws IOException {
        Optional<Path> plot = options.plot().map(GrowthOptions::made);
        GrowthResults results = options.table()
                ? GrowthResults.of(ResultFile.read(options.json().orElseThrow()))
                : measure(options.within(FashionImages::atHand, line -> System.err.println("growth: " + line)));
        Optional<GrowthModel> model = GrowthModel.of(results, options.bandwidth());
        System.out.print(GrowthTables.text(results, model));
        if (plot.isPresent() && !GrowthPlot.write(plot.get(), results, model)) {
            System.err.println("growth: no pictures: this machine cannot draw text, as one without any font");
        }
        if (results.disturbed()) {
            System.err.println(
                    "growth: other programs ran meanwhile; DISTURBED rows are not results, measure them again");
        }
        return results.complete();
    }

    /** Every place once, and again: what slows the machine for a while slows one run of each. */
    private static GrowthResults measure(GrowthOptions options) throws IOException {
        Path root = Path.of(System.getProperty("atelier.root", "")).toAbsolutePath();
        Map<String, Object> machine = Machine.describe(root);
        machine.put("threads", options.threads());
        machine.put("rounds", options.rounds());
        GrowthPrograms programs = new GrowthPrograms(options.recipe(), root);
        Set<GrowthPlace> places = options.places();
        GrowthResults results =
                new GrowthResults(machine, options.recipe(), options.axes(), options.threads(), List.of());
        for (int round = 1; round <= options.rounds(); round++) {
            for (GrowthPlace place : places) {
                if (round > 1 && results.point(place).trouble().isPresent()) {
                    continue; // it will not go better
                }
                System.err.println(
                        "  round " + round + "/" + options.rounds() + " " + place.words() + "; " + place.programs());
                results = results.with(place, programs.run(place));
                if (options.json().isPresent()) { // after every run: minutes are long to lose
                    write(options, results);
                }
            }
        }
        return results;
    }

    private static void write(GrowthOptions options, GrowthResults results) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(results.json());
        GrowthModel.of(results, options.bandwidth())
                .ifPresent(model -> all.put("computed", model.json(GrowthTables.COMPUTED)));
        ResultFile.write(options.json().orElseThrow(), all);
    }
}
