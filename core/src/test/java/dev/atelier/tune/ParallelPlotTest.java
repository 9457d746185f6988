package dev.atelier.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.chart.Scale;
import dev.atelier.recipe.Recipe;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelPlotTest {
    @TempDir
    Path folder;

    @Test
    void aLogScaleHasEqualRatiosEquallyFarApart() {
        Scale scale = Scales.of(new Axis.Interval("generator.learningRate", false, 1e-4, 1e-2, true));
        assertThat(scale.title()).isEqualTo("generator.\nlearningRate");
        assertThat(scale.at(1e-3)).isBetween(0.4999, 0.5001);
        assertThat(Scales.of("swd", new double[] {1, 5, 100}).log()).isTrue();
        assertThat(Scales.of("swd", new double[] {3, 5, 9}).log()).isFalse();
        assertThat(Scales.of("swd", new double[] {3}).at(3)).isBetween(0.49, 0.51);
    }

    /** The best trial's colour, dark violet, and the worst one's, yellow, are there; with all failed there is neither. */
    @Test
    void drawsGoodTrialsDarkAndBadOnesBright() throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (int t = 0; t < 9; t++) {
            outcomes.add(outcome(t, OptionalDouble.of(2 + t)));
        }
        outcomes.add(outcome(9, OptionalDouble.empty()));
        BufferedImage drawn = draw(outcomes);
        assertThat(drawn.getWidth()).isGreaterThanOrEqualTo(700);
        assertThat(count(drawn, new Color(0x440154))).isGreaterThan(600);
        BufferedImage failed = draw(List.of(outcome(0, OptionalDouble.empty())));
        assertThat(count(failed, new Color(0x440154))).isLessThan(300); // the colour bar alone
        assertThat(count(draw(List.of()), Color.WHITE)).isGreaterThan(100_000);
    }

    private BufferedImage draw(List<Outcome> outcomes) throws IOException {
        Space space = Space.of(List.of("generator.learningRate=1e-4..1e-2:log", "network.prior=normal|uniform"));
        Search search = new Search(Recipe.named("quick"), space, 10, 2, 4, 2, "swd", false);
        Path png = folder.resolve("tune.png");
        assertThat(ParallelPlot.write(png, Standings.of(search, outcomes))).isTrue();
        return ImageIO.read(png.toFile());
    }

    private static Outcome outcome(int trial, OptionalDouble value) {
        Map<String, String> values = Map.of(
                "generator.learningRate", trial % 2 == 0 ? "3e-4" : "6e-3",
                "network.prior", trial % 3 == 0 ? "normal" : "uniform");
        return new Outcome(trial, 0, 2, values, value, value.isPresent() ? Optional.empty() : Optional.of("failed"));
    }

    private static int count(BufferedImage picture, Color colour) {
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += new Color(picture.getRGB(x, y)).equals(colour) ? 1 : 0;
            }
        }
        return count;
    }
}
