package dev.atelier.data;

/**
 * Hears how far a long piece of work has come; called from any thread, one call at a time, {@code total} −1 where it is
 * unknown.
 */
@FunctionalInterface
public interface LoadProgress {
    /** Hears nothing. */
    LoadProgress SILENT = (what, done, total) -> {};

    /**
     * @param what as in "decoding images" or "downloading train-images-idx3-ubyte.gz"
     */
    void at(String what, long done, long total);
}
