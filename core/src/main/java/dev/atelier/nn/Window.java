package dev.atelier.nn;

/** What a convolution or a pool looks at: kernel, stride in both directions, zeros on each side; rows before columns. */
public record Window(int height, int width, int stride, int padHeight, int padWidth) {
    public Window {
        if (height < 1 || width < 1 || stride < 1 || padHeight < 0 || padWidth < 0) {
            throw new IllegalArgumentException("window " + height + "×" + width + ", stride " + stride + ", padding "
                    + padHeight + "×" + padWidth);
        }
    }

    public static Window square(int kernel, int stride, int padding) {
        return new Window(kernel, kernel, stride, padding, padding);
    }

    /** Stride 1, and as much padding as keeps the size; odd kernels only. */
    public static Window keeping(int height, int width) {
        return new Window(height, width, 1, height / 2, width / 2);
    }

    String label() {
        return (height == width ? "k" + height : "k" + height + "×" + width)
                + (stride == 1 ? "" : " s" + stride)
                + (padHeight + padWidth == 0 ? "" : " p" + (padHeight == padWidth ? "" : padHeight + "×") + padWidth);
    }

    long[] kernel() {
        return new long[] {height, width};
    }

    long[] strides() {
        return new long[] {stride, stride};
    }

    long[] padding() {
        return new long[] {padHeight, padWidth};
    }

    /** Top, left, bottom, right: as ONNX has it. */
    long[] pads() {
        return new long[] {padHeight, padWidth, padHeight, padWidth};
    }

    /** [channels, H, W] that come out of [any, H, W]. */
    long[] outputShape(long channels, Layer layer, long[] inputShape) {
        Shapes.require(inputShape.length == 3, layer, inputShape);
        long rows = inputShape[1] + 2L * padHeight - height;
        long columns = inputShape[2] + 2L * padWidth - width;
        Shapes.require(rows >= 0 && columns >= 0, layer, inputShape);
        return new long[] {channels, rows / stride + 1, columns / stride + 1};
    }
}
