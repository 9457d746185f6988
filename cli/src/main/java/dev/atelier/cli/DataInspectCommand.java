package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.data.Inspection;
import dev.atelier.media.DrawnSheet;
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

/** {@code atelier data inspect}: a report, and a contact sheet where one is asked for. */
@Command(
        name = "inspect",
        description = {
            "Report what a data set holds; nothing is written but the contact sheet that is asked for.",
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
                    "fashion-mnist, mnist, an IDX file or a folder of them, a .npy or .npz file, a folder of images,"
                            + " or a zip of one.")
    private String source = "";

    @Option(
            names = "--contact-sheet",
            paramLabel = "FILE.png",
            description =
                    "Draw a contact sheet, too, and write it here; replaced if it is there. Without it no file is written.")
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
        contactSheet.ifPresent(DataInspectCommand::requirePng);
        Inspection inspection = inspect();
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>(inspection.json());
            contactSheet.ifPresent(sheet -> result.put("contactSheet", sheet.toString()));
            console.json(result);
        } else {
            console.out().print(inspection.text());
        }
        console.out().flush(); // the report is there whatever becomes of the sheet
        contactSheet.ifPresent(sheet -> write(inspection, sheet));
        return 0;
    }

    private static void requirePng(Path sheet) {
        if (!sheet.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new BadInput("--contact-sheet is " + sheet + "; it takes a path that ends in .png");
        }
    }

    private void write(Inspection inspection, Path sheet) {
        ImageFiles.writePng(inspection.contactSheet(), sheet, DrawnSheet.text(Map.of("Software", "Atelier")));
        if (!json) {
            console.out().println("\ncontact sheet: " + sheet);
        }
    }

    private Inspection inspect() {
        try (LoadingLine progress = new LoadingLine(console.err())) {
            return Inspection.of(source, attributes, progress);
        }
    }
}
