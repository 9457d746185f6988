package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAndSampleTest {
    @TempDir
    Path folder;

    @Test
    void trainsAndDrawsAGrid() throws IOException {
        Path run = folder.resolve("run");
        TrainAndSample.main(new String[] {run.toString(), "3"});
        assertThat(run.resolve("final/generator.safetensors")).isNotEmptyFile();
        assertThat(run.resolve("samples/000003.png")).isNotEmptyFile();
        BufferedImage grid = ImageIO.read(run.resolve("grid.png").toFile());
        assertThat(grid.getWidth()).isEqualTo(4 * (3 * 28 + 2) + 2);
        assertThat(grid.getHeight()).isEqualTo(grid.getWidth());
    }
}
