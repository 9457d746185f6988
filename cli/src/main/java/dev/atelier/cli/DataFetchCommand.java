package dev.atelier.cli;

import dev.atelier.data.DataSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier data fetch}: downloads a known data set into the cache. */
@Command(
        name = "fetch",
        description = {
            "Download a known data set into the cache.",
            "Files are checked by their checksums; what is there already is kept."
        },
        footer = {
            "",
            "The cache is $ATELIER_CACHE, else ~/.cache/atelier (on Windows %%LOCALAPPDATA%%\\atelier\\cache).",
            "",
            "Examples:",
            "  atelier data fetch fashion-mnist",
            "  atelier data fetch mnist"
        })
final class DataFetchCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = DataNames.class,
            description = "The data set: ${COMPLETION-CANDIDATES}.")
    private String source = "";

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    DataFetchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = fetch();
        if (json) {
            console.json(Map.of("source", source, "folder", folder.toString()));
        } else {
            console.out().println(source + " is in " + folder);
        }
        return 0;
    }

    private Path fetch() {
        try (LoadingLine progress = new LoadingLine(console.err())) {
            return DataSources.fetch(source, progress);
        }
    }
}
