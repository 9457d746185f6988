package dev.atelier.training;

import dev.atelier.tensor.Fields;
import java.util.List;

/** What a critic is shown of a micro-batch, in the order in which it judges where it cannot judge all at once. */
@FunctionalInterface
public interface CriticInput {
    /** Real samples, the generated ones, and what else there is. */
    List<Shown> show(StepValues now, Generated made);

    /** The real samples of a feed, then the generated ones, with nothing beside them. */
    static CriticInput of(String feed) {
        return (now, made) -> List.of(
                Shown.real(() -> now.batch(feed).get(Fields.REAL), Fields.NONE),
                Shown.fake(made::samples, Fields.NONE));
    }
}
