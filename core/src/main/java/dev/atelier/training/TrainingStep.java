package dev.atelier.training;

import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;

/** One step of a training: its turns, one after the other. Owns the networks. */
public final class TrainingStep implements AutoCloseable {
    private final NetworkSet networks;
    private final List<Turn> turns;
    private final TrainingState state;
    private final Pass pass;
    private final Device device;
    private final Draws draws;

    /** The circumstances of its passes are {@code pass}, which carries the dropout stream; noise comes from the streams of the state. */
    public TrainingStep(NetworkSet networks, List<Turn> turns, TrainingState state, Pass pass, Device device) {
        this(networks, turns, state, pass, device, Draws.on(device, state::stream));
    }

    /** With the source of noise given, for goldens. */
    TrainingStep(NetworkSet networks, List<Turn> turns, TrainingState state, Pass pass, Device device, Draws draws) {
        this.networks = networks;
        this.turns = List.copyOf(turns);
        this.state = state;
        this.pass = pass;
        this.device = device;
        this.draws = draws;
    }

    /** All that learns in it. */
    public NetworkSet networks() {
        return networks;
    }

    /** Batches that the next step takes of each feed. */
    public Map<String, Integer> takes() {
        return takes(state.step());
    }

    /** Batches that the step after {@code step} steps takes of each feed. */
    public Map<String, Integer> takes(long step) {
        Map<String, Integer> sums = new LinkedHashMap<>();
        for (Turn turn : turns) {
            if (turn.due(step)) {
                turn.takes().stream()
                        .filter(Takes::fresh)
                        .forEach(takes -> sums.merge(takes.feed(), takes.batches(), Integer::sum));
            }
        }
        return sums;
    }

    /** Runs one step on its batches by feed, in the caller's scope, and adds its losses and accuracies to {@code stats}. */
    public void run(Map<String, List<Fields>> batches, StepStats stats) {
        Map<String, List<Fields>> loaded = new HashMap<>();
        batches.forEach((feed, all) ->
                loaded.put(feed, all.stream().map(batch -> batch.to(device)).toList()));
        Map<Generation, Generated> ofStep = new HashMap<>();
        StepValues.Shared shared = new StepValues.Shared(state, pass, draws, stats, loaded, ofStep);
        Map<String, Integer> taken = new HashMap<>();
        try {
            for (Turn turn : turns) {
                if (turn.due(state.step())) {
                    turn.run(values(turn, loaded, taken, shared), stats);
                }
            }
        } finally {
            ofStep.values().forEach(Generated::close);
        }
    }

    /** One for each micro-batch of a turn; {@code taken} counts the batches that turns have taken so far. */
    private static List<StepValues> values(
            Turn turn, Map<String, List<Fields>> loaded, Map<String, Integer> taken, StepValues.Shared shared) {
        int count = turn.takes().stream().mapToInt(Takes::batches).max().orElse(1);
        List<Map<String, Fields>> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(new HashMap<>());
        }
        for (Takes takes : turn.takes()) {
            int end = taken.getOrDefault(takes.feed(), 0) + (takes.fresh() ? takes.batches() : 0);
            taken.put(takes.feed(), end);
            List<Fields> all = loaded.getOrDefault(takes.feed(), List.of());
            for (int i = 0; i < takes.batches(); i++) {
                batches.get(i).put(takes.feed(), all.get(end - takes.batches() + i));
            }
        }
        return batches.stream()
                .map(each -> new StepValues(shared, each, count == 1))
                .toList();
    }

    @Override
    public void close() {
        networks.close();
    }
}
