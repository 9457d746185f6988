/**
 * Where runs, folders of images and extractors are judged: an evaluation joins a generator, real images, an extractor and the metrics;
 * its numbers, each with its passport, go into {@code evaluation.json} and the report. Training does not know this room.
 *
 * <p>Ownership: an evaluation closes the features it made. Start reading at {@code Evaluation}.
 */
package dev.atelier.judge;
