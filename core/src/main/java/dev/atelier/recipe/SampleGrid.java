package dev.atelier.recipe;

import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.networks.Generator;
import dev.atelier.networks.Latents;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The monitor's picture: always the same z, so that two grids of a run can be compared image by image. */
final class SampleGrid implements AutoCloseable {
    private static final int SCALE = 3;
    private static final int PADDING = 2;

    private final Recipe recipe;
    private final Latents latents;
    private Image last = new Image(1, 1, 1, new byte[1]);

    SampleGrid(Recipe recipe, ComputeDevice device, int count) {
        this.recipe = recipe;
        latents = Latents.sample(
                Assembly.prior(recipe),
                RandomStream.of(recipe.get(Keys.SEED), "samples"),
                count,
                recipe.integer(Keys.LATENT),
                device);
    }

    /** Writes the grid and returns the file's bytes. */
    byte[] write(Generator generator, Path picture, long step) throws IOException {
        List<Image> images = Pictures.render(generator, latents);
        last = Grid.of(images, columns(images.size()), SCALE, PADDING);
        ImageFiles.writePng(last, picture, Pictures.provenance(recipe, step));
        return Files.readAllBytes(picture);
    }

    static int columns(int count) {
        return (int) Math.ceil(Math.sqrt(count));
    }

    int height() {
        return last.height();
    }

    int width() {
        return last.width();
    }

    int channels() {
        return last.channels();
    }

    @Override
    public void close() {
        latents.close();
    }
}
