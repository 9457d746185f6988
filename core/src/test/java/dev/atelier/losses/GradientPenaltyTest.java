package dev.atelier.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values, and gradients with respect to the weights of a small smooth critic, against PyTorch and against central differences. */
class GradientPenaltyTest {
    /** The last bias has no part in the input's gradient, so no gradient of its own. */
    private static final List<String> WEIGHTS = List.of("w1", "b1", "w2", "b2", "w3");

    private final Deque<Tensor> given = new ArrayDeque<>();

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    enum Kind {
        INTERPOLATES,
        DRAGAN,
        R1,
        R2;

        GradientPenalty penalty(GradientPenalty.Shares shares) {
            return switch (this) {
                case INTERPOLATES -> new GradientPenalty.Interpolates(10, shares);
                case DRAGAN -> new GradientPenalty.Dragan(10, shares);
                case R1 -> new GradientPenalty.R1(3);
                case R2 -> new GradientPenalty.R2(3);
            };
        }
    }

    /** The golden's critic and images in one format. */
    private record Toy(List<Tensor> weights, Tensor bias, Tensor real, Tensor fake, List<Tensor> shares) {
        static Toy of(Golden golden, ScalarType type) {
            return new Toy(
                    WEIGHTS.stream()
                            .map(name -> golden.get(name)
                                    .to(type)
                                    .detach()
                                    .contiguous()
                                    .set_requires_grad(true))
                            .toList(),
                    golden.get("b3").to(type),
                    golden.get("real").to(type),
                    golden.get("fake").to(type),
                    List.of(golden.get("share").to(type), golden.get("noise").to(type)));
        }

        UnaryOperator<Tensor> critic() {
            long[] one = {1, 1};
            return x -> {
                Tensor narrow = torch.conv2d(x, weights.get(0), new TensorOptional(weights.get(1)), one, one, one, 1)
                        .tanh();
                Tensor wide = torch.softplus(torch.conv2d(
                        narrow, weights.get(2), new TensorOptional(weights.get(3)), new long[] {2, 2}, one, one, 1));
                return torch.linear(wide.flatten(1, -1), weights.get(4), new TensorOptional(bias));
            };
        }
    }

    private Tensor value(Kind kind, Toy toy) {
        given.clear();
        given.addAll(toy.shares());
        return kind.penalty((device, shape) -> {
                    Tensor share = given.remove();
                    assertThat(Tensors.shape(share)).isEqualTo(shape);
                    return share;
                })
                .penalty(toy.critic(), toy.real(), toy.fake());
    }

    private static TensorVector gradients(Tensor value, Toy toy) {
        return torch.grad(new TensorVector(value), Tensors.vector(toy.weights()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void valueAndWeightGradientsAreThoseOfPyTorch(Kind kind) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("penalties");
            Toy toy = Toy.of(golden, ScalarType.Float);
            String name = kind.name().toLowerCase(Locale.ROOT);
            Tensor value = value(kind, toy);
            golden.assertClose(name, value, Tolerance.relative(1e-5));
            TensorVector gradients = gradients(value, toy);
            for (int i = 0; i < WEIGHTS.size(); i++) {
                String full = name + "." + WEIGHTS.get(i);
                golden.assertClose(full, gradients.get(i), Tolerance.relative(1e-4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void weightGradientsAreTheSlopesOfThePenalty(Kind kind) {
        double step = 1e-5;
        try (TensorScope scope = TensorScope.open()) {
            Toy toy = Toy.of(Golden.read("penalties"), ScalarType.Double);
            TensorVector gradients = gradients(value(kind, toy), toy);
            for (int i = 0; i < WEIGHTS.size(); i++) {
                Tensor flat = toy.weights().get(i).detach().flatten();
                Tensor gradient = gradients.get(i).flatten();
                double largest = gradient.abs().max().item_double();
                assertThat(largest).as(WEIGHTS.get(i)).isPositive();
                for (long k = 0; k < flat.size(0); k += 1 + flat.size(0) / 12) {
                    try (TensorScope inner = TensorScope.open()) {
                        Tensor one = flat.narrow(0, k, 1);
                        one.add_(new Scalar(step));
                        double above = value(kind, toy).item_double();
                        one.sub_(new Scalar(2 * step));
                        double below = value(kind, toy).item_double();
                        one.add_(new Scalar(step));
                        assertThat((above - below) / (2 * step))
                                .as(kind + " " + WEIGHTS.get(i) + "[" + k + "]")
                                .isCloseTo(gradient.narrow(0, k, 1).item_double(), within(1e-6 * largest));
                    }
                }
            }
        }
    }

    @Test
    void aFlatCriticIsFarFromSlopeOneAndHasNoZeroCentredPenalty() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor real = torch.ones(new long[] {2, 1, 2, 2});
            Tensor fake = torch.zeros(new long[] {2, 1, 2, 2});
            UnaryOperator<Tensor> flat =
                    x -> x.flatten(1, -1).sum(new long[] {1}).mul(new Scalar(0));
            GradientPenalty.Shares half = (device, shape) -> torch.full(shape, new Scalar(0.5f));
            assertThat(new GradientPenalty.Interpolates(10, half)
                            .penalty(flat, real, fake)
                            .item_double())
                    .isCloseTo(10, within(1e-4));
            assertThat(new GradientPenalty.R1(10).penalty(flat, real, fake).item_double())
                    .isZero();
        }
    }

    @Test
    void eachPenaltyLooksAtItsOwnImages() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor real = torch.full(new long[] {2, 1, 1, 1}, new Scalar(3f));
            Tensor fake = torch.full(new long[] {2, 1, 1, 1}, new Scalar(1f));
            UnaryOperator<Tensor> square = x -> x.square().view(-1, 1); // its slope at x is 2x
            GradientPenalty.Shares quarter = (device, shape) -> torch.full(shape, new Scalar(0.25f));
            assertThat(new GradientPenalty.R1(2).penalty(square, real, fake).item_double())
                    .isEqualTo(36);
            assertThat(new GradientPenalty.R2(2).penalty(square, real, fake).item_double())
                    .isEqualTo(4);
            assertThat(new GradientPenalty.Interpolates(1, quarter)
                            .penalty(square, real, fake)
                            .item_double())
                    .as("at 1.5: (3 − 1)²")
                    .isCloseTo(4, within(1e-5));
        }
    }
}
