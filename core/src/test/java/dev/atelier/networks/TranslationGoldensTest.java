package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.atelier.nn.NormStatistics;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks from image to image against PyTorch at toy width: a pass in training, all gradients, what becomes of the buffers, and passes
 * in evaluation by the running statistics and by each image's own.
 */
class TranslationGoldensTest {
    private static final Tolerance NEAR = new Tolerance(2e-6, 1e-5);

    /** A network as a function of one tensor. */
    private interface Function {
        Tensor of(Tensor x, Pass pass);
    }

    private record Case(Network network, Function function) {
        @Override
        public String toString() {
            return network.title();
        }
    }

    private static Case translator(Translator network) {
        return new Case(network, network::forward);
    }

    /** The first channels of x stand beside the others. */
    private static Case beside(Critic critic, String name, long from, long side, long all) {
        return new Case(
                critic,
                (x, pass) -> critic.judge(
                                x.narrow(1, from == 0 ? side : 0, all - side),
                                pass.with(Fields.of(name, x.narrow(1, from, side))))
                        .logit());
    }

    private static Case resnet(ResnetTranslator.Up up) {
        return translator(new ResnetTranslator(new ResnetTranslator.Options(1, 3, 12, 8, 2, 2, up)));
    }

    private static Case patches(int height, int width, int strides, PatchGan.Norm norm) {
        PatchGan.Options options = new PatchGan.Options(1, 3, height, width, 2, strides, norm, false);
        return beside(new PatchGan(options), Fields.CONDITION, 0, 1, 4);
    }

    static Stream<Arguments> networks() {
        ImageShape small = new ImageShape(2, 4, 5);
        LaplacianTop.Options top = new LaplacianTop.Options(small, 6, 7, 5, 0);
        LaplacianLevel.Options level = new LaplacianLevel.Options(new ImageShape(2, 12, 10), 3, 0);
        Generator topMaker = LaplacianTop.generator(top);
        Discriminator topJudge = LaplacianTop.critic(top);
        LaplacianLevel.Maker maker = new LaplacianLevel.Maker(level);
        SrganCritic srgan = new SrganCritic(new SrganCritic.Options(3, 18, 2, false));
        return Stream.of(
                arguments("unet", translator(new UNet(new UNet.Options(3, 2, 32, 64, 2, true)))),
                arguments("resnet", resnet(ResnetTranslator.Up.TRANSPOSED)),
                arguments("resnet_resize", resnet(ResnetTranslator.Up.RESIZE)),
                arguments("srresnet_2", translator(new SrResnet(new SrResnet.Options(3, 3, 6, 5, 4, 2, 2, false)))),
                arguments("srresnet_4", translator(new SrResnet(new SrResnet.Options(3, 3, 6, 5, 4, 2, 4, false)))),
                arguments("patchgan_batch", patches(16, 20, 2, PatchGan.Norm.BATCH)),
                arguments("patchgan_instance", patches(16, 20, 2, PatchGan.Norm.INSTANCE)),
                arguments("patchgan_pixel", patches(5, 6, 0, PatchGan.Norm.BATCH)),
                arguments(
                        "srgan_critic",
                        new Case(srgan, (x, pass) -> srgan.judge(x, pass).logit())),
                arguments(
                        "level_maker",
                        new Case(maker, (x, pass) -> maker.forward(x.narrow(1, 0, 2), x.narrow(1, 2, 1), pass))),
                arguments("level_judge", beside(new LaplacianLevel.Judge(level), LaplacianLevel.COARSE, 2, 2, 4)),
                arguments("top_maker", new Case(topMaker, topMaker::forward)),
                arguments(
                        "top_judge",
                        new Case(topJudge, (x, pass) -> topJudge.judge(x, pass).logit())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void passesAndGradientsAreThoseOfPyTorch(String name, Case each) {
        try (TensorScope scope = TensorScope.open();
                Network network = each.network()) {
            Golden golden = Golden.read("translation_networks");
            Map<String, Tensor> first = golden.group(name + ".init.");
            assertThat(network.state().keySet()).containsExactlyInAnyOrderElementsOf(first.keySet());
            network.load(first);
            Tensor x = golden.floats(name + ".x").set_requires_grad(true);
            Tensor y = each.function().of(x, Passes.TRAINING);
            golden.assertClose(name + ".y", y, NEAR);
            assertGradients(golden, name, network, x, y);
            assertBuffers(golden, name, network);
            if (golden.has(name + ".y_running")) {
                golden.assertClose(name + ".y_running", each.function().of(x, Passes.EVALUATION), NEAR);
                Pass byImage = Passes.EVALUATION.normalisedBy(NormStatistics.IMAGE);
                golden.assertClose(name + ".y_image", each.function().of(x, byImage), NEAR);
            }
        }
    }

    /** In bf16, in training with gradients and in evaluation without: results are near, gradients point the same way. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void bf16GoesThrough(String name, Case each) {
        try (TensorScope scope = TensorScope.open();
                Network network = each.network()) {
            Golden golden = Golden.read("translation_networks");
            network.load(golden.group(name + ".init."));
            Tensor x = golden.floats(name + ".x").set_requires_grad(true);
            Tensor y = each.function().of(x, Passes.TRAINING.in(Precision.BF16));
            assertThat(y.scalar_type().intern()).isEqualTo(ScalarType.Float);
            golden.assertClose(name + ".y", y, new Tolerance(0.1, 0.1));
            Tensor dx = Tensors.gradient(y.mul(golden.floats(name + ".dy")).sum(), x);
            Tensor expected = golden.floats(name + ".dx"); // near a kink single values may go the other way
            double product = dx.mul(expected).sum().item_double();
            assertThat(product / (dx.norm().item_double() * expected.norm().item_double()))
                    .as("cosine")
                    .isGreaterThan(0.9);
            try (AutoGradMode off = new AutoGradMode(false)) {
                Pass drawing = Passes.EVALUATION.in(Precision.BF16).normalisedBy(NormStatistics.IMAGE);
                Tensor drawn = each.function().of(x.detach(), drawing);
                golden.assertClose(
                        golden.has(name + ".y_image") ? name + ".y_image" : name + ".y",
                        drawn,
                        new Tolerance(0.1, 0.1));
            }
        }
    }

    private static void assertGradients(Golden golden, String name, Network network, Tensor x, Tensor y) {
        List<Parameter> weights =
                network.parameters().stream().filter(Parameter::trainable).toList();
        List<Tensor> of = new ArrayList<>(List.of(x));
        weights.forEach(weight -> of.add(weight.value()));
        Tensor product = y.mul(golden.floats(name + ".dy")).sum();
        TensorVector all = torch.grad(new TensorVector(product), Tensors.vector(of));
        golden.assertClose(name + ".dx", all.get(0), NEAR);
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            gradients.put(weights.get(i).name(), all.get(i + 1));
        }
        assertThat(gradients.keySet()).isEqualTo(golden.group(name + ".d.").keySet());
        gradients.forEach((each, found) -> {
            String what = name + ".d." + each;
            boolean nothing =
                    golden.get(what).abs().max().item_double() < 1e-9; // of a bias before a norm: rounding alone
            golden.assertClose(what, found, nothing ? new Tolerance(2e-4, 0) : NEAR);
        });
    }

    private static void assertBuffers(Golden golden, String name, Network network) {
        Map<String, Tensor> buffers = new LinkedHashMap<>();
        network.parameters().stream()
                .filter(parameter -> !parameter.trainable())
                .forEach(parameter -> buffers.put(parameter.name(), parameter.value()));
        if (!buffers.isEmpty()) {
            golden.assertGroup(name + ".after.", buffers, NEAR);
        }
    }
}
