package dev.atelier.systems;

import dev.atelier.training.StepValues;
import dev.atelier.training.Term;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Terms that ask how far pictures are from those that they should be. */
final class Distances {
    private Distances() {}

    /** The weighted mean absolute distance, which the rows tell unweighted under {@code name}; no term of weight 0. */
    static Term l1(String name, double weight, Function<StepValues, Tensor> made, Function<StepValues, Tensor> wanted) {
        return of(
                name,
                weight,
                now -> made.apply(now).sub(wanted.apply(now)).abs().mean());
    }

    /** The same with the mean of squares. */
    static Term squares(
            String name, double weight, Function<StepValues, Tensor> made, Function<StepValues, Tensor> wanted) {
        return of(name, weight, now -> {
            Tensor apart = made.apply(now).sub(wanted.apply(now));
            return apart.mul(apart).mean();
        });
    }

    private static Term of(String name, double weight, Function<StepValues, Tensor> distance) {
        return now -> {
            if (weight == 0) {
                return Optional.empty();
            }
            Tensor loss = distance.apply(now);
            now.record(name, loss);
            return Optional.of(loss.mul(new Scalar(weight)));
        };
    }
}
