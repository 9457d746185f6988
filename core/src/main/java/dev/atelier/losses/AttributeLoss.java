package dev.atelier.losses;

import dev.atelier.nn.ConditionLayout;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How well outputs name an image's attributes: cross entropy for each categorical field, squared error for each continuous one, added
 * (Odena et al. 2017, arXiv 1610.09585, equation 3, for any number of attributes).
 */
public record AttributeLoss(ConditionLayout layout) {
    /** {@code outputs} and {@code conditions} are [B, width]; a scalar. */
    public Tensor of(Tensor outputs, Tensor conditions) {
        Tensor sum = torch.zeros_like(outputs.sum()).detach();
        long from = 0;
        for (ConditionLayout.Field field : layout.fields()) {
            Tensor said = outputs.narrow(1, from, field.width());
            Tensor truth = conditions.narrow(1, from, field.width());
            Tensor term = field.categorical()
                    ? torch.cross_entropy_loss(said, truth.argmax(new org.bytedeco.pytorch.LongOptional(1), false))
                    : torch.mse_loss(said, truth);
            sum = sum.add(term);
            from += field.width();
        }
        return sum;
    }
}
