package dev.atelier.recipe;

import dev.atelier.data.OpenedSource;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Processor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What made a run: versions, seed, data, machine. Written once, when the run begins. */
final class Receipt {
    private Receipt() {}

    /** {@code precision}: what it was chosen by; empty where the recipe named it. */
    static Map<String, Object> of(Recipe recipe, OpenedSource source, DataFacts known, Map<String, Object> precision) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("source", recipe.get(DataKeys.SOURCE));
        data.put("origin", source.origin());
        data.put("images", source.dataset().size());
        data.put("sha256", source.dataset().sha256());
        data.put("classes", known.classes());
        data.put("attributes", known.attributes().json());
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("arch", System.getProperty("os.arch"));
        machine.put("processor", Processor.name());
        machine.put("instructions", Engine.cpuCapability());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("threads", recipe.get(TrainKeys.THREADS));
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("atelier", version());
        versions.put("libtorch", Engine.torchVersion());
        versions.put(
                "java", System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")");
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("recipe", recipe.name());
        receipt.put("seed", recipe.get(TrainKeys.SEED));
        receipt.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        receipt.put("versions", versions);
        receipt.put("data", data);
        receipt.put("machine", machine);
        if (!precision.isEmpty()) {
            receipt.put("precision", precision);
        }
        return receipt;
    }

    /** Atelier's version from the jar; {@code development} when run from classes. */
    static String version() {
        String version = Receipt.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
