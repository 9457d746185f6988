/**
 * Where pictures come from: sources (IDX files, folders of images, Fashion-MNIST) opened by {@link
 * dev.atelier.data.DataSources}, the data set they become, the loader that hands out batches, and the inspection report.
 *
 * <p>Ownership: a data set is plain Java memory. A batch is {@link dev.atelier.tensor.Fields}, which own their native tensors; whoever takes it
 * from the loader closes it. Start reading at {@code DataSources}, then {@code BatchLoader}.
 */
package dev.atelier.data;
