package dev.atelier.cli;

import dev.atelier.metrics.DomainExtractor;
import dev.atelier.metrics.ExtractorCard;
import dev.atelier.metrics.Extractors;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.nn.Summary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier extractor show}: all that is known of one. */
@Command(
        name = "show",
        description = "Show where an extractor comes from, how good it is and its network.",
        footer = {
            "",
            "Examples:",
            "  atelier extractor show fashion-mnist",
            "  atelier extractor show photos-2 --json",
            "  atelier extractor show inception.safetensors"
        })
final class ExtractorShowCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ExtractorNames.class,
            description = "A name (without version: the newest) or the path of a .safetensors file.")
    private String name = "";

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    ExtractorShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (FeatureExtractor extractor = Extractors.open(name)) {
            Optional<DomainExtractor> domain =
                    extractor instanceof DomainExtractor each ? Optional.of(each) : Optional.empty();
            Map<String, Object> facts =
                    domain.map(each -> facts(each.card(), each.sha256())).orElseGet(() -> facts(extractor));
            if (json) {
                console.json(facts);
                return 0;
            }
            Table table = new Table();
            facts.forEach((key, value) -> {
                if (value instanceof Map<?, ?> more) {
                    more.forEach(table::row);
                } else {
                    table.row(key, value);
                }
            });
            table.print(console.out(), "");
            domain.map(each -> each.classifier().summary()).map(Summary::text).ifPresent(text -> {
                console.out().println();
                console.out().print(text);
            });
            return 0;
        }
    }

    private static Map<String, Object> facts(ExtractorCard card, String sha256) {
        Map<String, Object> facts = ExtractorReport.json(card, sha256, Optional.empty());
        facts.remove("file");
        return facts;
    }

    private static Map<String, Object> facts(FeatureExtractor extractor) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", extractor.name());
        facts.put("sha256", extractor.sha256());
        facts.put("features", extractor.size());
        facts.put("outputs", extractor.classNames().size());
        facts.put("resize", extractor.resize());
        return facts;
    }
}
