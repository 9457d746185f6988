/**
 * The search for good settings of a recipe: a space of keys, a sampler that suggests points of it (tree-structured Parzen estimators)
 * and successive halving, which trains many trials a little and the best ones long. A trial is an ordinary run directory.
 *
 * <p>All decisions are a function of the settings and of the outcomes written so far, so a search goes on after any interruption as if
 * there had been none. No native memory is held here but by the one run that is being trained. Start reading at {@code Tuning}.
 */
package dev.atelier.tune;
