package dev.atelier.run;

import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.TrainKeys;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Stages;
import dev.atelier.training.TrainingStep;
import java.util.Map;

/** What a system makes ready for one training: its step over its networks, its models, its feeds. Owns the networks until closed. */
final class TrainingParts implements AutoCloseable {
    private final GanSystem system;
    private final TrainingSetup setup;
    private final TrainingStep step;
    private final Map<String, GenerativeModel> models;

    private TrainingParts(
            GanSystem system, TrainingSetup setup, TrainingStep step, Map<String, GenerativeModel> models) {
        this.system = system;
        this.setup = setup;
        this.step = step;
        this.models = models;
    }

    /** Fresh networks; {@code begin} fills them from another run or as the system says, where the recipe asks for it. */
    static TrainingParts of(GanSystem system, TrainingSetup setup, boolean begin) {
        NetworkSet networks = system.networks(setup.models());
        try {
            return of(system, setup, networks, begin);
        } catch (RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    private static TrainingParts of(GanSystem system, TrainingSetup setup, NetworkSet networks, boolean begin) {
        RandomStream weights = RandomStream.of(setup.seed(), "weights");
        for (String name : networks.names()) {
            networks.network(name).initialise(weights);
            networks.network(name).move(setup.device());
        }
        if (begin) {
            WarmStart.fill(setup.recipe(), networks, setup.notices());
            system.begin(networks, setup);
        }
        Stages stages = new Stages(system.stages(networks, setup));
        Precision precision = Precision.of(setup.recipe().get(TrainKeys.PRECISION));
        TrainingStep step = new TrainingStep(
                networks,
                stages,
                setup.state(),
                Pass.training(precision, Masks.from(setup.state().stream("dropout"))),
                setup.device());
        return new TrainingParts(system, setup, step, system.models(networks, setup.models()));
    }

    TrainingSetup setup() {
        return setup;
    }

    TrainingStep step() {
        return step;
    }

    NetworkSet networks() {
        return step.networks();
    }

    /** By name; the first is meant where nobody names one. */
    Map<String, GenerativeModel> models() {
        return models;
    }

    GenerativeModel model() {
        return models.values().iterator().next();
    }

    /** The feeds, which the caller closes. */
    Feeds feeds(Map<String, Cursor> cursors) {
        return system.feeds(setup, cursors);
    }

    @Override
    public void close() {
        step.close();
    }
}
