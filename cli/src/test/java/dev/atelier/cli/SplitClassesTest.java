package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers that join the labels of two splits, on a test split that lacks the first class. */
class SplitClassesTest {
    @TempDir
    Path folder;

    /** Plain pictures, each class of its own grey. */
    private void pictures(String split, String name, int grey, int count) throws IOException {
        Path place =
                Files.createDirectories(folder.resolve("data").resolve(split).resolve(name));
        for (int i = 0; i < count; i++) {
            ImageFiles.writePng(
                    Image.filled(1, 28, 28, grey + i % 4 + (split.equals("test") ? 4 : 0)),
                    place.resolve(i + ".png"),
                    Map.of());
        }
    }

    private List<Object> train(Path out) {
        List<Object> arguments = new ArrayList<>(Toy.train("acgan", folder.resolve("data"), out));
        arguments.addAll(List.of("--set", "train.steps=60", "--set", "network.width=0.1"));
        return arguments;
    }

    @Test
    void theDiscriminatorsClassesAreTheTrainSplits() throws IOException {
        for (String split : List.of("train", "test")) {
            if (split.equals("train")) {
                pictures(split, "a", 10, 24);
            }
            pictures(split, "b", 120, 24);
            pictures(split, "c", 240, 24);
        }
        Path out = folder.resolve("run");
        String err = Cli.run(train(out)).done().err();
        assertThat(err).contains("no images of 1 of the train split's 3 classes: a");
        double rightly = Double.parseDouble(
                err.replaceAll("(?s).*the discriminator classifies ([0-9.]+) % of 48 images.*", "$1"));
        assertThat(rightly).isGreaterThan(60); // numbered by the test split alone it would be near 0
        pictures("test", "d", 60, 1);
        assertRefused(
                folder,
                () -> Cli.run(train(folder.resolve("other"))),
                "class 'd' is not in the train split; it has a, b, c");
    }
}
