package dev.atelier.tensor;

import org.bytedeco.openblas.global.openblas;

/**
 * While it is open, products and decompositions in fp32 and fp64 may use as many threads as libtorch's own operations. Otherwise
 * OpenBLAS keeps to one: its threads spin for milliseconds after each product and would take the cores from libtorch's, which many
 * small products beside other operations would pay for. A few large ones, as metrics have them, gain. For any number of users at once.
 */
public final class AlgebraThreads implements AutoCloseable {
    private static int open;
    private static int single;
    private static int set = 1; // as the engine leaves it

    private final boolean many;

    private AlgebraThreads(boolean many) {
        this.many = many;
        count(1);
    }

    public static AlgebraThreads open() {
        return new AlgebraThreads(true);
    }

    /**
     * While this is open, one thread even so: for what goes in thousands of small steps, whose threads wait for one another after each.
     * That gains little on an idle machine, and where other programs want the cores each wait lasts until one is free.
     */
    static AlgebraThreads single() {
        return new AlgebraThreads(false);
    }

    private void count(int users) {
        synchronized (AlgebraThreads.class) {
            if (many) {
                open += users;
            } else {
                single += users;
            }
            int wanted = open > 0 && single == 0 ? Engine.workers() : 1;
            if (wanted != set) { // the call itself is slow
                openblas.blas_set_num_threads(wanted);
                set = wanted;
            }
        }
    }

    @Override
    public void close() {
        count(-1);
    }
}
