package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks of a Laplacian pyramid: {@link LaplacianTop} and {@link LaplacianLevel}. */
class LaplacianTest {
    private static LaplacianLevel.Options level(int channels, int height, int width) {
        return LaplacianLevel.Options.of(new ImageShape(channels, height, width));
    }

    private static LaplacianTop.Options top(int channels, int side) {
        return LaplacianTop.Options.of(new ImageShape(channels, side, side));
    }

    @Test
    void theTopsWeights() {
        try (Generator generator = LaplacianTop.generator(top(3, 8));
                Discriminator critic = LaplacianTop.critic(top(3, 8))) {
            assertThat(AnySize.weights(generator)).isEqualTo(1_792_992);
            assertThat(AnySize.weights(critic)).isEqualTo(477_001);
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 64, 218179, 116545", "16, 64, 218179, 108353", "32, 128, 837763, -1"})
    void aLevelsWeights(int side, int baseWidth, long maker, long judge) {
        LaplacianLevel.Options options = level(3, side, side).withBaseWidth(baseWidth);
        try (LaplacianLevel.Maker generator = new LaplacianLevel.Maker(options);
                LaplacianLevel.Judge critic = new LaplacianLevel.Judge(options)) {
            assertThat(AnySize.weights(generator)).isEqualTo(maker);
            assertThat(AnySize.weights(critic)).isEqualTo(judge < 0 ? AnySize.weights(critic) : judge);
        }
    }

    /** Worked by hand: 28 → 24 → 10 and 14 → 10 → 3. */
    @ParameterizedTest
    @CsvSource({"28, 100", "14, 9", "32, 144", "16, 16"})
    void theJudgesDenseRowFollowsFromTheSide(int side, int pixels) {
        try (LaplacianLevel.Judge critic =
                new LaplacianLevel.Judge(level(1, side, side).withBaseWidth(2))) {
            assertThat(Passes.parameter(critic, "score.weight").count()).isEqualTo(2L * pixels);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 12, 10, 0", "3, 16, 16, 0", "4, 28, 14, 3"})
    void aLevelMakesAndJudgesResiduals(int channels, int height, int width, int classes) {
        LaplacianLevel.Options options =
                level(channels, height, width).withBaseWidth(2).withClasses(classes);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                LaplacianLevel.Maker maker = Passes.filled(new LaplacianLevel.Maker(options));
                LaplacianLevel.Judge judge = Passes.filled(new LaplacianLevel.Judge(options))) {
            Tensor coarse = Passes.normal("l", 2, channels, height, width);
            Fields sides = Fields.of(LaplacianLevel.COARSE, coarse);
            if (classes > 0) {
                sides = sides.with(Fields.CONDITION, Passes.normal("y", 2, classes));
            }
            Pass pass = Passes.TRAINING.with(sides);
            Tensor made = maker.forward(coarse, Passes.normal("z", 2, 1, height, width), pass);
            assertThat(Tensors.shape(made)).containsExactly(2, channels, height, width);
            assertThat(Tensors.shape(judge.judge(made, pass).logit())).containsExactly(2, 1);
            assertThat(judge.mixesSamples()).isFalse();
            assertThatThrownBy(() -> judge.judge(made, Passes.TRAINING)).hasMessageContaining("reads 'coarse'");
        }
    }

    /** What is judged is h + l: a part moved from one to the other changes nothing. */
    @Test
    void theJudgeSeesTheSum() {
        LaplacianLevel.Options options = level(1, 12, 12).withBaseWidth(2);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                LaplacianLevel.Judge judge = Passes.filled(new LaplacianLevel.Judge(options))) {
            Tensor h = Passes.normal("h", 2, 1, 12, 12);
            Tensor l = Passes.normal("l", 2, 1, 12, 12);
            Pass one = Passes.EVALUATION.with(Fields.of(LaplacianLevel.COARSE, l));
            Pass other = Passes.EVALUATION.with(Fields.of(LaplacianLevel.COARSE, h));
            assertThat(Tensors.toFloats(judge.judge(h, one).logit()))
                    .containsExactly(Tensors.toFloats(judge.judge(l, other).logit()));
        }
    }

    @Test
    void dropoutIsTheCritics() {
        LaplacianLevel.Options options = level(1, 12, 12).withBaseWidth(2);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                LaplacianLevel.Judge judge = Passes.filled(new LaplacianLevel.Judge(options));
                Discriminator top = Passes.filled(LaplacianTop.critic(top(1, 4).withWidths(8, 8)))) {
            RandomStream stream = RandomStream.of(1, "dropout");
            Pass pass = Pass.training(Precision.FP32, Masks.from(stream))
                    .with(Fields.of(LaplacianLevel.COARSE, Passes.normal("l", 2, 1, 12, 12)));
            judge.judge(Passes.normal("h", 2, 1, 12, 12), pass);
            long drawn = stream.counter();
            assertThat(drawn).isPositive();
            top.judge(Passes.normal("x", 2, 1, 4, 4), pass);
            assertThat(stream.counter()).isGreaterThan(drawn);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 0", "3, 7, 0", "2, 8, 5"})
    void theTopMakesAndJudgesImages(int channels, int side, int classes) {
        LaplacianTop.Options options = top(channels, side).withWidths(6, 5).withClasses(classes);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                Generator generator = Passes.filled(LaplacianTop.generator(options));
                Discriminator critic = Passes.filled(LaplacianTop.critic(options))) {
            Pass pass = classes == 0
                    ? Passes.TRAINING
                    : Passes.TRAINING.with(Fields.of(Fields.CONDITION, Passes.normal("y", 2, classes)));
            Tensor made = generator.forward(Passes.normal("z", 2, 100), pass);
            assertThat(Tensors.shape(made)).containsExactly(2, channels, side, side);
            assertThat(Tensors.shape(critic.judge(made, pass).logit())).containsExactly(2, 1);
            assertThat(critic.mixesSamples()).isFalse();
            assertThat(generator.signed()).isTrue();
        }
    }

    @Test
    void anOddSideBelowTheTopIsRefused() {
        assertBadInput(() -> level(3, 15, 16))
                .hasMessage("a level of the pyramid does not take images of 15×16; allowed: sides of at least 10, "
                        + "multiples of 2; nearest: 16×16");
        assertBadInput(() -> level(3, 8, 16)).hasMessageEndingWith("nearest: 10×16");
        assertBadInput(() -> level(5, 16, 16)).hasMessageContaining("5 channels");
        assertThat(top(3, 7).image().height()).isEqualTo(7);
    }

    @Test
    void weightsAreDrawnAsThePaperDoes() {
        try (TensorScope scope = TensorScope.open();
                Generator generator = LaplacianTop.generator(top(3, 8));
                Discriminator critic = LaplacianTop.critic(top(3, 8));
                LaplacianLevel.Maker maker = new LaplacianLevel.Maker(level(3, 16, 16))) {
            generator.initialise(RandomStream.of(1, "weights"));
            critic.initialise(RandomStream.of(1, "weights"));
            maker.initialise(RandomStream.of(1, "weights"));
            assertThat(Passes.parameter(generator, "main.2.weight")
                            .value()
                            .std()
                            .item_double())
                    .isCloseTo(0.05, within(5e-4));
            assertThat(Passes.parameter(critic, "main.4.weight").value().std().item_double())
                    .isCloseTo(0.005, within(5e-5));
            assertThat(Passes.parameter(generator, "main.2.bias")
                            .value()
                            .abs()
                            .max()
                            .item_double())
                    .isZero();
            double limit = 1 / Math.sqrt(64 * 49);
            for (String each : new String[] {"row2.weight", "row2.bias"}) {
                assertThat(Passes.parameter(maker, each).value().abs().max().item_double())
                        .isBetween(0.9 * limit, limit * (1 + 1e-6));
            }
        }
    }
}
