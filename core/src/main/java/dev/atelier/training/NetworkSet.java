package dev.atelier.training;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.networks.Network;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything of a system that learns, by name: its networks, the players that train them, the averages of their weights, and tensors that
 * it remembers. It saves, loads and closes them all. A checkpoint has a file for each network ({@code generator}), for each player's
 * optimiser ({@code generator_optimizer}), for each average ({@code generator_ema}) and for each memory.
 */
public final class NetworkSet implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");
    private static final String OPTIMIZER = "_optimizer";
    private static final String AVERAGE = "_ema";

    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Map<String, Player> players = new LinkedHashMap<>();
    private final Map<String, Average> averages = new LinkedHashMap<>();
    private final Map<String, Tensor> memories = new LinkedHashMap<>();
    private final Map<String, AutoCloseable> helpers = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();

    /** Adds a network, which this set closes. */
    public NetworkSet network(String name, Network network) {
        put(networks, name, name, network);
        return this;
    }

    /** Adds a player, which this set closes. Where it trains one network, it is called like that network. */
    public NetworkSet player(String name, Player player) {
        put(players, name, name + OPTIMIZER, player);
        return this;
    }

    /**
     * Adds the player of one network and returns it.
     *
     * @param letter ends the names of its rows, as D or G
     * @param optimizer over the network's parameters
     */
    public Player player(String network, String letter, Function<List<Parameter>, Optimizer> optimizer) {
        Player player = new Player(letter, optimizer.apply(parameters(network)), Player.Options.PLAIN);
        player(network, player);
        return player;
    }

    /** Adds the average of a network of this set; it is shown in the place of that network. */
    public NetworkSet average(String network, Average average) {
        network(network);
        put(averages, network, network + AVERAGE, average);
        return this;
    }

    /** Adds a tensor that is saved and loaded in place, as a pool of images; this set closes it. */
    public NetworkSet memory(String name, Tensor tensor) {
        put(memories, name, name, tensor);
        return this;
    }

    /** Adds something that helps in training and learns nothing, as a frozen network or labelled images; this set closes it and saves nothing of it. */
    public NetworkSet helper(String name, AutoCloseable helper) {
        helpers.put(name, helper);
        return this;
    }

    /** The helper of this name; empty where there is none. */
    public <T> Optional<T> helper(String name, Class<T> type) {
        return Optional.ofNullable(helpers.get(name)).map(type::cast);
    }

    private <T> void put(Map<String, T> map, String name, String group, T value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a network; allowed: a letter a to z, then letters and digits");
        }
        if (order.contains(group)) {
            throw new IllegalArgumentException("'" + group + "' is there already");
        }
        map.put(name, value);
        order.add(group);
    }

    /** The network of this name, as it learns. */
    public Network network(String name) {
        return named(networks, "network", name);
    }

    /** The network of this name as it is shown and kept: its average where there is one. */
    public Network shown(String name) {
        Average average = averages.get(name);
        return average == null ? network(name) : average.network();
    }

    /** The player of this name. */
    public Player player(String name) {
        return named(players, "player", name);
    }

    /** The memory of this name, borrowed. */
    public Tensor memory(String name) {
        return named(memories, "memory", name);
    }

    private static <T> T named(Map<String, T> map, String what, String name) {
        T found = map.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no " + what + " '" + name + "'; there are: " + String.join(", ", map.keySet()));
        }
        return found;
    }

    /** Names of the networks, in the order in which they were added. */
    public List<String> names() {
        return List.copyOf(networks.keySet());
    }

    /** The trainable parameters of these networks for one optimiser; of several networks each name begins with its network's. */
    public List<Parameter> parameters(String... names) {
        List<Parameter> all = new ArrayList<>();
        for (String name : names) {
            for (Parameter parameter : network(name).parameters()) {
                all.add(names.length == 1 ? parameter : parameter.prefixed(name));
            }
        }
        return all;
    }

    /** All tensors that a checkpoint must hold, by group and name, borrowed. */
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
        order.forEach(group -> groups.put(group, state(group)));
        return groups;
    }

    private Map<String, Tensor> state(String group) {
        if (group.endsWith(OPTIMIZER)) {
            return player(cut(group, OPTIMIZER)).optimizer().state();
        } else if (group.endsWith(AVERAGE)) {
            return averaged(cut(group, AVERAGE)).state();
        }
        return networks.containsKey(group) ? network(group).state() : Map.of("values", memory(group));
    }

    /** Overwrites everything that {@link #tensors()} gives. */
    public void load(Map<String, Map<String, Tensor>> saved) {
        for (String group : order) {
            Map<String, Tensor> tensors = Checkpoint.group(saved, group);
            if (group.endsWith(OPTIMIZER)) {
                player(cut(group, OPTIMIZER)).optimizer().load(tensors);
            } else if (group.endsWith(AVERAGE)) {
                averaged(cut(group, AVERAGE)).load(tensors);
            } else if (networks.containsKey(group)) {
                network(group).load(tensors);
            } else {
                memory(group).copy_(tensors.get("values"));
            }
        }
    }

    private Network averaged(String name) {
        return named(averages, "average", name).network();
    }

    private static String cut(String group, String ending) {
        return group.substring(0, group.length() - ending.length());
    }

    @Override
    public void close() {
        averages.values().forEach(Average::close);
        players.values().forEach(Player::close);
        networks.values().forEach(Network::close);
        memories.values().forEach(Tensor::close);
        helpers.values().forEach(NetworkSet::close);
    }

    private static void close(AutoCloseable helper) {
        try {
            helper.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
