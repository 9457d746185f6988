package dev.atelier.training;

/**
 * Slows the player that is ahead: where the discriminator's accuracy, averaged over the last steps, is above the target, its learning
 * rate is multiplied by exp(−strength · distance), where it is below, the generator's is. The distance is 1 at an accuracy of 1 or 0.
 * The average is in the training state.
 */
public final class Balance implements Watcher {
    private static final String ACCURACY = "balance.accuracy";
    private static final double MEMORY = 0.98;

    private final TrainingState state;
    private final double strength;
    private final double target;

    /** {@code target} accuracy in (0, 1). */
    public Balance(TrainingState state, double strength, double target) {
        this.state = state;
        this.strength = strength;
        this.target = target;
    }

    @Override
    public void judged(double real, double fake, long images) {
        double accuracy = (2 + real + fake) / 4;
        state.put(ACCURACY, MEMORY * state.number(ACCURACY, target) + (1 - MEMORY) * accuracy);
    }

    double discriminatorFactor() {
        double ahead = state.number(ACCURACY, target) - target;
        return Math.exp(-strength * Math.max(0, ahead) / (1 - target));
    }

    double generatorFactor() {
        double behind = target - state.number(ACCURACY, target);
        return Math.exp(-strength * Math.max(0, behind) / target);
    }

    /** The schedule with this balance on top, for the discriminator. */
    public Schedule discriminator(Schedule schedule) {
        return step -> schedule.factor(step) * discriminatorFactor();
    }

    /** The schedule with this balance on top, for the generator. */
    public Schedule generator(Schedule schedule) {
        return step -> schedule.factor(step) * generatorFactor();
    }
}
