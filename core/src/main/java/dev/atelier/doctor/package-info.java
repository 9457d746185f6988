/**
 * What goes wrong in adversarial training, told from the numbers of a run's rows: each alarm has evidence, a cause in plain words and a
 * proposed change. Pure functions over a history; a listener in {@code recipe} feeds it and acts.
 *
 * <p>Ownership: no tensors here. Start reading at {@code Doctor}.
 */
package dev.atelier.doctor;
