/**
 * What the players are trained on, as values: adversarial losses from logits, and noise on labels. Real always stands before fake;
 * nothing in here runs a backward pass.
 *
 * <p>Ownership: results belong to the caller's scope. Start reading at {@code AdversarialLoss}.
 */
package dev.atelier.losses;
