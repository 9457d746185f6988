package dev.atelier.examples;

import dev.atelier.data.MemoryDataset;
import dev.atelier.metrics.FeatureStats;
import dev.atelier.metrics.Features;
import dev.atelier.metrics.Fid;
import dev.atelier.networks.FixedInputs;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.Sampler;
import dev.atelier.run.TrainingRun;
import dev.atelier.systems.GanSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Trains a GAN of one's own on data of one's own, stops in the middle, goes on, and judges it by a Fréchet distance of features of one's
 * own. The trained networks lie in {@code FOLDER/final}, as safetensors.
 */
final class OwnRun {
    private static final int POINTS = 512;

    private OwnRun() {}

    /** Points on a ring of radius 0.7. */
    static float[] ring() {
        Random random = new Random(1);
        float[] xy = new float[2 * POINTS];
        for (int i = 0; i < POINTS; i++) {
            double angle = 2 * Math.PI * random.nextDouble();
            xy[2 * i] = (float) (0.7 * Math.cos(angle) + 0.02 * random.nextGaussian());
            xy[2 * i + 1] = (float) (0.7 * Math.sin(angle) + 0.02 * random.nextGaussian());
        }
        return xy;
    }

    /** The Fréchet distance before and after training. */
    static double[] run(GanSystem system, Path folder, int steps) {
        MemoryDataset data = MemoryDataset.of("ring", ring(), 2);
        Recipe settings = Recipe.of(system)
                .with("data.batch", 64)
                .with("train.steps", steps)
                .with("samples.everySteps", 200)
                .with("checkpoint.everySteps", 200);
        double before;
        try (TrainingRun run = TrainingRun.start(system, settings, data, folder)) {
            run.train(() -> run.step() == 1); // says when to stop
            before = distance(folder);
        }
        try (TrainingRun run = TrainingRun.resume(system, data, folder)) {
            run.train(); // as if it had never been stopped
        }
        return new double[] {before, distance(folder)};
    }

    private static double distance(Path folder) {
        List<Float> made = new ArrayList<>();
        try (Sampler sampler = Sampler.open(folder);
                FixedInputs inputs = FixedInputs.draw(sampler.model(), 1, "judge", POINTS)) {
            for (float[] point : inputs.samples()) {
                made.add(point[0]);
                made.add(point[1]);
            }
        }
        float[] points = new float[made.size()];
        for (int i = 0; i < points.length; i++) {
            points[i] = made.get(i);
        }
        try (Features real = features(ring());
                Features fake = features(points);
                FeatureStats realStats = FeatureStats.of(real);
                FeatureStats fakeStats = FeatureStats.of(fake)) {
            return Fid.between(realStats, fakeStats);
        }
    }

    /** The extractor: x, y, and their distance from the middle. */
    private static Features features(float[] xy) {
        float[] values = new float[xy.length / 2 * 3];
        for (int i = 0; i < xy.length / 2; i++) {
            values[3 * i] = xy[2 * i];
            values[3 * i + 1] = xy[2 * i + 1];
            values[3 * i + 2] = (float) Math.hypot(xy[2 * i], xy[2 * i + 1]);
        }
        return Features.of(values, xy.length / 2, "points");
    }
}
