/**
 * Runs: a folder, the listeners that join training with its files, start and resume, and the models that a run has kept.
 *
 * <p>Ownership: a {@link dev.atelier.run.TrainingRun} and a {@link dev.atelier.run.Sampler} own native memory until closed.
 */
package dev.atelier.run;
