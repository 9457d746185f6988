/**
 * Pictures as bytes: reading and writing image files, colour conversion, resampling, grids and the ranges in which networks see
 * pixels. Plain Java, no native memory: an {@link dev.atelier.media.Image} is an array of bytes, planar, one byte per sample.
 *
 * <p>Start reading at {@code Image}, then {@code ImageFiles}.
 */
package dev.atelier.media;
