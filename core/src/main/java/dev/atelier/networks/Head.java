package dev.atelier.networks;

import dev.atelier.nn.Condition;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A discriminator's last row and how its outputs are read. */
enum Head {
    /** One logit. */
    SCORE,
    /** One logit that knows the condition. */
    PROJECTION,
    /** One logit, and an output for each value of the condition vector. */
    AUXILIARY,
    /** K classes of real images and one for fakes: real against fake is log Σ exp of the K minus the last (Odena 2016, 1606.01583). */
    CLASSES,
    /** K classes alone, no score. */
    CLASSIFIER;

    /** From a vector of features to this head's outputs; {@code condition} is y's width, {@code classes} is K. */
    Layer layer(long features, int condition, int classes, Initializer initializer) {
        return switch (this) {
            case SCORE -> new Dense(features, 1, initializer);
            case PROJECTION -> Condition.projection(condition, features, initializer);
            case AUXILIARY -> new Dense(features, 1L + condition, initializer);
            case CLASSES -> new Dense(features, classes + 1L, initializer);
            case CLASSIFIER -> new Dense(features, classes, initializer);
        };
    }

    /** [B, 1]. */
    Tensor score(Tensor outputs) {
        return switch (this) {
            case SCORE, PROJECTION -> outputs;
            case AUXILIARY -> outputs.narrow(1, 0, 1);
            case CLASSES ->
                torch.logsumexp(classes(outputs), new long[] {1}, true).sub(outputs.narrow(1, outputs.size(1) - 1, 1));
            case CLASSIFIER -> throw new IllegalStateException("a classifier does not score");
        };
    }

    /** What is said about the image beyond real or fake, [B, width]; width 0 where nothing is. */
    Tensor classes(Tensor outputs) {
        return switch (this) {
            case SCORE, PROJECTION -> outputs.narrow(1, 0, 0);
            case AUXILIARY -> outputs.narrow(1, 1, outputs.size(1) - 1);
            case CLASSES -> outputs.narrow(1, 0, outputs.size(1) - 1);
            case CLASSIFIER -> outputs;
        };
    }
}
