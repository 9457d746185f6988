/**
 * Layers as a small Java tree over libtorch functions, with their parameters, initialisers, shape inference and the summary table;
 * optimisers over lists of parameters. A layer also says what it computes as primitive operators of a {@link dev.atelier.nn.Graph}.
 *
 * <p>Ownership: a {@link dev.atelier.nn.Parameter} owns its tensor for the life of the network; what {@code forward} returns belongs
 * to the caller's scope. Start reading at {@code Layer}, then {@code Sequential}.
 */
package dev.atelier.nn;
