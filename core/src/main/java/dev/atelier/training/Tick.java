package dev.atelier.training;

import dev.atelier.data.Cursor;

/**
 * What a listener sees.
 *
 * @param step the step's networks and optimisers
 * @param state rounds, images, streams
 * @param stats sums since somebody drained them
 * @param cursor the next batch that the trainer will take
 */
public record Tick(TrainingStep step, TrainingState state, StepStats stats, Cursor cursor) {}
