/**
 * The command line: one class a command, each a thin shell over {@code dev.atelier.recipe} and {@code dev.atelier.data}. Results go to
 * standard output, progress and errors to standard error; an error is one line.
 *
 * <p>Ownership: a command closes the run or the sampler that it opens; no tensor is seen here. Only {@link dev.atelier.cli.Main} ends
 * the process. Start reading at {@code Main}, then {@code TrainCommand}.
 */
package dev.atelier.cli;
