package dev.atelier.run;

import dev.atelier.Version;
import dev.atelier.data.OpenedData;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.TrainKeys;
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
    static Map<String, Object> of(
            GanSystem system,
            Recipe recipe,
            OpenedData opened,
            Map<String, Object> facts,
            Map<String, Object> precision) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("source", system.place(recipe));
        data.put("origin", opened.origin());
        data.put("samples", opened.dataset().size());
        data.put("sha256", opened.dataset().sha256());
        data.putAll(facts);
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("arch", System.getProperty("os.arch"));
        machine.put("processor", Processor.name());
        machine.put("instructions", Engine.cpuCapability());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("threads", recipe.get(TrainKeys.THREADS));
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("atelier", Version.text());
        versions.put("libtorch", Engine.torchVersion());
        versions.put(
                "java", System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")");
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("recipe", recipe.name());
        receipt.put("system", system.name());
        receipt.put("systemClass", system.getClass().getName());
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
}
