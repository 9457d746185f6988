package dev.atelier.tensor;

import org.bytedeco.openblas.global.openblas;

/**
 * While it is open, products and decompositions in fp32 and fp64 may use as many threads as libtorch's own operations. Otherwise
 * OpenBLAS keeps to one: its threads spin for milliseconds after each product and would take the cores from libtorch's, which many
 * small products beside other operations would pay for. A few large ones, as metrics have them, gain. For any number of users at once.
 */
public final class AlgebraThreads implements AutoCloseable {
    private static int open;

    private AlgebraThreads() {}

    public static synchronized AlgebraThreads open() {
        if (open++ == 0) {
            openblas.blas_set_num_threads(Engine.threads());
        }
        return new AlgebraThreads();
    }

    @Override
    public void close() {
        synchronized (AlgebraThreads.class) {
            if (--open == 0) {
                openblas.blas_set_num_threads(1);
            }
        }
    }
}
