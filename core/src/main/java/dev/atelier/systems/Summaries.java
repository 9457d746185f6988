package dev.atelier.systems;

import dev.atelier.nn.Summary;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.NetworkSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;

/** The tables of a recipe's networks. */
public final class Summaries {
    private Summaries() {}

    /** In the order of the system; data that have a name need not be there. */
    public static List<Summary> of(Recipe recipe) {
        GanSystem system = GanSystem.of(recipe);
        return List.copyOf(of(recipe, system.expectedFacts(recipe)).values());
    }

    /** By network, on data of these facts. */
    public static Map<String, Summary> of(Recipe recipe, Map<String, Object> facts) {
        try (Device cpu = new Device("cpu");
                NetworkSet networks = GanSystem.of(recipe).networks(new Setup(recipe, facts, cpu))) {
            return of(networks);
        }
    }

    /** By network. */
    public static Map<String, Summary> of(NetworkSet networks) {
        Map<String, Summary> tables = new LinkedHashMap<>();
        networks.names().forEach(name -> tables.put(name, networks.network(name).summary()));
        return tables;
    }
}
