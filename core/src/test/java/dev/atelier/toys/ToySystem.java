package dev.atelier.toys;

import dev.atelier.data.Dataset;
import dev.atelier.data.MemoryDataset;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.Labels;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Parameter;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.Player;
import dev.atelier.training.StepValues;
import dev.atelier.training.Term;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A kind of GAN at toy width, written as a user of the library would write it. */
abstract class ToySystem implements GanSystem {
    static final int SAMPLES = 22;
    static final int BATCH = 4;
    static final int WIDTH = 2;
    static final int STEPS = 12;
    static final AdversarialLoss LEAST_SQUARES = new AdversarialLoss.LeastSquares(Labels.plain());

    /** What it learns from. */
    Dataset data() {
        return MemoryDataset.of(name(), normals("real", SAMPLES * WIDTH), WIDTH);
    }

    final Recipe settings() {
        return Recipe.of(this)
                .with("train.steps", STEPS)
                .with("train.device", "cpu")
                .with("train.threads", 1)
                .with("train.precision", "fp32")
                .with("data.batch", BATCH)
                .with("log.everySteps", 1)
                .with("samples.count", 3)
                .with("samples.everySteps", 1000)
                .with("checkpoint.everySteps", 2)
                .with("checkpoint.keep", 20);
    }

    static float[] normals(String stream, int count) {
        float[] values = new float[count + count % 2];
        RandomStream.of(3, stream).fillNormal(values, 0, values.length);
        return java.util.Arrays.copyOf(values, count);
    }

    /** G or D ends the names of its rows. */
    static Player player(String letter, List<Parameter> parameters) {
        return new Player(letter, new Adam(parameters, new Adam.Options(1e-2, 0.5, 0.999, 1e-8)), Player.Options.PLAIN);
    }

    interface Value {
        Tensor of(StepValues now);
    }

    /** A loss of one value, under this name in the rows. */
    static Term term(String name, Value value) {
        return now -> {
            Tensor loss = value.of(now);
            now.record(name, loss);
            return Optional.of(loss);
        };
    }
}
