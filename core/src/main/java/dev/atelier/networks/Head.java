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
    SCORE {
        @Override
        Layer layer(long features, int condition, int classes, Initializer initializer) {
            return new Dense(features, 1, initializer);
        }
    },
    /** One logit that knows the condition. */
    PROJECTION {
        @Override
        Layer layer(long features, int condition, int classes, Initializer initializer) {
            return Condition.projection(condition, features, initializer);
        }
    },
    /** One logit, and an output for each value of the condition vector. */
    AUXILIARY {
        @Override
        Layer layer(long features, int condition, int classes, Initializer initializer) {
            return new Dense(features, 1L + condition, initializer);
        }

        @Override
        Tensor score(Tensor outputs) {
            return outputs.narrow(1, 0, 1);
        }

        @Override
        Tensor classes(Tensor outputs) {
            return outputs.narrow(1, 1, outputs.size(1) - 1);
        }
    },
    /** K classes of real images and one for fakes: real against fake is log Σ exp of the K minus the last (Odena 2016, 1606.01583). */
    CLASSES {
        @Override
        Layer layer(long features, int condition, int classes, Initializer initializer) {
            return new Dense(features, classes + 1L, initializer);
        }

        @Override
        Tensor score(Tensor outputs) {
            return torch.logsumexp(classes(outputs), new long[] {1}, true)
                    .sub(outputs.narrow(1, outputs.size(1) - 1, 1));
        }

        @Override
        Tensor classes(Tensor outputs) {
            return outputs.narrow(1, 0, outputs.size(1) - 1);
        }
    };

    /** From a vector of features to this head's outputs; {@code condition} is y's width, {@code classes} is K. */
    abstract Layer layer(long features, int condition, int classes, Initializer initializer);

    /** [B, 1]. */
    Tensor score(Tensor outputs) {
        return outputs;
    }

    /** What is said about the image beyond real or fake, [B, width]; width 0 where nothing is. */
    Tensor classes(Tensor outputs) {
        return outputs.narrow(1, 0, 0);
    }
}
