package dev.atelier.examples;

import dev.atelier.data.GaussianMixture;
import dev.atelier.media.Image;
import dev.atelier.metrics.ModeCoverage;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.GridOptions;
import dev.atelier.run.RunObserver;
import dev.atelier.run.Sampler;
import dev.atelier.run.TrainingRun;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which GAN finds all modes? Trains three small fully connected GANs on points of a plane, eight Gaussians on a ring or twenty-five on a
 * grid, counts the modes that each finds and draws its points: {@code ModesOfAMixture gaussian-ring|gaussian-grid FOLDER}. {@code
 * vanilla} collapses; minibatch discrimination and WGAN-GP cover the modes.
 */
public final class ModesOfAMixture {
    private static final int POINTS = 2500;

    private ModesOfAMixture() {}

    public static void main(String[] args) {
        run(args[0], Path.of(args[1]), System.out);
    }

    /** Coverage by name of the run; each run and its picture {@code NAME.png} are in the folder. */
    static Map<String, ModeCoverage> run(String data, Path folder, PrintStream out) {
        GaussianMixture mixture = GaussianMixture.of(data).orElseThrow();
        Map<String, ModeCoverage> found = new LinkedHashMap<>();
        settings(data).forEach((name, settings) -> {
            Recipe recipe = Recipe.named(name.equals("wgan-gp") ? "wgan-gp" : "vanilla");
            for (String setting : settings) {
                recipe = recipe.withSetting(setting);
            }
            Path run = folder.resolve(name);
            try (TrainingRun training = TrainingRun.start(recipe, run, RunObserver.SILENT)) {
                training.train();
            }
            try (Sampler sampler = Sampler.open(run)) {
                List<double[]> points = sampler.sample(POINTS, 1).stream()
                        .map(ModesOfAMixture::point)
                        .toList();
                found.put(name, ModeCoverage.of(points, mixture.centres(), mixture.deviation()));
                sampler.write(sampler.grid(GridOptions.of(POINTS)), folder.resolve(name + ".png"));
            }
            out.println(name + ": " + found.get(name));
        });
        return found;
    }

    /** All three share networks, z and batches; they differ in what keeps the generator from collapsing. */
    private static Map<String, List<String>> settings(String data) {
        boolean ring = data.equals("gaussian-ring");
        List<String> common = List.of(
                "data.source=" + data,
                "data.batch=128",
                "network.architecture=vanilla",
                "network.width=" + (ring ? 0.125 : 0.25),
                "network.latent=16",
                "generator.learningRate=1e-3",
                "generator.ema=0.99",
                "schedule.name=linear",
                "train.threads=1");
        Map<String, List<String>> settings = new LinkedHashMap<>();
        settings.put("vanilla", both(common, "train.steps=" + (ring ? 3000 : 8000), "discriminator.learningRate=3e-4"));
        settings.put(
                "minibatch-discrimination",
                both(Objects.requireNonNull(settings.get("vanilla")), "discriminator.minibatchDiscrimination=8"));
        settings.put(
                "wgan-gp",
                both(
                        common,
                        "train.steps=" + (ring ? 2000 : 8000),
                        "discriminator.learningRate=1e-3",
                        "penalty.gradient=0.1"));
        return settings;
    }

    private static List<String> both(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** A point's coordinates, from the two bytes of its image. */
    private static double[] point(Image image) {
        return new double[] {(image.pixels()[0] & 0xFF) / 127.5 - 1, (image.pixels()[1] & 0xFF) / 127.5 - 1};
    }
}
