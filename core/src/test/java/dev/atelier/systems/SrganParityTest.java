package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.BatchSource;
import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
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
import dev.atelier.training.Tick;
import dev.atelier.training.Trainer;
import dev.atelier.training.TrainingListener;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two steps of SRResNet and two of the game, from the weights and batches of {@code benchmarks/peers/srgan_golden.py}, which PyTorch
 * played in float64 in BasicSR's order: all weights, the statistics of batch norm, the moments of every Adam, the losses.
 */
class SrganParityTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5).orAbsolute(1e-7);
    private static final int STEPS = 4;

    private static Recipe recipe() {
        return Recipe.of(new Srgan())
                .with("network.width", 1 / 32.0)
                .with("network.blocks", 2)
                .with("data.crop", 16)
                .with("data.batch", 4)
                .with("pretrain.steps", 2)
                .with("pretrain.learningRate", 5e-3)
                .with("train.steps", STEPS)
                .with("content.features", "none")
                .with("loss.pixel", 0.5)
                .with("loss.adversarial", 0.1)
                .with("generator.learningRate", 5e-3)
                .with("generator.epsilon", 5e-2)
                .with("discriminator.learningRate", 5e-3)
                .with("discriminator.epsilon", 5e-2);
    }

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @Test
    void fourStepsGiveWhatPyTorchGives() {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("srgan_steps");
            Device device = new Device("cpu");
            TrainingState state = new TrainingState(1);
            Setup models = new Setup(recipe(), new PairFacts(3, 3).json(), device);
            TrainingSetup setup =
                    new TrainingSetup(models, MemoryDataset.of("none", new float[4], 4, 1), state, STEPS, line -> {});
            Srgan system = new Srgan();
            NetworkSet networks = system.networks(models);
            Stages stages = new Stages(system.stages(networks, setup));
            networks.load(initial(networks, golden));
            Pass pass = Pass.training(Precision.FP32, Masks.NONE);
            try (TrainingStep step = new TrainingStep(networks, stages, state, pass, device);
                    StepStats stats = new StepStats();
                    Feeds feeds = Feeds.of(new Given(golden))) {
                new Trainer(step, feeds, state, stats, List.of(new Compared(golden))).run(STEPS, () -> false);
                assertThat(state.step()).isEqualTo(STEPS);
            }
        }
    }

    private static Map<String, Map<String, Tensor>> initial(NetworkSet networks, Golden golden) {
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>(networks.tensors());
        for (String name : List.of("generator", "discriminator")) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            groups.get(name).keySet().forEach(each -> weights.put(each, golden.floats("init." + name + "." + each)));
            groups.put(name, weights);
        }
        return groups;
    }

    /** The golden's batches. */
    private static final class Given implements BatchSource {
        private final Golden golden;
        private int number;

        Given(Golden golden) {
            this.golden = golden;
        }

        @Override
        public Fields next() {
            try (TensorScope scope = TensorScope.open()) {
                Tensor real =
                        scope.keep(golden.floats("step." + number + ".real").clone());
                Tensor input =
                        scope.keep(golden.floats("step." + number + ".input").clone());
                number++;
                return Fields.of(Fields.REAL, real).with(TranslationModel.INPUT, input);
            }
        }

        @Override
        public Cursor cursor() {
            return Cursor.start();
        }

        @Override
        public void close() {}
    }

    /** Looks after the last step of each stage. */
    private record Compared(Golden golden) implements TrainingListener {
        @Override
        public boolean due(long step) {
            return true;
        }

        @Override
        public void tick(Tick tick) {
            Map<String, Double> told = tick.stats().drain();
            long last = tick.state().step() - 1;
            if (last % 2 == 0) {
                return;
            }
            String after = "after." + last + ".";
            Map<String, Map<String, Tensor>> ours = tick.step().networks().tensors();
            for (String group : List.of("generator", "discriminator")) {
                golden.assertGroup(after + group + ".", ours.get(group), TOLERANCE);
            }
            List<String> players = last == 1 ? List.of("pretrain") : List.of("pretrain", "generator", "discriminator");
            for (String player : players) {
                Map<String, Tensor> moments = new LinkedHashMap<>(ours.get(player + "_optimizer"));
                moments.remove("step");
                golden.assertGroup(after + player + "_optimizer.", moments, TOLERANCE);
            }
            for (String loss : last == 1 ? List.of("squares") : List.of("content", "pixel", "lossG", "lossD")) {
                golden.assertClose(after + loss, told.get(loss), TOLERANCE);
            }
        }
    }
}
