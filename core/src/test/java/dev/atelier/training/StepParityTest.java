package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.LabelNoise;
import dev.atelier.losses.Labels;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three steps from the same weights, batches, z, label noise and dropout masks as the goldens of {@code benchmarks/peers}, which
 * PyTorch played in float64: every parameter, both moments of both Adams and both losses after each step.
 */
class StepParityTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5);

    private final Deque<Tensor> masks = new ArrayDeque<>();
    private final Deque<Tensor> realNoise = new ArrayDeque<>();
    private final Deque<Tensor> fakeNoise = new ArrayDeque<>();
    private NoiseStep noise;

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @ParameterizedTest
    @CsvSource({"fashion, nodropout", "fashion, masks", "mnist, nodropout", "mnist, masks"})
    void threeRoundsGiveWhatPyTorchGives(String system, String kind) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read(system + "_" + kind);
            try (TrainingStep step = step(system, kind.equals("masks"));
                    StepStats stats = new StepStats()) {
                step.networks().load(initial(step.networks(), golden));
                for (int round = 0; round < 3; round++) {
                    play(step, stats, golden, "round." + round + ".");
                    compare(step, stats.drain(), golden, "after." + round + ".");
                }
            }
        }
    }

    /** The system as its recipe has it, at 1/16 of the channels. */
    private TrainingStep step(String system, boolean dropout) {
        boolean fashion = system.equals("fashion");
        double rate = fashion ? 0.4 : 0.3;
        NetworkOptions options = new NetworkOptions(8, 1 / 16.0, rate);
        Generator generator = Architecture.of(system).generator(options);
        Discriminator discriminator = Architecture.of(system).discriminator(options);
        Labels labels = fashion
                ? new Labels(true, like -> realNoise.remove(), like -> fakeNoise.remove())
                : new Labels(false, LabelNoise.NONE, LabelNoise.NONE);
        noise = new NoiseStep(
                        generator,
                        discriminator,
                        new AdversarialLoss.CrossEntropy(labels, false),
                        Pass.training(Precision.FP32, dropout ? this::givenMask : Masks.NONE))
                .learningBy(
                        new Adam(generator.parameters(), new Adam.Options(fashion ? 1e-4 : 1e-3, 0.9, 0.999, 1e-7)),
                        new Adam(discriminator.parameters(), new Adam.Options(fashion ? 1e-5 : 1e-3, 0.9, 0.999, 1e-7)))
                .with(game -> fashion ? game.withoutDropoutForGenerator() : game.learnedSeparately());
        return noise.step(new TrainingState(0), new Device("cpu"));
    }

    private Tensor givenMask(double keep, Tensor like) {
        Tensor mask = masks.remove();
        assertThat(Tensors.shape(mask)).as("shape that dropout asks for").isEqualTo(Tensors.shape(like));
        return mask.mul(new Scalar(1 / keep));
    }

    /** The golden's first weights, with the optimisers as they are: at rest. */
    private static Map<String, Map<String, Tensor>> initial(NetworkSet networks, Golden golden) {
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>(networks.tensors());
        for (String player : new String[] {"generator", "discriminator"}) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            groups.get(player).keySet().forEach(name -> weights.put(name, golden.get("init." + player + "." + name)));
            groups.put(player, weights);
        }
        return groups;
    }

    private void play(TrainingStep step, StepStats stats, Golden golden, String round) {
        for (int k = 0; golden.has(round + "mask." + k); k++) {
            masks.add(golden.get(round + "mask." + k));
        }
        if (golden.has(round + "noise_real")) {
            realNoise.add(golden.get(round + "noise_real").mul(new Scalar(0.15)));
            fakeNoise.add(golden.get(round + "noise_fake").mul(new Scalar(0.15)));
        }
        try (TensorScope scope = TensorScope.open()) {
            Queue<Tensor> latents = new ArrayDeque<>(List.of(golden.get(round + "z_d"), golden.get(round + "z_g")));
            noise.play(step, List.of(NoiseStep.real(golden.get(round + "real"))), n -> latents.remove(), stats);
        }
        assertThat(masks).as("masks left over").isEmpty();
        assertThat(realNoise).isEmpty();
        assertThat(fakeNoise).isEmpty();
    }

    private static void compare(TrainingStep step, Map<String, Double> means, Golden golden, String after) {
        for (String player : new String[] {"generator", "discriminator"}) {
            Map<String, Tensor> actual =
                    new LinkedHashMap<>(step.networks().tensors().get(player));
            actual.putAll(step.networks().tensors().get(player + "_optimizer"));
            actual.remove("step");
            golden.assertGroup(after + player + ".", actual, TOLERANCE);
        }
        golden.assertClose(after + "loss_d", means.get("lossD"), TOLERANCE);
        golden.assertClose(after + "loss_g", means.get("lossG"), TOLERANCE);
    }
}
