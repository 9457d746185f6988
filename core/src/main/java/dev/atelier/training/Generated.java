package dev.atelier.training;

import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;

/**
 * What a generation gives.
 *
 * @param samples a row for each sample, as the critic is to see them
 * @param also what terms want beside them by name: styles, logits before a choice, the noise they were made from
 */
public record Generated(Tensor samples, Fields also) {
    /** Samples and nothing beside them. */
    public static Generated of(Tensor samples) {
        return new Generated(samples, Fields.NONE);
    }

    /** The same values cut off from the graph, in the caller's scope. */
    Generated detached() {
        Fields cut = Fields.NONE;
        for (String name : also.names()) {
            cut = cut.with(name, also.get(name).detach());
        }
        return new Generated(samples.detach(), cut);
    }

    /** Hands all tensors to the scope around this one. */
    Generated promoted(TensorScope scope) {
        scope.promote(samples);
        also.names().forEach(name -> scope.promote(also.get(name)));
        return this;
    }

    /** Takes all tensors out of this scope; {@link #close} frees them. */
    Generated kept(TensorScope scope) {
        scope.keep(samples);
        also.names().forEach(name -> scope.keep(also.get(name)));
        return this;
    }

    void close() {
        samples.close();
        also.close();
    }
}
