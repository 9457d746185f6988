package dev.atelier.networks;

/**
 * What can be switched in any discriminator.
 *
 * @param batchNorm where the table has batch norm, it stays
 * @param spectralNorm every weight is divided by its largest singular value
 * @param minibatchKernels kernels of minibatch discrimination before the head; 0 is off
 * @param stddevGroup samples in a group of minibatch stddev before the head; 0 is off
 * @param classes classes of a K+1 head (SGAN); 0 is off
 */
public record DiscriminatorOptions(
        boolean batchNorm, boolean spectralNorm, int minibatchKernels, int stddevGroup, int classes) {
    /** As the tables have it. */
    public static final DiscriminatorOptions PLAIN = new DiscriminatorOptions(true, false, 0, 0, 0);

    public DiscriminatorOptions {
        if (minibatchKernels < 0 || stddevGroup < 0 || stddevGroup == 1 || classes < 0 || classes == 1) {
            throw new IllegalArgumentException(
                    "kernels " + minibatchKernels + ", group " + stddevGroup + ", classes " + classes);
        }
    }
}
