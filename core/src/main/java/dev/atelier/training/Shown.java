package dev.atelier.training;

import dev.atelier.tensor.Fields;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Some samples that a critic is shown in a step.
 *
 * @param name that terms ask for them by; each once in a game
 * @param weight in the critic's loss, beside the others of its side
 * @param samples worked out when somebody looks at them, before the game's view is applied
 * @param sides what the critic reads beside them, a row for each sample
 */
public record Shown(String name, Side side, double weight, Supplier<Tensor> samples, Fields sides) {
    /** The usual name of generated samples. */
    public static final String FAKE = "fake";

    /** What the critic is to take them for. */
    public enum Side {
        /** Real, and right. */
        REAL,
        /** Made by the generation of the game. */
        GENERATED,
        /** Real samples beside what does not belong to them, as a picture with another one's text; to be taken for generated. */
        MISMATCHED
    }

    /** Real samples called {@link Fields#REAL}. */
    public static Shown real(Supplier<Tensor> samples, Fields sides) {
        return new Shown(Fields.REAL, Side.REAL, 1, samples, sides);
    }

    /** Generated samples called {@link #FAKE}. */
    public static Shown fake(Supplier<Tensor> samples, Fields sides) {
        return new Shown(FAKE, Side.GENERATED, 1, samples, sides);
    }
}
