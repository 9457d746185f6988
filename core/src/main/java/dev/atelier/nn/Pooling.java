package dev.atelier.nn;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Pools over a window, or over all pixels. */
public sealed interface Pooling extends Layer {
    /** The largest value; padding never wins. */
    static Pooling max(Window window) {
        return new Max(window);
    }

    /** The mean over the values that lie in the image: padding counts neither as value nor as place, as in TensorFlow. */
    static Pooling mean(Window window) {
        return new Mean(window);
    }

    /** The mean over all pixels: [C, H, W] to [C]. */
    static Pooling global() {
        return new Global();
    }

    record Max(Window window) implements Pooling {
        @Override
        public String label() {
            return "max " + window.label();
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.max_pool2d(x, window.kernel(), window.strides(), window.padding(), new long[] {1, 1}, false);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("MaxPool", x)
                    .longs("kernel_shape", window.kernel())
                    .longs("strides", window.strides())
                    .longs("pads", window.pads())
                    .integer("ceil_mode", 0)
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            return window.outputShape(inputShape[0], this, inputShape);
        }
    }

    record Mean(Window window) implements Pooling {
        @Override
        public String label() {
            return "mean " + window.label();
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.avg_pool2d(
                    x, window.kernel(), window.strides(), window.padding(), false, false, new LongOptional());
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("AveragePool", x)
                    .longs("kernel_shape", window.kernel())
                    .longs("strides", window.strides())
                    .longs("pads", window.pads())
                    .integer("ceil_mode", 0)
                    .integer("count_include_pad", 0)
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            return window.outputShape(inputShape[0], this, inputShape);
        }
    }

    record Global() implements Pooling {
        @Override
        public String label() {
            return "mean over pixels";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.mean(new long[] {2, 3});
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("ReduceMean", x)
                    .longs("axes", 2, 3)
                    .integer("keepdims", 0)
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 3, this, inputShape);
            return new long[] {inputShape[0]};
        }
    }
}
