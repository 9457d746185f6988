package dev.atelier.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures places in fresh processes, started as the launcher would. */
final class GrowthPrograms {
    private final String recipe;
    private final Path root;
    private final Path cache;
    private final LauncherScript launcher;

    /** {@code root} is the checkout. */
    GrowthPrograms(String recipe, Path root) {
        this.recipe = recipe;
        this.root = root;
        this.cache = root.resolve("benchmarks/target/growth");
        this.launcher = LauncherScript.of(root.resolve("atelier"));
    }

    /** One run of all processes of a place, at the same time. */
    List<Child.Result> run(GrowthPlace place) {
        Map<String, String> environment = new HashMap<>(launcher.environment());
        environment.put("OMP_NUM_THREADS", Integer.toString(place.threads()));
        List<String> command = launcher.java(GrowthWorker.class, arguments(place));
        return Child.together(
                Collections.nCopies(place.processes(), command), environment, root, cache.resolve("logs"));
    }

    private List<String> arguments(GrowthPlace place) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(place.threads()), recipe));
        for (GrowthAxis axis : GrowthAxis.values()) {
            String value = place.at(axis);
            arguments.add(axis.setting(
                    axis == GrowthAxis.DATA
                            ? FashionImages.first(Integer.parseInt(value), cache)
                                    .toString()
                            : value));
        }
        return arguments;
    }
}
