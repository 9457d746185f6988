package dev.atelier.training;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;

/** The schedules by name. */
public enum ScheduleName {
    CONSTANT("constant") {
        @Override
        public Schedule of(Settings settings) {
            return Schedule.constant();
        }
    },
    STEP("step") {
        @Override
        public Schedule of(Settings settings) {
            return Schedule.steps(settings.every(), settings.factor());
        }
    },
    LINEAR("linear") {
        @Override
        public Schedule of(Settings settings) {
            return Schedule.linear(Math.round(settings.from() * settings.last()), settings.last());
        }
    },
    COSINE("cosine") {
        @Override
        public Schedule of(Settings settings) {
            return Schedule.cosine(settings.last());
        }
    },
    /** Goes by measurements ({@link Plateau}), not by the step. */
    PLATEAU("plateau") {
        @Override
        public Schedule of(Settings settings) {
            return Schedule.constant();
        }
    };

    /**
     * What schedules are set by; each reads what it knows.
     *
     * @param every steps between two falls
     * @param factor what the rates are multiplied by at a fall
     * @param from share of all steps after which the rates begin to fall
     * @param last the last step
     */
    public record Settings(long every, double factor, double from, long last) {}

    private final String key;

    ScheduleName(String key) {
        this.key = key;
    }

    /** The part of it that goes by the step alone. */
    public abstract Schedule of(Settings settings);

    public String key() {
        return key;
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(ScheduleName::key).toList();
    }

    /** The schedule of this name; an unknown one is bad input. */
    public static ScheduleName of(String key) {
        return Arrays.stream(values())
                .filter(name -> name.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("no schedule named '" + key + "'; known: " + String.join(", ", keys())));
    }
}
