package dev.atelier.networks;

import dev.atelier.nn.Condition;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Value;
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
        void trace(Graph graph, Value outputs) {
            graph.output(SCORE_NAME, columns(graph, outputs, 0, 1));
            graph.output(Judgement.CLASSES, columns(graph, outputs, 1, outputs.sample()[0]));
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
        void trace(Graph graph, Value outputs) {
            long last = outputs.sample()[0] - 1;
            Value classes = columns(graph, outputs, 0, last);
            Value any = graph.operator("ReduceLogSumExp", classes)
                    .longs("axes", 1)
                    .integer("keepdims", 1)
                    .gives(1);
            Value score = graph.operator("Sub", any, columns(graph, outputs, last, last + 1))
                    .givesTheSame();
            graph.output(SCORE_NAME, score);
            graph.output(Judgement.CLASSES, classes);
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

    /** The name of the score in graphs. */
    static final String SCORE_NAME = "score";

    /** Names the graph's outputs, of this head's outputs. */
    void trace(Graph graph, Value outputs) {
        graph.output(SCORE_NAME, outputs);
    }

    private static Value columns(Graph graph, Value x, long from, long to) {
        return graph.operator("Slice", x)
                .longs("starts", from)
                .longs("ends", to)
                .longs("axes", 1)
                .gives(to - from);
    }

    /** [B, 1]. */
    Tensor score(Tensor outputs) {
        return outputs;
    }

    /** What is said about the image beyond real or fake, [B, width]; width 0 where nothing is. */
    Tensor classes(Tensor outputs) {
        return outputs.narrow(1, 0, 0);
    }
}
