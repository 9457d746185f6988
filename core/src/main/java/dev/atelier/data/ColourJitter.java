package dev.atelier.data;

/**
 * Changes the colours of a picture: each sample times brightness; then its distance from the picture's mean grey times
 * contrast; then, of three colours, its distance from the pixel's grey times saturation. Grey is 0.299 R + 0.587 G + 0.114 B.
 * Alpha is left alone. Nothing is clamped.
 */
record ColourJitter(float brightness, float contrast, float saturation) {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /** On the picture that begins at {@code from}; black is {@code low}. */
    void apply(float[] values, int from, ImageFormat format, float low) {
        int plane = format.height() * format.width();
        boolean coloured = format.channels() >= 3;
        int samples = (coloured ? 3 : 1) * plane;
        double sum = 0;
        for (int p = from; p < from + plane; p++) {
            sum += coloured ? grey(values, p, plane) : values[p];
        }
        float mean = brightness * ((float) (sum / plane) - low);
        for (int p = from; p < from + samples; p++) {
            values[p] = low + mean + contrast * (brightness * (values[p] - low) - mean);
        }
        if (coloured) {
            for (int p = from; p < from + plane; p++) {
                float grey = grey(values, p, plane);
                for (int at = p; at < p + samples; at += plane) {
                    values[at] = grey + saturation * (values[at] - grey);
                }
            }
        }
    }

    private static float grey(float[] values, int p, int plane) {
        return RED * values[p] + GREEN * values[p + plane] + BLUE * values[p + 2 * plane];
    }
}
