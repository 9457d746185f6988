package dev.atelier.training;

import java.util.List;
import java.util.Optional;

/** The stages of a training, one behind the other. Which one it is in follows from the steps done alone. */
public record Stages(List<Stage> list) {
    /** A stage and the steps that all stages before it have. */
    record Place(Stage stage, long begin) {}

    public Stages {
        list = List.copyOf(list);
        if (list.isEmpty()) {
            throw new IllegalArgumentException("a training has at least one stage");
        }
    }

    /** One stage that goes on for as long as anybody trains. */
    static Stages endless(List<Turn> turns) {
        return new Stages(List.of(Stage.of("training", Long.MAX_VALUE, turns)));
    }

    /** Steps of all stages together. */
    public long steps() {
        return list.stream()
                .mapToLong(Stage::steps)
                .reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
    }

    /** The stage of the step that comes after {@code step} steps; the last one goes on beyond its end. */
    Place after(long step) {
        long begin = 0;
        for (Stage stage : list.subList(0, list.size() - 1)) {
            if (step - begin < stage.steps()) {
                return new Place(stage, begin);
            }
            begin += stage.steps();
        }
        return new Place(list.get(list.size() - 1), begin);
    }

    /** Why the step that comes next must not be taken: it would begin a stage whose gate refuses. Empty where it may. */
    Optional<String> refusal(TrainingState state) {
        Place place = after(state.step());
        return place.begin() == state.step()
                ? place.stage()
                        .gate()
                        .refuses(state)
                        .map(why -> "stage " + place.stage().name() + " cannot begin: " + why)
                : Optional.empty();
    }
}
