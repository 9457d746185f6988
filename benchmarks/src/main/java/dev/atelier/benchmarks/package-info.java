/** Programs that measure; nothing in here is asserted by a test. Start reading at {@link dev.atelier.benchmarks.Rounds}. */
package dev.atelier.benchmarks;
