package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.LoadProgress;
import dev.atelier.networks.LatentPrior;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Path lengths of generators simple enough to know them. */
class PathLengthTest {
    private static final int SIZE = 16;
    private static final ImageDistance PLAIN = ImageDistance.of(images -> images.flatten(1, 3));

    private static PathLength of(PathLength.Images images, ZPath path, int pairs, double epsilon) {
        return PathLength.of(
                images,
                SIZE,
                LatentPrior.NORMAL,
                path,
                PLAIN,
                new PathLength.Settings(pairs, epsilon, 3),
                LoadProgress.SILENT);
    }

    /** z as an image of one row. */
    private static Tensor image(Tensor z) {
        return z.view(z.size(0), 1, 1, z.size(1));
    }

    private static double[] normal(String name) {
        float[] values = new float[SIZE];
        RandomStream.of(5, name).fillNormal(values, 0, SIZE);
        return IntStream.range(0, SIZE).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void ofALinearGeneratorOnStraightWaysIsTwiceTheSquaredNormOfItsMatrix() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor matrix = Tensors.normal(
                            RandomStream.of(1, "matrix"), new org.bytedeco.pytorch.Device("cpu"), SIZE, 40)
                    .to(org.bytedeco.pytorch.global.torch.ScalarType.Double);
            double squares = matrix.mul(matrix).sum().item_double();
            PathLength found = of((z, from) -> image(z.matmul(matrix)), ZPath.LINE, 20_000, 1e-4);
            // the trimmed mean of a right-skewed variable is a little less than its mean
            assertThat(found.mean()).isCloseTo(2 * squares, within(0.03 * squares));
            assertThat(found.mean()).isLessThan(2 * squares);
        }
    }

    /** The chord of a step of ε·θ on a circle of radius one: 4 sin²(εθ/2), for each pair exactly. */
    @Test
    void ofUnitVectorsIsTheSquaredAngle() {
        PathLength.Images unit = (z, from) -> image(z.div(z.mul(z).sum(1).sqrt().unsqueeze(1)));
        double epsilon = 1e-3;
        PathLength found = of(unit, ZPath.SPHERE, 64, epsilon);
        float[] z = new float[2 * 64 * SIZE];
        RandomStream.of(3, "path z").fillNormal(z, 0, z.length);
        double sum = 0;
        for (int i = 0; i < 64; i++) {
            double dot = 0;
            double aa = 0;
            double bb = 0;
            for (int j = 0; j < SIZE; j++) {
                double a = z[2 * i * SIZE + j];
                double b = z[(2 * i + 1) * SIZE + j];
                dot += a * b;
                aa += a * a;
                bb += b * b;
            }
            double half = Math.sin(epsilon * Math.acos(dot / Math.sqrt(aa * bb)) / 2);
            sum += 4 * half * half / (epsilon * epsilon);
        }
        assertThat(found.mean()).isCloseTo(sum / 64, within(1e-8));
        assertThat(found.kept()).isEqualTo(64);
    }

    /** E θ² = π²/4 + 1/d + …, here of d = 16 within the error of the sample. */
    @Test
    void ofUnitVectorsIsAQuarterOfPiSquaredAndALittle() {
        PathLength.Images unit = (z, from) -> image(z.div(z.mul(z).sum(1).sqrt().unsqueeze(1)));
        PathLength found = of(unit, ZPath.SPHERE, 5000, 1e-4);
        assertThat(found.mean()).isCloseTo(Math.PI * Math.PI / 4 + 1.0 / SIZE, within(4 * found.error() + 0.01));
    }

    @Test
    void ofAConstantIsNothing() {
        PathLength.Images constant = (z, from) -> image(z.mul(new Scalar(0)).add(new Scalar(7)));
        assertThat(of(constant, ZPath.SPHERE, 200, 1e-4)).isEqualTo(new PathLength(0, 0, 200, 200, 1e-4, ZPath.SPHERE));
    }

    @Test
    void growsWithTheSquareOfTheContrast() {
        PathLength once = of((z, from) -> image(z.tanh()), ZPath.SPHERE, 500, 1e-4);
        PathLength thrice = of((z, from) -> image(z.tanh().mul(new Scalar(3))), ZPath.SPHERE, 500, 1e-4);
        assertThat(thrice.mean() / once.mean()).isCloseTo(9, within(1e-9));
        assertThat(thrice.error() / once.error()).isCloseTo(9, within(1e-7));
    }

    @Test
    void hardlyDependsOnTheStepOfASmoothGenerator() {
        PathLength small = of((z, from) -> image(z.tanh()), ZPath.SPHERE, 500, 1e-4);
        PathLength large = of((z, from) -> image(z.tanh()), ZPath.SPHERE, 500, 1e-3);
        assertThat(large.mean() / small.mean()).isCloseTo(1, within(2e-3)).isNotEqualTo(1);
    }

    /** A move of a hundredth of a grey value counts; rounded to bytes it would be nothing or a whole one. */
    @Test
    void doesNotRoundImages() {
        PathLength.Images faint = (z, from) -> image(z.mul(new Scalar(1e-2)).add(new Scalar(100)));
        PathLength.Images strong = (z, from) -> image(z.mul(new Scalar(100)));
        assertThat(of(strong, ZPath.LINE, 300, 1e-4).mean()
                        / of(faint, ZPath.LINE, 300, 1e-4).mean())
                .isCloseTo(1e8, within(10.0));
    }

    @Test
    void pairsDoNotDependOnHowManyThereAre() {
        PathLength.Images images = (z, from) -> image(z);
        double[] sums = new double[2];
        int[] counts = {33, 70};
        for (int k = 0; k < 2; k++) {
            int index = k;
            ImageDistance spy = (a, b) -> {
                Tensor squared = PLAIN.squared(a, b);
                if (sums[index] == 0) {
                    sums[index] = squared.sum().item_double();
                }
                return squared;
            };
            PathLength.of(
                    images,
                    SIZE,
                    LatentPrior.NORMAL,
                    ZPath.LINE,
                    spy,
                    new PathLength.Settings(counts[k], 1e-4, 3),
                    LoadProgress.SILENT);
        }
        assertThat(sums[0]).isEqualTo(sums[1]).isPositive();
    }

    @Test
    void wayOnTheSphereEndsWhereItShould() {
        double[] a = normal("a");
        double[] b = normal("b");
        assertThat(ZPath.SPHERE.at(a, b, 0)).containsExactly(a, within(1e-12));
        assertThat(ZPath.SPHERE.at(a, b, 1)).containsExactly(b, within(1e-12));
        assertThat(length(ZPath.SPHERE.at(a, b, 0.25))).isCloseTo(0.75 * length(a) + 0.25 * length(b), within(1e-12));
        assertThat(ZPath.LINE.at(a, b, 0)).containsExactly(a);
        assertThat(ZPath.LINE.at(a, b, 1)).containsExactly(b);
    }

    @Test
    void wayOnTheSphereHasUnitLengthAndConstantSpeed() {
        double[] a = unit(normal("a"));
        double[] b = unit(normal("b"));
        double[] before = a;
        double step = 0;
        for (int i = 1; i <= 10; i++) {
            double[] now = ZPath.SPHERE.at(a, b, i / 10.0);
            assertThat(length(now)).isCloseTo(1, within(1e-14));
            double moved = apart(before, now);
            if (i > 1) {
                assertThat(moved).isCloseTo(step, within(1e-13));
            }
            step = moved;
            before = now;
        }
    }

    @Test
    void parallelAndOppositeVectorsGoStraight() {
        double[] a = {1, 2, 2};
        assertThat(ZPath.SPHERE.at(a, a, 0.3)).containsExactly(a, within(1e-15));
        assertThat(ZPath.SPHERE.at(a, new double[] {2, 4, 4}, 0.5))
                .containsExactly(new double[] {1.5, 3, 3}, within(1e-15));
        assertThat(ZPath.SPHERE.at(a, new double[] {-1, -2, -2}, 0.25))
                .containsExactly(new double[] {0.5, 1, 1}, within(1e-15));
        assertThat(ZPath.SPHERE.at(a, new double[3], 0.5)).containsExactly(new double[] {0.5, 1, 1}, within(1e-15));
        // nearly parallel: an arc of 1e-8, halved
        assertThat(ZPath.SPHERE.at(new double[] {1, 0}, new double[] {1, 1e-8}, 0.5))
                .containsExactly(new double[] {1, 5e-9}, within(1e-16));
    }

    @Test
    void leavesOutTheOutermostHundredthAtEitherEnd() {
        double[] values = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
        values[999] = 1e9;
        PathLength found = PathLength.trimmed(values, 1e-4, ZPath.LINE);
        assertThat(found.kept()).isEqualTo(982);
        assertThat(found.mean()).isCloseTo((9 + 990) / 2.0, within(1e-9));
        double[] many = IntStream.range(0, 50_000).mapToDouble(i -> i).toArray();
        assertThat(PathLength.trimmed(many, 1e-4, ZPath.LINE).kept()).isEqualTo(49_002);
        double[] few = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
        assertThat(PathLength.trimmed(few, 1e-4, ZPath.LINE).kept()).isEqualTo(100);
    }

    @Test
    void refusesAStepThatIsNone() {
        assertBadInput(() -> new PathLength.Settings(10, 0, 1));
        assertBadInput(() -> new PathLength.Settings(0, 1e-4, 1));
    }

    private static double length(double[] a) {
        return apart(a, new double[a.length]);
    }

    private static double apart(double[] a, double[] b) {
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum());
    }

    private static double[] unit(double[] a) {
        double length = length(a);
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] / length).toArray();
    }
}
