package dev.atelier.training;

/** The momentum of SGD, and what its gradients are dampened by, by the number of steps done. */
public interface MomentumSchedule {
    double momentum(long step);

    /** In [0, 1); 0 is undampened. An SGD must begin dampened to be dampened later. */
    default double dampening(long step) {
        return 0;
    }

    /** From {@code first} in a straight line to {@code last} at step {@code steps}, and so from there on. */
    static MomentumSchedule linear(double first, double last, long steps) {
        return step -> step >= steps ? last : first + (last - first) * step / steps;
    }

    /** This, with gradients dampened by the momentum, as Torch7 did it (Denton et al. 2015, arXiv 1506.05751, trained so). */
    default MomentumSchedule dampened() {
        MomentumSchedule undampened = this;
        return new MomentumSchedule() {
            @Override
            public double momentum(long step) {
                return undampened.momentum(step);
            }

            @Override
            public double dampening(long step) {
                return undampened.momentum(step);
            }
        };
    }
}
