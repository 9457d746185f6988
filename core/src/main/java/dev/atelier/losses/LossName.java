package dev.atelier.losses;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The adversarial losses by name. */
public enum LossName {
    NON_SATURATING("non-saturating", true, true, labels -> new AdversarialLoss.CrossEntropy(labels, false)),
    SATURATING("saturating", true, true, labels -> new AdversarialLoss.CrossEntropy(labels, true)),
    LEAST_SQUARES("least-squares", true, true, AdversarialLoss.LeastSquares::new),
    HINGE("hinge", false, true, labels -> new AdversarialLoss.Hinge()),
    WASSERSTEIN("wasserstein", false, false, labels -> new AdversarialLoss.Wasserstein()),
    RELATIVISTIC("relativistic", false, false, labels -> new AdversarialLoss.Relativistic()),
    RELATIVISTIC_AVERAGE("relativistic-average", false, false, labels -> new AdversarialLoss.RelativisticAverage()),
    RELATIVISTIC_AVERAGE_HINGE(
            "relativistic-average-hinge", false, false, labels -> new AdversarialLoss.RelativisticAverageHinge()),
    RELATIVISTIC_AVERAGE_LEAST_SQUARES(
            "relativistic-average-least-squares",
            false,
            false,
            labels -> new AdversarialLoss.RelativisticAverageLeastSquares());

    private final String key;
    private final boolean usesLabels;
    private final boolean anchored;
    private final Function<Labels, AdversarialLoss> factory;

    LossName(String key, boolean usesLabels, boolean anchored, Function<Labels, AdversarialLoss> factory) {
        this.key = key;
        this.usesLabels = usesLabels;
        this.anchored = anchored;
        this.factory = factory;
    }

    public static LossName of(String key) {
        return Arrays.stream(values())
                .filter(loss -> loss.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new BadInput("no loss named '" + key + "'; known: " + String.join(", ", keys())));
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(LossName::key).toList();
    }

    public String key() {
        return key;
    }

    /** Whether it aims at labels, which can be inverted, smoothed and noisy. */
    public boolean usesLabels() {
        return usesLabels;
    }

    /** Whether one logit is the border between real and fake, so that there is an accuracy to steer by. */
    public boolean anchored() {
        return anchored;
    }

    /** The loss; {@code labels} count where it uses them. */
    public AdversarialLoss loss(Labels labels) {
        return factory.apply(labels);
    }

    /** Whether its real and fake parts stand alone. */
    public boolean separable() {
        return loss(Labels.plain()) instanceof AdversarialLoss.Separable;
    }
}
