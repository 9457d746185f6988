package dev.atelier.cli;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A small training and some pictures of it, in a folder of its own. The launcher runs this once after a build and has the JVM note
 * which classes it loads: later starts find those in an archive, parsed and verified.
 */
final class ClassArchive {
    private static final PrintStream SILENCE = new PrintStream(OutputStream.nullOutputStream());

    private ClassArchive() {}

    /** Plays in folder {@code args[0]}; exit code 0 when all of it went well. */
    public static void main(String[] args) throws IOException {
        System.exit(play(Path.of(args[0])) ? 0 : Failures.FAILED);
    }

    static boolean play(Path stage) throws IOException {
        Path pictures = Files.createDirectories(stage.resolve("pictures"));
        for (int i = 0; i < 4; i++) {
            ImageFiles.writePng(Image.filled(1, 16, 16, 60 * i), pictures.resolve(i + ".png"), Map.of());
        }
        Path run = stage.resolve("run");
        return does(
                        "train",
                        "--data",
                        pictures,
                        "--out",
                        run,
                        "--steps",
                        1,
                        "--batch",
                        2,
                        "--set",
                        "network.width=0.05")
                && does("generate", run, "-n", 1, "-o", stage.resolve("grid.png"))
                && does("generate", run, "-n", 1, "-o", stage.resolve("files"))
                && does("runs", stage)
                && does("runs", "show", run)
                && does("recipes")
                && does("--help");
    }

    private static boolean does(Object... words) {
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        return Main.run(args, SILENCE, SILENCE) == 0;
    }
}
