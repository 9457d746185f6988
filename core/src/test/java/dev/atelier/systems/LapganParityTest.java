package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.MemoryDataset;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.LaplacianLevel;
import dev.atelier.networks.LaplacianTop;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.StepStats;
import dev.atelier.training.StepsOfGivenNoise;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two steps of a pyramid of two levels, from the weights, batches and noise of {@code benchmarks/peers/lapgan_golden.py}, which PyTorch
 * played in float64: weights of all players, all that their optimisers remember, all losses.
 */
class LapganParityTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5).orAbsolute(1e-7);
    private static final int STEPS = 2;
    private static final ImageShape COARSE = new ImageShape(1, 7, 7);
    private static final ImageShape FINE = new ImageShape(1, 14, 14);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @ParameterizedTest
    @CsvSource({"sgd, sgd, 0.05, 0", "adam, adam, 0.01, 0", "classes, adam, 0.01, 3"})
    void eachLevelJudgesRealAndGeneratedInOnePassAndThenTheGeneratorLearns(
            String course, String optimizer, String rate, int classes) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("lapgan_" + course);
            Recipe recipe = recipe(optimizer, rate);
            Lapgan system = new Lapgan();
            NetworkSet set = networks(classes);
            for (String name : set.names()) {
                set.network(name).load(golden.group("init." + name + "."));
            }
            TrainingState state = new TrainingState(0);
            Setup models = new Setup(recipe, Map.of(), new Device("cpu"));
            TrainingSetup setup =
                    new TrainingSetup(models, MemoryDataset.of("none", new float[4], 4, 1), state, STEPS, line -> {});
            Given noise = new Given(golden);
            try (TrainingStep step = StepsOfGivenNoise.of(
                            set, system.stages(set, setup), state, Pass.training(Precision.FP32, Masks.NONE), noise);
                    StepStats stats = new StepStats()) {
                for (int k = 0; k < STEPS; k++) {
                    noise.begin(k);
                    step.run(Map.of("data", List.of(batch(golden, k))), stats);
                    compare(golden, "step." + k + ".", set, stats.drain());
                }
            }
        }
    }

    private static Fields batch(Golden golden, int step) {
        Fields real = Fields.of(Fields.REAL, golden.floats("step." + step + ".real"));
        String condition = "step." + step + ".condition";
        return golden.has(condition) ? real.with(Fields.CONDITION, golden.floats(condition)) : real;
    }

    private static Recipe recipe(String optimizer, String rate) {
        Recipe recipe = Recipe.of(new Lapgan())
                .with("data.size", "14")
                .with("data.channels", "1")
                .with("network.latent", "5")
                .with("train.precision", "fp32");
        for (String player : List.of("generator", "discriminator")) {
            recipe = recipe.with(player + ".optimizer", optimizer).with(player + ".learningRate", rate);
            recipe = optimizer.equals("sgd")
                    ? recipe.with(player + ".momentum", "0.5").with(player + ".dampening", "0.5")
                    : recipe.with(player + ".beta1", "0.5").with(player + ".epsilon", "5e-2");
        }
        return recipe;
    }

    private static NetworkSet networks(int classes) {
        LaplacianTop.Options top = new LaplacianTop.Options(COARSE, 5, 6, 5, classes);
        LaplacianLevel.Options level =
                LaplacianLevel.Options.of(FINE).withBaseWidth(3).withClasses(classes);
        return new NetworkSet()
                .network("generator0", LaplacianTop.generator(top))
                .network("discriminator0", LaplacianTop.critic(top))
                .network("generator1", new LaplacianLevel.Maker(level))
                .network("discriminator1", new LaplacianLevel.Judge(level));
    }

    private static void compare(Golden golden, String step, NetworkSet set, Map<String, Double> told) {
        set.tensors().forEach((name, tensors) -> {
            Map<String, Tensor> learned = new TreeMap<>(tensors);
            learned.remove("step");
            golden.assertGroup(step + "after." + name + ".", learned, TOLERANCE);
        });
        Map<String, Tensor> losses = golden.group(step + "stats.");
        assertThat(told.keySet()).containsAll(losses.keySet());
        losses.keySet().forEach(name -> golden.assertClose(step + "stats." + name, told.get(name), TOLERANCE));
    }

    /** The golden's noise: of each level the discriminator's turn comes first. */
    private static final class Given implements Draws {
        private final Golden golden;
        private final Map<String, Integer> asked = new HashMap<>();
        private int step;

        Given(Golden golden) {
            this.golden = golden;
        }

        void begin(int number) {
            step = number;
            asked.clear();
        }

        @Override
        public Tensor normal(String stream, long... shape) {
            throw new IllegalStateException("the noise of a pyramid is uniform");
        }

        @Override
        public Tensor uniform(String stream, long... shape) {
            String turn = asked.merge(stream, 1, Integer::sum) == 1 ? "D" : "G";
            Tensor u = golden.floats("step." + step + ".u." + stream.substring(1) + "." + turn);
            assertThat(Tensors.shape(u)[0]).isEqualTo(shape[0]);
            return u.reshape(shape);
        }
    }
}
