package dev.atelier.systems;

import dev.atelier.data.Attributes;
import dev.atelier.data.ImageDataset;
import dev.atelier.media.Image;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A part of what a run makes that is judged by itself too, as one level of a pyramid.
 *
 * @param name for a person, as in {@code 14×14}
 * @param seen what a real image is in this part
 * @param made by the name of its row, in the order of reading, what the run makes in this part; whoever asks closes it
 */
public record JudgedPart(String name, UnaryOperator<Image> seen, Map<String, Supplier<GeneratedImages>> made) {
    /**
     * What parts are held against, and may begin with.
     *
     * @param images that the run did not learn from, where there are any
     * @param numbers which of them
     * @param told attributes that the run's networks are told; none where they are not conditional
     * @param seed of noise
     */
    public record Against(ImageDataset images, int[] numbers, Attributes told, long seed) {}
}
