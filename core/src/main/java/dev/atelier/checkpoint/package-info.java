/**
 * Checkpoints that survive: a folder of safetensors, a {@code state.json} and a list of checksums, written under a temporary name,
 * forced to the disk and renamed. A torn or altered one is recognised and the one before is used.
 *
 * <p>Ownership: what {@link dev.atelier.checkpoint.CheckpointStore#load} reads belongs to the caller's scope. Start reading at
 * {@code CheckpointStore}.
 */
package dev.atelier.checkpoint;
