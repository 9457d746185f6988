package dev.atelier.run;

import dev.atelier.networks.GenerativeModel;
import dev.atelier.nn.Summary;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.NetworkSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the files of {@code final/} are: {@code final/model.json}. Whoever has the folder alone knows what kind of GAN it is, which networks
 * there are, which one to begin with, what it takes and what it gives.
 */
final class ModelFile {
    static final String NAME = "model.json";

    private ModelFile() {}

    static Map<String, Object> of(Recipe recipe, Map<String, GenerativeModel> models, NetworkSet networks, long step) {
        GenerativeModel model = models.values().iterator().next();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("system", recipe.words().name());
        json.put("recipe", recipe.name());
        json.put("step", step);
        json.put("entry", models.keySet().iterator().next());
        json.put("input", model.inputs());
        json.put("output", model.output().json());
        if (models.size() > 1) {
            Map<String, Object> all = new LinkedHashMap<>();
            models.forEach((name, each) -> all.put(
                    name, Map.of("input", each.inputs(), "output", each.output().json())));
            json.put("models", all);
        }
        json.put("networks", networks(networks));
        return json;
    }

    private static List<Object> networks(NetworkSet networks) {
        List<Object> all = new ArrayList<>();
        for (String name : networks.names()) {
            Summary summary = networks.shown(name).summary();
            Map<String, Object> network = new LinkedHashMap<>();
            network.put("name", name);
            network.put("file", file(name));
            network.put("averaged", networks.shown(name) != networks.network(name));
            network.put("parameters", summary.parameters());
            network.put("sha256", networks.shown(name).sha256());
            all.add(network);
        }
        return all;
    }

    /** The file of a network, under {@code final/}. */
    static String file(String network) {
        return network + ".safetensors";
    }
}
