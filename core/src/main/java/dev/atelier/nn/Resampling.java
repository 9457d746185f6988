package dev.atelier.nn;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Layers without weights that change an image's height and width. */
public sealed interface Resampling extends Layer {
    /** Each pixel four times. */
    static Resampling nearestUp() {
        return new NearestUp();
    }

    /** Twice the size, bilinear, pixel centres aligned. */
    static Resampling bilinearUp() {
        return new BilinearUp();
    }

    /** The means of 2×2 pixels; an odd last row or column stands for itself. */
    static Resampling halve() {
        return new Halve();
    }

    /** The sum over all pixels: [C, H, W] to [C]. */
    static Resampling sum() {
        return new Sum();
    }

    /** The upper left part of this size. */
    static Resampling crop(long height, long width) {
        return new Crop(height, width);
    }

    /** Twice the size out of a quarter of the channels, four to a pixel (Shi et al. 2016, arXiv 1609.05158): [4·C, H, W] to [C, 2·H, 2·W]. */
    static Resampling pixelShuffle() {
        return new PixelShuffle();
    }

    /** So many pixels more on each side, mirrored at the outermost ones, which are not repeated. */
    static Resampling reflect(int each) {
        return new Reflect(each);
    }

    record NearestUp() implements Resampling {
        @Override
        public String label() {
            return "nearest ×2";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.upsample_nearest2d(
                    x, new long[] {x.size(2) * 2, x.size(3) * 2}, new DoubleOptional(), new DoubleOptional());
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Resize", x)
                    .longs("scales", 1, 1, 2, 2)
                    .word("mode", "nearest")
                    .word("coordinate_transformation_mode", "asymmetric")
                    .word("nearest_mode", "floor")
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 3, this, inputShape);
            return new long[] {inputShape[0], inputShape[1] * 2, inputShape[2] * 2};
        }
    }

    record BilinearUp() implements Resampling {
        @Override
        public String label() {
            return "bilinear ×2";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.upsample_bilinear2d(
                    x, new long[] {x.size(2) * 2, x.size(3) * 2}, false, new DoubleOptional(), new DoubleOptional());
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Resize", x)
                    .longs("scales", 1, 1, 2, 2)
                    .word("mode", "linear")
                    .word("coordinate_transformation_mode", "half_pixel")
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 3, this, inputShape);
            return new long[] {inputShape[0], inputShape[1] * 2, inputShape[2] * 2};
        }
    }

    record Halve() implements Resampling {
        @Override
        public String label() {
            return "mean of 2×2";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            long[] two = {2, 2};
            return torch.avg_pool2d(
                    x, two, two, new long[] {0, 0}, true, false, new org.bytedeco.pytorch.LongOptional());
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("AveragePool", x)
                    .longs("kernel_shape", 2, 2)
                    .longs("strides", 2, 2)
                    .longs("pads", 0, 0, 0, 0)
                    .integer("ceil_mode", 1)
                    .integer("count_include_pad", 0)
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 3, this, inputShape);
            return new long[] {inputShape[0], (inputShape[1] + 1) / 2, (inputShape[2] + 1) / 2};
        }
    }

    record Sum() implements Resampling {
        @Override
        public String label() {
            return "sum over pixels";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.sum(new long[] {2, 3});
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("ReduceSum", x)
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

    record Crop(long height, long width) implements Resampling {
        @Override
        public String label() {
            return "crop " + height + "×" + width;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.narrow(2, 0, height).narrow(3, 0, width);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Slice", x)
                    .longs("starts", 0, 0)
                    .longs("ends", height, width)
                    .longs("axes", 2, 3)
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(
                    inputShape.length == 3 && inputShape[1] >= height && inputShape[2] >= width, this, inputShape);
            return new long[] {inputShape[0], height, width};
        }
    }

    record PixelShuffle() implements Resampling {
        @Override
        public String label() {
            return "pixel shuffle ×2";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.pixel_shuffle(x, 2);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("DepthToSpace", x)
                    .integer("blocksize", 2)
                    .word("mode", "CRD")
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 3 && inputShape[0] % 4 == 0, this, inputShape);
            return new long[] {inputShape[0] / 4, inputShape[1] * 2, inputShape[2] * 2};
        }
    }

    record Reflect(int each) implements Resampling {
        @Override
        public String label() {
            return "reflect " + each;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.reflection_pad2d(x, new long[] {each, each, each, each});
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Pad", x)
                    .longs("pads", 0, 0, each, each, 0, 0, each, each)
                    .word("mode", "reflect")
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            boolean fits = inputShape.length == 3 && Math.min(inputShape[1], inputShape[2]) > each;
            Shapes.require(fits, this, inputShape);
            return new long[] {inputShape[0], inputShape[1] + 2L * each, inputShape[2] + 2L * each};
        }
    }
}
