package dev.atelier.cli;

import dev.atelier.metrics.ExtractorCard;
import dev.atelier.metrics.Extractors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An extractor's facts, for a table and as JSON. */
final class ExtractorReport {
    private ExtractorReport() {}

    static Map<String, Object> json(ExtractorCard card, String sha256, Optional<Path> file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", card.fullName());
        json.put("file", file.map(Path::toString).orElse("inside the program"));
        json.put("sha256", sha256);
        json.put("accuracy", card.accuracy());
        json.put("heldOut", card.heldOut());
        json.put("classes", card.classes());
        json.put("image", card.image().toString());
        json.put("features", card.features());
        json.put("resize", card.resize());
        json.put("source", card.source());
        json.put("dataSha256", card.dataSha256());
        json.put("making", card.making());
        return json;
    }

    static Map<String, Object> json(Extractors.Entry entry) {
        return json(entry.card(), entry.sha256(), entry.file());
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
