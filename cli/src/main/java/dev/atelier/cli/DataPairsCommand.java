package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.data.Derivation;
import dev.atelier.data.Family;
import dev.atelier.data.PairInspection;
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

/** {@code atelier data pairs}: what pairs with what, and a sheet of pairs where one is asked for. */
@Command(
        name = "pairs",
        description = {
            "Report which pictures belong together; nothing is written but the sheet that is asked for.",
            "The layout that was found, pairs of each split, pictures without a partner, sizes, channels, unreadable files."
        },
        footer = {
            "",
            "Layouts: train/ and test/ of pictures side by side; A/ and B/ with train and test in them;",
            "train/ and test/ with A and B in them; trainA trainB testA testB; A/ and B/; pairs.csv.",
            "",
            "Examples:",
            "  atelier data pairs facades/",
            "  atelier data pairs facades/ -o pairs.png",
            "  atelier data pairs photos/ --derive edges -o pairs.png"
        })
final class DataPairsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FOLDER", description = "A folder or a zip of pairs; with --derive, any data.")
    private String source = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.png",
            description =
                    "Draw a sheet of pairs, too, and write it here; replaced if it is there. Without it no file is"
                            + " written.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--derive",
            paramLabel = "HOW",
            completionCandidates = DerivationNames.class,
            description = "Make A of each picture, which is B: ${COMPLETION-CANDIDATES}.")
    private Optional<String> derive = Optional.empty();

    @Option(
            names = "--family",
            paramLabel = "TEXT",
            description =
                    "Names that are equal up to the first TEXT stay on one side where a tenth is held out (data.family).")
    private Optional<String> family = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    DataPairsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.ifPresent(DataPairsCommand::requirePng);
        PairInspection inspection = inspect();
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>(inspection.json());
            output.ifPresent(sheet -> result.put("sheet", sheet.toString()));
            console.json(result);
        } else {
            console.out().print(inspection.text());
        }
        console.out().flush(); // the report is there whatever becomes of the sheet
        output.ifPresent(sheet -> write(inspection, sheet));
        return 0;
    }

    private static void requirePng(Path sheet) {
        if (!sheet.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new BadInput("-o is " + sheet + "; it takes a path that ends in .png");
        }
    }

    private void write(PairInspection inspection, Path sheet) {
        ImageFiles.writePng(inspection.sheet(), sheet, DrawnSheet.text(Map.of("Software", "Atelier")));
        if (!json) {
            console.out().println("\nsheet of pairs: " + sheet);
        }
    }

    private PairInspection inspect() {
        try (LoadingLine progress = new LoadingLine(console.err())) {
            return PairInspection.of(
                    source, derive.map(Derivation::of), family.map(Family::new).orElse(Family.NONE), progress);
        }
    }
}
