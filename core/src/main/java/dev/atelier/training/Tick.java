package dev.atelier.training;

import dev.atelier.data.Cursor;
import java.util.Map;

/**
 * What a listener sees.
 *
 * @param step the step's networks and optimisers
 * @param state steps, images, streams
 * @param stats sums since somebody drained them
 * @param cursors where each feed stands: what the trainer will take next
 */
public record Tick(TrainingStep step, TrainingState state, StepStats stats, Map<String, Cursor> cursors) {}
