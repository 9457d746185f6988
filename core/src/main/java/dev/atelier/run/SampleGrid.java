package dev.atelier.run;

import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.networks.FixedInputs;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The monitor's picture: always the same inputs, so that two grids of a run can be compared image by image. */
public final class SampleGrid implements AutoCloseable {
    private static final int SCALE = 3;
    private static final int LARGE = 128;
    private static final int PADDING = 2;
    private static final int MOST_COLUMNS = 20;

    private final Recipe recipe;
    private final FixedInputs inputs;
    private final int cycle;
    private Image last = new Image(1, 1, 1, new byte[1]);

    SampleGrid(TrainingParts parts, int count) {
        recipe = parts.setup().recipe();
        GanSystem system = GanSystem.of(recipe);
        cycle = system.cycle(parts.setup().models());
        inputs = system.fixed(parts.model(), parts.setup(), count);
    }

    /** Writes the grid and returns the file's bytes. */
    byte[] write(Path picture, long step) throws IOException {
        List<Image> images = inputs.exhibits();
        last = inputs.model().output().sheet(images, columns(images.size(), cycle), scale(images), PADDING);
        ImageFiles.writePng(last, picture, DrawnSheet.text(Pictures.provenance(recipe, step)));
        return Files.readAllBytes(picture);
    }

    /** Small pictures are enlarged, so that their pixels can be seen. */
    private static int scale(List<Image> images) {
        return images.stream().anyMatch(image -> image.height() > LARGE) ? 1 : SCALE;
    }

    /** As wide as high; or a column for each of {@code cycle} values that return, where that is a sensible width. */
    public static int columns(int count, int cycle) {
        return cycle > 1 && cycle <= MOST_COLUMNS && cycle <= count ? cycle : (int) Math.ceil(Math.sqrt(count));
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
        inputs.close();
    }
}
