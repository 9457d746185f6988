package dev.atelier.training;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The generator learns only from those fakes that look most real (Sinha et al. 2020, arXiv 2002.06224): from all of a batch at first,
 * from {@code least} of it after {@code rounds} steps, in a straight line between.
 *
 * @param least share of the batch, in (0, 1]; 1 is off
 */
public record TopK(double least, long rounds) {
    public static final TopK ALL = new TopK(1, 0);

    long count(long batch, long round) {
        double done = rounds == 0 ? 1 : Math.min(1, (double) round / rounds);
        return Math.max(1, Math.round(batch * (1 - done * (1 - least))));
    }

    /** The logits [k, 1] of the best of [B, 1]; {@code realSign} is −1 where low logits mean real. */
    Tensor keep(Tensor logits, long round, int realSign) {
        if (least == 1) {
            return logits;
        }
        long k = count(logits.size(0), round);
        Tensor signed = realSign > 0 ? logits : logits.neg();
        Tensor order = signed.detach().argsort(0, true).narrow(0, 0, k).squeeze(1);
        return torch.index_select(logits, 0, order);
    }
}
