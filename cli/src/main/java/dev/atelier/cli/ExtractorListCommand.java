package dev.atelier.cli;

import dev.atelier.metrics.ExtractorCard;
import dev.atelier.metrics.Extractors;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atelier extractor list}: what came with the program and what is in the cache. */
@Command(
        name = "list",
        description = "List the extractors that come with Atelier and those in the cache.",
        footer = {"", "Example:", "  atelier extractor list"})
final class ExtractorListCommand implements Callable<Integer> {
    private static final int SHORT_HASH = 12;

    private final Console console;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    ExtractorListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Extractors.Listing listing = Extractors.ofThisMachine().list();
        listing.passedOver().forEach(line -> console.err().println("passed over " + line));
        if (json) {
            console.json(listing.entries().stream().map(ExtractorReport::json).toList());
            return 0;
        }
        Table table = new Table().row("name", "accuracy", "classes", "image", "features", "sha256", "file");
        for (Extractors.Entry entry : listing.entries()) {
            ExtractorCard card = entry.card();
            table.row(
                    card.fullName(),
                    ExtractorReport.percent(card.accuracy()),
                    card.classes().size(),
                    card.image(),
                    card.features(),
                    entry.sha256().substring(0, SHORT_HASH),
                    entry.file().map(Path::toString).orElse("inside the program"));
        }
        table.print(console.out(), "");
        return 0;
    }
}
