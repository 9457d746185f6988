package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.data.OpenedSource;
import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What was asked of {@code benchmarks/growth}.
 *
 * @param axes the values of each axis to measure
 * @param processes whether two processes at once are measured, and more computed
 * @param threads of a process that has the machine for itself
 * @param rounds times that each point is measured, in turn
 * @param bandwidth bytes a second between processes that average gradients: assumed, not measured
 * @param json file of the raw results
 * @param plot folder of the pictures
 * @param table whether the file's results are shown again and nothing is measured
 */
record GrowthOptions(
        String recipe,
        Map<GrowthAxis, List<String>> axes,
        boolean processes,
        int threads,
        int rounds,
        double bandwidth,
        Optional<Path> json,
        Optional<Path> plot,
        boolean table) {
    static final String PROCESSES = "processes";
    static final String USAGE = """
            usage: benchmarks/growth [WHAT...] [options]

              WHAT              batch, width, size, data, processes; default: all
              --batch A,B       images in a batch; default 16,32,64,128,256
              --width A,B       width of the networks; default 0.25,0.5,1,2
              --size A,B        side of the images in pixels; default 16,32,64,128
              --data A,B        images in the data set; default 1000,10000,60000
              --recipe NAME     default dcgan
              --threads N       threads of a process; default: all cores
              --rounds N        runs of each point, in turn; default 3
              --bandwidth GB    a second between processes, for what is computed; default 1.25 (10 Gbit/s)
              --json FILE       write the raw results
              --plot FOLDER     draw growth.png and scale.png
              --table           measure nothing: show the results in --json again, draw them with --plot
            """;

    /** From the command line; anything unusable is bad input. */
    static GrowthOptions parse(List<String> arguments) {
        List<String> names = new ArrayList<>();
        Map<GrowthAxis, String> lists = new EnumMap<>(GrowthAxis.class);
        String recipe = "dcgan";
        int threads = Runtime.getRuntime().availableProcessors();
        int rounds = 3;
        double bandwidth = 1.25;
        Optional<Path> json = Optional.empty();
        Optional<Path> plot = Optional.empty();
        boolean table = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--batch", "--width", "--size", "--data" ->
                    lists.put(axis(argument.substring(2)), Arguments.value(argument, rest));
                case "--recipe" -> recipe = Arguments.among(argument, Arguments.value(argument, rest), Recipe.names());
                case "--threads" -> threads = Arguments.positive(argument, Arguments.value(argument, rest));
                case "--rounds" -> rounds = Arguments.positive(argument, Arguments.value(argument, rest));
                case "--bandwidth" -> bandwidth = Arguments.aboveZero(argument, Arguments.value(argument, rest));
                case "--json" -> json = Optional.of(Path.of(Arguments.value(argument, rest)));
                case "--plot" -> plot = Optional.of(Path.of(Arguments.value(argument, rest)));
                case "--table" -> table = true;
                default -> names.add(argument);
            }
        }
        Arguments.requireNoOptions(names);
        boolean processes = names.isEmpty() || names.contains(PROCESSES);
        if (processes && threads < 2 && !table) {
            throw new BadInput("processes share the threads and need 2 of them, but --threads is " + threads
                    + "; name what else to measure: " + String.join(", ", GrowthAxis.keys()));
        }
        json.ifPresent(GrowthOptions::requireWritable);
        if (table && json.isEmpty()) {
            throw new BadInput("--table shows results that were measured: give their file with --json");
        }
        return new GrowthOptions(
                recipe, axes(names, lists, recipe), processes, threads, rounds, bandwidth * 1e9, json, plot, table);
    }

    private static void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new BadInput("--json " + file + ": a file in a folder that is there");
        }
    }

    /** The folder of the pictures, made. */
    static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BadInput("--plot " + folder + ": no such folder, and it cannot be made", e);
        }
    }

    private static GrowthAxis axis(String name) {
        return GrowthAxis.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Those named, or all; with the values asked for, or the usual ones. */
    private static Map<GrowthAxis, List<String>> axes(
            List<String> names, Map<GrowthAxis, String> lists, String recipe) {
        List<String> known = new ArrayList<>(GrowthAxis.keys());
        known.add(PROCESSES);
        for (String name : names) {
            if (!known.contains(name)) {
                throw new BadInput("nothing named '" + name + "' to measure; known: " + String.join(", ", known));
            }
        }
        Map<GrowthAxis, List<String>> axes = new EnumMap<>(GrowthAxis.class);
        for (GrowthAxis axis : GrowthAxis.values()) {
            String list = lists.getOrDefault(axis, String.join(",", axis.usual()));
            List<String> values = axis.parse("--" + axis.key(), list, Recipe.named(recipe));
            if (names.isEmpty() || names.contains(axis.key())) {
                axes.put(axis, values);
            } else if (lists.containsKey(axis)) {
                throw new BadInput("--" + axis.key() + " is given, but " + axis.key() + " is not to be measured");
            }
        }
        return axes;
    }

    /** The same without the data sets that are larger than what is at hand; {@code told} hears of them. */
    GrowthOptions within(Supplier<OpenedSource> images, Consumer<String> told) {
        if (!axes.containsKey(GrowthAxis.DATA)) {
            return this;
        }
        Map<GrowthAxis, List<String>> possible = new EnumMap<>(axes);
        possible.computeIfPresent(
                GrowthAxis.DATA, (axis, counts) -> FashionImages.possible(counts, images.get(), told));
        return new GrowthOptions(recipe, possible, processes, threads, rounds, bandwidth, json, plot, table);
    }

    /** All places to measure, each once. */
    Set<GrowthPlace> places() {
        Set<GrowthPlace> places = new LinkedHashSet<>();
        axes.forEach((axis, values) ->
                values.forEach(value -> places.add(GrowthPlace.base(1, threads).with(axis, value))));
        if (processes) {
            places.addAll(GrowthModel.places(threads));
        }
        return places;
    }
}
