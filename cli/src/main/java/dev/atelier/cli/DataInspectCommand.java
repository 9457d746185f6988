package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.data.Inspection;
import dev.atelier.media.ImageFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier data inspect}: a report and a contact sheet. */
@Command(
        name = "inspect",
        description = {
            "Report what a data set holds, and draw a contact sheet.",
            "Counts, sizes, channels, classes, attributes and their balance, exact duplicates, unreadable files, test images that are in the train split too."
        },
        footer = {
            "",
            "Examples:",
            "  atelier data inspect fashion-mnist",
            "  atelier data inspect photos/ --contact-sheet photos.png",
            "  atelier data inspect train-images-idx3-ubyte.gz --json"
        })
final class DataInspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "SOURCE",
            completionCandidates = DataNames.class,
            description =
                    "fashion-mnist, mnist, an IDX file or a folder of them, a .npy or .npz file, or a folder of images.")
    private String source = "";

    @Option(
            names = "--contact-sheet",
            paramLabel = "FILE.png",
            description =
                    "Where to write the contact sheet; replaced if it is there. Default: contact-<name>.png in the current folder.")
    private Optional<Path> contactSheet = Optional.empty();

    @Option(
            names = "--attributes",
            paramLabel = "FILE.csv",
            description = "Attributes of a folder's images. Default: attributes.csv in the folder, if there is one.")
    private Optional<Path> attributes = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    DataInspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path sheet = contactSheet.orElseGet(() -> Path.of("contact-" + name() + ".png"));
        if (!sheet.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new BadInput("--contact-sheet is " + sheet + "; it takes a path that ends in .png");
        }
        Inspection inspection = inspect();
        ImageFiles.writePng(inspection.contactSheet(), sheet, Map.of("Software", "Atelier"));
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>(inspection.json());
            result.put("contactSheet", sheet.toString());
            console.json(result);
        } else {
            console.out().print(inspection.text());
            console.out().println("\ncontact sheet: " + sheet);
        }
        return 0;
    }

    private Inspection inspect() {
        try (LoadingLine progress = new LoadingLine(console.err())) {
            return Inspection.of(source, attributes, progress);
        }
    }

    /** The last part of a path, fit for a file name. */
    private String name() {
        Path last = Path.of(source).toAbsolutePath().normalize().getFileName();
        return last == null ? "data" : last.toString().replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
