/**
 * The ground floor: starts libtorch ({@link dev.atelier.tensor.Engine}), decides how long a native tensor lives
 * ({@link dev.atelier.tensor.TensorScope}), and gives numbers, files and random streams in native memory a Java face.
 *
 * <p>Ownership: a tensor made while a scope is open on this thread dies with the scope, unless it is kept (the caller closes it) or
 * promoted (the enclosing scope closes it). Start reading at {@code Engine}, then {@code TensorScope}.
 */
package dev.atelier.tensor;
