package dev.atelier.networks;

import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import java.util.List;

/** What one network file gives: the rows of both players. Conditions, heads and weight norms are put around them in one place. */
interface Blueprint {
    /** From a vector of {@code options.inputs()} values to an image of {@code options.image()}. */
    List<Layer> generator(NetworkOptions options);

    /** From {@code options.planes()} channels of the image's size to a vector of features; the head comes behind it. */
    List<Layer> discriminator(NetworkOptions options);

    /** Whether the discriminator has batch norm, which a recipe may switch off. */
    default boolean discriminatorNorm() {
        return false;
    }

    /** How the weights of the head and of the condition's embeddings are drawn. */
    default Initializer initializer() {
        return Initializer.glorotUniform();
    }
}
