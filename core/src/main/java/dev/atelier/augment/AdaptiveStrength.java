package dev.atelier.augment;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sets the strength p of {@link AdaptiveAugment} by how far the discriminator has over-fitted (Karras et al. 2020, arXiv
 * 2006.06676, section 3): r, the mean sign of its logits on real images, is near 0 for one that guesses and near 1 for one that
 * knows each real image. Every few steps p takes a step up where r is above its target and down where it is below.
 */
public final class AdaptiveStrength {
    private final double target;
    private final double kimg;
    private final int interval;
    private double strength;
    private double signs;
    private double images;
    private int rounds;

    /**
     * At p = 0.
     *
     * @param target the mean sign to hold, in (−1, 1)
     * @param kimg how many thousands of images p needs from 0 to 1 when every step goes up
     * @param interval steps between two changes of the strength
     */
    public AdaptiveStrength(double target, double kimg, int interval) {
        if (!(target > -1 && target < 1)) {
            throw new IllegalArgumentException("the target of the mean sign must be in (-1, 1), got " + target);
        }
        if (!(kimg > 0)) {
            throw new IllegalArgumentException("the thousands of images must be positive, got " + kimg);
        }
        if (interval < 1) {
            throw new IllegalArgumentException("the interval must be at least one step, got " + interval);
        }
        this.target = target;
        this.kimg = kimg;
        this.interval = interval;
    }

    /** The paper's: target 0.6, 500 thousand images, every 4 steps. */
    public static AdaptiveStrength defaults() {
        return new AdaptiveStrength(0.6, 500, 4);
    }

    /** p, in [0, 1]. */
    public double strength() {
        return strength;
    }

    /**
     * Takes in one step.
     *
     * @param meanSignOfRealLogits mean of sign(D(x)) over the step's real images, turned round where a low logit means real
     * @param count how many real images these were
     */
    public void observe(double meanSignOfRealLogits, long count) {
        if (!(Math.abs(meanSignOfRealLogits) <= 1) || count < 1) {
            throw new IllegalArgumentException("a mean sign in [-1, 1] of at least one image is expected, got "
                    + meanSignOfRealLogits + " of " + count);
        }
        signs += meanSignOfRealLogits * count;
        images += count;
        rounds++;
        if (rounds >= interval) {
            step();
        }
    }

    private void step() {
        double moved = strength + Math.signum(signs / images - target) * images / (kimg * 1000);
        strength = Math.max(0, Math.min(1, moved));
        signs = 0;
        images = 0;
        rounds = 0;
    }

    /** All that a checkpoint needs to keep. */
    public Map<String, Double> save() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put("strength", strength);
        state.put("signs", signs);
        state.put("images", images);
        state.put("rounds", (double) rounds);
        return state;
    }

    /** Goes to what {@link #save()} gave; refuses a state in which a number is missing. */
    public void load(Map<String, Double> saved) {
        double savedStrength = number(saved, "strength");
        double savedSigns = number(saved, "signs");
        double savedImages = number(saved, "images");
        int savedRounds = (int) number(saved, "rounds");
        strength = savedStrength;
        signs = savedSigns;
        images = savedImages;
        rounds = savedRounds;
    }

    private static double number(Map<String, Double> saved, String name) {
        Double value = saved.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the saved state of the augmentation strength has no number called '" + name + "'");
        }
        return value;
    }
}
