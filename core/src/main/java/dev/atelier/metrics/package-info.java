/**
 * How far generated images are from real ones, as numbers. A metric is a value that compares two sets of images; it knows nothing of
 * training, so that a listener, a command and a search can all ask it.
 *
 * <p>Ownership: sets of images are Java arrays; no tensor leaves this room. Start reading at {@code SlicedWasserstein}.
 */
package dev.atelier.metrics;
