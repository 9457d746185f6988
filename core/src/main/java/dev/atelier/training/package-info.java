/**
 * The training loop: {@link dev.atelier.training.Trainer} fetches a batch, lets a {@link dev.atelier.training.TrainingStep} run one
 * step and calls the listeners that are due. It knows neither files nor metrics.
 *
 * <p>Ownership: a step owns its networks and optimisers until closed; everything a step makes dies with the step's scope. Start
 * reading at {@code Trainer}, then {@code AdversarialStep}.
 */
package dev.atelier.training;
