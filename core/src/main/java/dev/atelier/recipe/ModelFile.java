package dev.atelier.recipe;

import dev.atelier.networks.NoiseModel;
import dev.atelier.nn.Summary;
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

    /** Of a system that makes images of noise. */
    static Map<String, Object> of(Recipe recipe, NoiseModel model, NetworkSet networks, DataFacts facts, long step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("system", "noise");
        json.put("recipe", recipe.name());
        json.put("step", step);
        json.put("entry", NoiseNetworks.GENERATOR);
        json.put("input", input(recipe, facts));
        json.put("output", output(model));
        json.put("networks", networks(networks));
        return json;
    }

    private static Map<String, Object> input(Recipe recipe, DataFacts facts) {
        Map<String, Object> noise = new LinkedHashMap<>();
        noise.put("modality", "noise");
        noise.put("prior", recipe.get(NetworkKeys.PRIOR));
        noise.put("shape", List.of(recipe.get(NetworkKeys.LATENT)));
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("z", noise);
        if (!facts.attributes().isEmpty()) {
            Map<String, Object> condition = new LinkedHashMap<>();
            condition.put("modality", "attributes");
            condition.put("shape", List.of(facts.attributes().width()));
            input.put("condition", condition);
        }
        return input;
    }

    private static Map<String, Object> output(NoiseModel model) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("modality", model.output().name());
        output.put("shape", model.output().shape());
        output.put("range", model.range().key());
        return output;
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
