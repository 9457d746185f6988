package dev.atelier.losses;

import dev.atelier.networks.Architecture;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tolerance;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first step's losses of both systems, through the networks, against PyTorch. */
class LossGoldensTest {
    private static final Pass PASS = Pass.training(Precision.FP32, Masks.NONE);
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5);

    @ParameterizedTest
    @ValueSource(strings = {"fashion_nodropout", "fashion_masks"})
    void fashionLossesAreThoseOfPyTorch(String file) {
        boolean dropout = file.endsWith("masks");
        NetworkOptions toy = new NetworkOptions(8, 1 / 16.0, dropout ? 0.4 : 0);
        try (TensorScope scope = TensorScope.open();
                Generator generator = Architecture.FASHION.generator(toy);
                Discriminator discriminator = Architecture.FASHION.discriminator(toy)) {
            Golden golden = Golden.read(file);
            generator.load(golden.group("init.generator."));
            discriminator.load(golden.group("init.discriminator."));
            var loss = new AdversarialLoss.CrossEntropy(
                    new Labels(true, given(golden.get("round.0.noise_real")), given(golden.get("round.0.noise_fake"))),
                    false);
            Tensor fake = generator.forward(golden.get("round.0.z_d"), PASS);
            Tensor both = torch.cat(new TensorVector(golden.get("round.0.real"), fake), 0);
            Tensor logits = discriminator.forward(both, dropout ? masked(golden, 0.4) : PASS);
            Tensor found = loss.discriminator(logits.narrow(0, 0, 4), logits.narrow(0, 4, 4));
            golden.assertClose("after.0.loss_d", found, TOLERANCE);

            discriminator.load(golden.group("after.0.discriminator."));
            Tensor fooled = discriminator.forward(generator.forward(golden.get("round.0.z_g"), PASS), PASS);
            golden.assertClose("after.0.loss_g", loss.generator(fooled), TOLERANCE);
        }
    }

    @Test
    void mnistGeneratorLossIsThatOfPyTorch() {
        NetworkOptions toy = new NetworkOptions(8, 1 / 16.0, 0);
        try (TensorScope scope = TensorScope.open();
                Generator generator = Architecture.MNIST.generator(toy);
                Discriminator discriminator = Architecture.MNIST.discriminator(toy)) {
            Golden golden = Golden.read("mnist_nodropout");
            generator.load(golden.group("init.generator."));
            for (int round = 0; round < 3; round++) {
                discriminator.load(golden.group("after." + round + ".discriminator."));
                Tensor z = golden.get("round." + round + ".z_g");
                Tensor logits = discriminator.forward(generator.forward(z, PASS), PASS);
                Tensor loss = new AdversarialLoss.CrossEntropy(Labels.plain(), false).generator(logits);
                golden.assertClose("after." + round + ".loss_g", loss, TOLERANCE);
                generator.load(golden.group("after." + round + ".generator."));
            }
        }
    }

    private static Pass masked(Golden golden, double rate) {
        int[] next = {0};
        return Pass.training(
                Precision.FP32,
                (keep, like) -> golden.get("round.0.mask." + next[0]++).mul(new Scalar(1 / (1 - rate))));
    }

    private static LabelNoise given(Tensor uniform) {
        return like -> uniform.mul(new Scalar(0.15));
    }
}
