package dev.atelier.nn;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;

/** The optimisers by name. */
public enum OptimizerName {
    ADAM("adam") {
        @Override
        public Optimizer of(List<Parameter> parameters, Settings settings) {
            return new Adam(parameters, settings.adam().withL2(settings.weightDecay()));
        }
    },
    ADAMW("adamw") {
        @Override
        public Optimizer of(List<Parameter> parameters, Settings settings) {
            return new Adam(parameters, settings.adam().withDecoupledDecay(settings.weightDecay()));
        }
    },
    SGD("sgd") {
        @Override
        public Optimizer of(List<Parameter> parameters, Settings settings) {
            return new Sgd(
                    parameters,
                    new Sgd.Options(
                            settings.rate(), settings.momentum(), settings.dampening(), settings.weightDecay()));
        }
    },
    RMSPROP("rmsprop") {
        @Override
        public Optimizer of(List<Parameter> parameters, Settings settings) {
            return new RmsProp(
                    parameters, settings.rate(), settings.beta2(), settings.epsilon(), settings.weightDecay());
        }
    };

    /**
     * What optimisers are set by; each reads what it knows.
     *
     * @param rate step size
     * @param beta1 decay of the gradient's mean
     * @param beta2 decay of the gradient's square
     * @param epsilon added to the root of the square
     * @param momentum share of the last step in the next
     * @param dampening what the gradient's part in that step is lessened by
     * @param weightDecay how fast weights shrink; 0 is off
     */
    public record Settings(
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double momentum,
            double dampening,
            double weightDecay) {
        /** For a player that takes one more step in every {@code k}, as {@link Adam.Options#lazy} says; the momentum stays. */
        public Settings lazy(long k) {
            Adam.Options scaled = adam().lazy(k);
            return new Settings(
                    scaled.learningRate(), scaled.beta1(), scaled.beta2(), epsilon, momentum, dampening, weightDecay);
        }

        /** With another momentum and dampening. */
        public Settings withMomentum(double other, double dampened) {
            return new Settings(rate, beta1, beta2, epsilon, other, dampened, weightDecay);
        }

        Adam.Options adam() {
            return new Adam.Options(rate, beta1, beta2, epsilon);
        }
    }

    private final String key;

    OptimizerName(String key) {
        this.key = key;
    }

    /** One for these parameters. */
    public abstract Optimizer of(List<Parameter> parameters, Settings settings);

    public String key() {
        return key;
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(OptimizerName::key).toList();
    }

    /** The optimiser of this name; an unknown one is bad input. */
    public static OptimizerName of(String key) {
        return Arrays.stream(values())
                .filter(name -> name.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("no optimiser named '" + key + "'; known: " + String.join(", ", keys())));
    }
}
