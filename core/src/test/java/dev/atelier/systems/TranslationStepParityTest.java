package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.MemoryDataset;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tolerance;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Stages;
import dev.atelier.training.StepStats;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One step of each system of pictures from pictures as PyTorch plays it in float64 from the same weights and batches: weights, buffers of
 * batch norm, both moments of Adam, all losses.
 */
class TranslationStepParityTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5);
    /** Instance norm loses digits: PyTorch in float32 is as far from itself in float64 (1e-5 of a weight on maps of 4×4). */
    private static final Tolerance OF_INSTANCE_NORM = TOLERANCE.orAbsolute(1e-5);

    private static final Tolerance OF_LOSSES = TOLERANCE.orAbsolute(3e-7);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @Test
    void pix2pixLearnsItsCriticFirstOnTheVeryPictureThatTheGeneratorThenLearnsFrom() {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("step_pix2pix");
            Recipe recipe = recipe("pix2pix").with("network.width", "0.03125").with("network.dropout", "false");
            Fields batch =
                    Fields.of("input", golden.floats("batch.input")).with(Fields.REAL, golden.floats("batch.real"));
            compare(new Pix2pix(), recipe, new PairFacts(1, 3), golden, TOLERANCE, Map.of("data", List.of(batch)));
        }
    }

    @Test
    void cycleGanLearnsBothGeneratorsFirstAndItsCriticsOnWhatTheyMadeBefore() {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("step_cyclegan");
            Recipe recipe = recipe("cyclegan")
                    .with("data.size", "32")
                    .with("network.width", "0.03125")
                    .with("network.blocks", "2")
                    .with("discriminator.pool", "0");
            compare(
                    new CycleGan(),
                    recipe,
                    new PairFacts(3, 3),
                    golden,
                    OF_INSTANCE_NORM,
                    Map.of(
                            "a", List.of(Fields.of(Fields.REAL, golden.floats("batch.a"))),
                            "b", List.of(Fields.of(Fields.REAL, golden.floats("batch.b")))));
        }
    }

    private static Recipe recipe(String name) {
        Recipe recipe = Recipe.named(name)
                .with("data.size", "8")
                .with("discriminator.strides", "1")
                .with("schedule.name", "constant")
                .with("train.precision", "fp32");
        for (String player : List.of("generator", "discriminator")) {
            recipe = recipe.with(player + ".learningRate", "2e-2")
                    .with(player + ".beta1", "0.5")
                    .with(player + ".epsilon", "5e-2");
        }
        return recipe;
    }

    private static void compare(
            GanSystem system,
            Recipe wanted,
            PairFacts facts,
            Golden golden,
            Tolerance tolerance,
            Map<String, List<Fields>> batches) {
        Recipe recipe = system.resolve(wanted, notice -> {});
        Setup setup = new Setup(recipe, facts.json(), new Device("cpu"));
        NetworkSet set = system.networks(setup);
        for (String name : set.names()) {
            set.network(name).load(golden.group("init." + name + "."));
        }
        TrainingState state = new TrainingState(0);
        TrainingSetup training =
                new TrainingSetup(setup, MemoryDataset.of("none", new float[] {0}, 1), state, 1, notice -> {});
        try (TrainingStep step = new TrainingStep(
                        set,
                        new Stages(system.stages(set, training)),
                        state,
                        Pass.training(Precision.FP32, Masks.NONE),
                        setup.device());
                StepStats stats = new StepStats()) {
            step.run(batches, stats);
            set.tensors().forEach((name, tensors) -> {
                Map<String, Tensor> learned = new TreeMap<>(tensors);
                learned.remove("step");
                golden.assertGroup("after." + name + ".", learned, tolerance);
            });
            Map<String, Double> told = stats.drain();
            Map<String, Tensor> expected = golden.group("stats.");
            assertThat(told.keySet()).containsAll(expected.keySet());
            expected.keySet().forEach(name -> golden.assertClose("stats." + name, told.get(name), OF_LOSSES));
        }
    }
}
