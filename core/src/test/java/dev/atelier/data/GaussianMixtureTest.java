package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
    @Test
    void theRingsModesLieWhereTheyShould() {
        GaussianMixture ring = GaussianMixture.ring();
        assertThat(ring.centres()).hasSize(8);
        assertThat(ring.centres().get(0)).containsExactly(new double[] {0.7, 0}, within(1e-12));
        assertThat(ring.centres().get(2)).containsExactly(new double[] {0, 0.7}, within(1e-12));
        double diagonal = 0.7 * Math.sqrt(0.5);
        assertThat(ring.centres().get(5)).containsExactly(new double[] {-diagonal, -diagonal}, within(1e-12));
        assertModes(ring);
    }

    @Test
    void theGridsModesLieWhereTheyShould() {
        GaussianMixture grid = GaussianMixture.grid();
        assertThat(grid.centres()).hasSize(25);
        assertThat(grid.centres().get(0)).containsExactly(new double[] {-0.7, -0.7}, within(1e-12));
        assertThat(grid.centres().get(8)).containsExactly(new double[] {0.35, -0.35}, within(1e-12));
        assertThat(grid.centres().get(24)).containsExactly(new double[] {0.7, 0.7}, within(1e-12));
        assertModes(grid);
    }

    /** Each mode has its fair share of the points, around its centre, of its deviation. */
    private static void assertModes(GaussianMixture mixture) {
        ImageDataset points = open(mixture, Split.TRAIN);
        int modes = mixture.centres().size();
        assertThat(points.size()).isEqualTo(50_000);
        assertThat(points.classNames()).hasSize(modes).startsWith("0", "1").endsWith(String.valueOf(modes - 1));
        double[][] sums = new double[modes][5];
        byte[] point = new byte[2];
        for (int i = 0; i < points.size(); i++) {
            points.copyPixels(i, point, 0);
            double x = (point[0] & 0xFF) / 127.5 - 1;
            double y = (point[1] & 0xFF) / 127.5 - 1;
            double[] sum = sums[points.label(i)];
            sum[0]++;
            sum[1] += x;
            sum[2] += y;
            sum[3] += x * x;
            sum[4] += y * y;
        }
        double fair = 50_000.0 / modes;
        for (int mode = 0; mode < modes; mode++) {
            double[] sum = sums[mode];
            double x = sum[1] / sum[0];
            double y = sum[2] / sum[0];
            assertThat(sum[0]).isBetween(fair - 6 * Math.sqrt(fair), fair + 6 * Math.sqrt(fair));
            assertThat(x).isEqualTo(mixture.centres().get(mode)[0], within(0.003)); // 6 standard errors
            assertThat(y).isEqualTo(mixture.centres().get(mode)[1], within(0.003));
            assertThat(Math.sqrt(sum[3] / sum[0] - x * x)).isEqualTo(0.02, within(0.002));
            assertThat(Math.sqrt(sum[4] / sum[0] - y * y)).isEqualTo(0.02, within(0.002));
        }
    }

    @Test
    void thePointsAreAlwaysTheSameAndThoseOfTheTestSplitAreOthers() {
        String once = open(GaussianMixture.ring(), Split.TEST).sha256();
        assertThat(open(GaussianMixture.ring(), Split.TEST).sha256()).isEqualTo(once);
        assertThat(open(GaussianMixture.ring(), Split.TEST).size()).isEqualTo(10_000);
        assertThat(open(GaussianMixture.ring(), Split.TRAIN).sha256()).isNotEqualTo(once);
        assertThat(open(GaussianMixture.grid(), Split.TEST).sha256()).isNotEqualTo(once);
    }

    @Test
    void coordinatesAreTheNearestByte() {
        assertThat(GaussianMixture.toByte(-1)).isEqualTo((byte) 0);
        assertThat(GaussianMixture.toByte(1)).isEqualTo((byte) 255);
        assertThat(GaussianMixture.toByte(0)).isEqualTo((byte) 128);
        assertThat(GaussianMixture.toByte(0.7)).isEqualTo((byte) 217); // 216.75
        assertThat(GaussianMixture.toByte(-1.5)).isEqualTo((byte) 0);
        assertThat(GaussianMixture.toByte(7)).isEqualTo((byte) 255);
    }

    @Test
    void itIsFoundByNameAndMakesNoPictures() {
        assertThat(GaussianMixture.of("gaussian-ring")).isPresent();
        assertThat(GaussianMixture.of("gaussian-grid")).isPresent();
        assertThat(GaussianMixture.of("gaussian")).isEmpty();
        assertBadInput(() -> GaussianMixture.ring().open(new ImageFormat(1, 28, 28), Split.TRAIN, LoadProgress.SILENT))
                .message()
                .contains("'gaussian-ring' are points", "vanilla");
    }

    private static ImageDataset open(GaussianMixture mixture, Split split) {
        return mixture.open(ImageFormat.asStored(), split, LoadProgress.SILENT).dataset();
    }
}
