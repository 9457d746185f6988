package dev.atelier.recipe;

import dev.atelier.data.Attributes;

/**
 * What the data say that a recipe does not.
 *
 * @param attributes that the networks are conditioned on; none where they are not conditional
 * @param classes of labelled images; 0 without labels
 */
record DataFacts(Attributes attributes, int classes) {
    static final DataFacts NOTHING = new DataFacts(Attributes.NONE, 0);
}
