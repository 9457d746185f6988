package dev.atelier.examples;

import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.PackedImages;
import dev.atelier.data.Split;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a folder that a conditional GAN can be trained on: the first COUNT pictures of a source as PNG files in class folders, and an
 * {@code attributes.csv} with one number for each, its brightness from 0 to 1: {@code PicturesWithAttributes SOURCE COUNT FOLDER}.
 * Then {@code atelier train cgan --data FOLDER} and {@code atelier generate RUN --attr brightness=0.1..0.6 --same-z -o sweep.png}.
 */
public final class PicturesWithAttributes {
    private PicturesWithAttributes() {}

    public static void main(String[] args) throws IOException {
        ImageDataset dataset =
                DataSources.open(args[0], ImageFormat.asStored(), Split.TRAIN).dataset();
        Path folder = Path.of(args[2]);
        List<String> rows = new ArrayList<>(List.of("file,brightness"));
        for (int i = 0; i < Math.min(Integer.parseInt(args[1]), dataset.size()); i++) {
            Image image = PackedImages.image(dataset, i);
            String name = dataset.classNames().get(dataset.label(i)).replace('/', '-')
                    + String.format(Locale.ROOT, "/%05d.png", i);
            Files.createDirectories(folder.resolve(name).getParent());
            ImageFiles.writePng(image, folder.resolve(name), Map.of());
            rows.add(name + "," + brightness(image));
        }
        Files.write(folder.resolve("attributes.csv"), rows);
    }

    /** Mean of all samples, 0 to 1. */
    public static double brightness(Image image) {
        long sum = 0;
        for (byte sample : image.pixels()) {
            sum += sample & 0xFF;
        }
        return sum / (255.0 * image.pixels().length);
    }
}
