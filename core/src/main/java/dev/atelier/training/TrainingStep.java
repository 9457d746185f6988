package dev.atelier.training;

import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Device;

/** One step of a training: the turns of the stage that it stands in, one after the other. Owns the networks. */
public final class TrainingStep implements AutoCloseable {
    private final NetworkSet networks;
    private final Stages stages;
    private final TrainingState state;
    private final Pass pass;
    private final Device device;
    private final Draws draws;

    /**
     * The circumstances of its passes are {@code pass}, which carries the dropout stream; noise comes from the streams of the state.
     *
     * @param stages the last goes on for as long as anybody trains
     */
    public TrainingStep(NetworkSet networks, Stages stages, TrainingState state, Pass pass, Device device) {
        this(networks, stages, state, pass, device, Draws.on(device, state::stream));
    }

    /** Of one stage that never ends. */
    public TrainingStep(NetworkSet networks, List<Turn> turns, TrainingState state, Pass pass, Device device) {
        this(networks, Stages.endless(turns), state, pass, device);
    }

    /** With the source of noise given, for goldens. */
    TrainingStep(NetworkSet networks, Stages stages, TrainingState state, Pass pass, Device device, Draws draws) {
        this.networks = networks;
        this.stages = stages;
        this.state = state;
        this.pass = pass;
        this.device = device;
        this.draws = draws;
    }

    /** All that learns in it. */
    public NetworkSet networks() {
        return networks;
    }

    /** The stages that it goes through. */
    public Stages stages() {
        return stages;
    }

    /** The step of one of its stages alone, over the same networks, which stay this one's; for whoever wants to know what it costs. */
    public TrainingStep ofStage(Stage stage) {
        return new TrainingStep(networks, new Stages(List.of(stage)), state, pass, device, draws);
    }

    /** Batches that the next step takes of each feed. */
    public Map<String, Integer> takes() {
        return takes(state.step());
    }

    /** Batches that the step after {@code step} steps takes of each feed. */
    public Map<String, Integer> takes(long step) {
        Map<String, Integer> sums = new LinkedHashMap<>();
        Stages.Place place = stages.after(step);
        for (Turn turn : place.stage().turns()) {
            if (turn.due(step - place.begin())) {
                turn.takes().stream()
                        .filter(Takes::fresh)
                        .forEach(takes -> sums.merge(takes.feed(), takes.batches(), Integer::sum));
            }
        }
        return sums;
    }

    /** Runs one step on its batches by feed, in the caller's scope, and adds its losses and accuracies to {@code stats}. */
    public void run(Map<String, List<Fields>> batches, StepStats stats) {
        Stages.Place place = stages.after(state.step());
        long step = state.step() - place.begin();
        Map<String, List<Fields>> loaded = new HashMap<>();
        batches.forEach((feed, all) ->
                loaded.put(feed, all.stream().map(batch -> batch.to(device)).toList()));
        Map<StepValues.OfStep, Generated> ofStep = new ConcurrentHashMap<>();
        StepValues.Shared shared = new StepValues.Shared(state, step, pass, draws, stats, loaded, ofStep);
        Map<String, Integer> taken = new HashMap<>();
        try {
            for (Turn turn : place.stage().turns()) {
                if (turn.due(step)) {
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
