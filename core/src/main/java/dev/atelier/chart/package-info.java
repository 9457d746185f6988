/**
 * Charts: what is to be seen is described by plain values, and one {@code Drawing} of it becomes a PNG picture or an SVG text. Marks,
 * colours and numbers are the same in both. Nothing is known here of what the lines mean.
 *
 * <p>Ownership: no tensors here. Start reading at {@code Chart}; AWT is in {@code Painter} alone, because a machine may lack it.
 */
package dev.atelier.chart;
