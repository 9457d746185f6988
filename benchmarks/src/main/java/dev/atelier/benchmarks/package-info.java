/**
 * Programs that measure; no test asserts a time. Start reading at {@link dev.atelier.benchmarks.Rounds}; {@code Compare} sets our work
 * beside the peers', {@link dev.atelier.benchmarks.Growth} shows how speed and memory grow.
 */
package dev.atelier.benchmarks;
