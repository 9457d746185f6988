package dev.atelier.media;

/**
 * CIE L*a*b* of sRGB under D65 (CIE 15:2004; IEC 61966-2-1), as networks that colour grey pictures see it (Zhang, Isola and
 * Efros 2016): lightness as L/50 − 1, colour as a/110 and b/110. A grey pixel has a = b = 0.
 */
public final class Lab {
    private static final double[][] TO_XYZ = {
        {0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}
    };
    private static final double[][] FROM_XYZ = inverse(TO_XYZ);
    private static final double[] WHITE = {sum(TO_XYZ[0]), sum(TO_XYZ[1]), sum(TO_XYZ[2])};
    private static final double EDGE = 6.0 / 29; // below it the cube root is a straight line
    private static final double SLOPE = 3 * EDGE * EDGE;
    private static final double DARKEST = 4.0 / 29;
    private static final float LIGHT = 50;
    private static final float COLOUR = 110;
    private static final double[] LINEAR = linear();

    private Lab() {}

    private static double sum(double[] row) {
        return row[0] + row[1] + row[2];
    }

    private static double[] linear() {
        double[] table = new double[256];
        for (int i = 0; i < table.length; i++) {
            double v = i / 255.0;
            table[i] = v <= 0.04045 ? v / 12.92 : StrictMath.pow((v + 0.055) / 1.055, 2.4);
        }
        return table;
    }

    private static double[][] inverse(double[][] m) {
        double[][] out = new double[3][3];
        double determinant = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int a = (j + 1) % 3;
                int b = (j + 2) % 3;
                int c = (i + 1) % 3;
                int d = (i + 2) % 3;
                out[i][j] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
            }
            determinant += m[0][i] * out[i][0];
        }
        for (double[] row : out) {
            for (int j = 0; j < 3; j++) {
                row[j] /= determinant;
            }
        }
        return out;
    }

    private static double root(double t) {
        return t > EDGE * EDGE * EDGE ? StrictMath.cbrt(t) : t / SLOPE + DARKEST;
    }

    private static double power(double f) {
        return f > EDGE ? f * f * f : SLOPE * (f - DARKEST);
    }

    /**
     * One colour: L of 0 … 100, a and b.
     *
     * @param lab is filled
     */
    public static void of(int red, int green, int blue, double[] lab) {
        double r = LINEAR[red];
        double g = LINEAR[green];
        double b = LINEAR[blue];
        double x = root((TO_XYZ[0][0] * r + TO_XYZ[0][1] * g + TO_XYZ[0][2] * b) / WHITE[0]);
        double y = root((TO_XYZ[1][0] * r + TO_XYZ[1][1] * g + TO_XYZ[1][2] * b) / WHITE[1]);
        double z = root((TO_XYZ[2][0] * r + TO_XYZ[2][1] * g + TO_XYZ[2][2] * b) / WHITE[2]);
        lab[0] = 116 * y - 16;
        lab[1] = 500 * (x - y);
        lab[2] = 200 * (y - z);
    }

    /** The lightness L/50 − 1 of each pixel of a grey or a colour picture, row by row; alpha is laid on white. */
    public static float[] lightness(Image picture) {
        Image colour = Channels.convert(picture, 3);
        float[] out = new float[colour.height() * colour.width()];
        double[] lab = new double[3];
        for (int i = 0; i < out.length; i++) {
            of(colour, i, lab);
            out[i] = (float) (lab[0] / LIGHT - 1);
        }
        return out;
    }

    /** The colours a/110 of each pixel, row by row, then b/110. */
    public static float[] colours(Image picture) {
        Image colour = Channels.convert(picture, 3);
        int plane = colour.height() * colour.width();
        float[] out = new float[2 * plane];
        double[] lab = new double[3];
        for (int i = 0; i < plane; i++) {
            of(colour, i, lab);
            out[i] = (float) (lab[1] / COLOUR);
            out[plane + i] = (float) (lab[2] / COLOUR);
        }
        return out;
    }

    private static void of(Image colour, int pixel, double[] lab) {
        int plane = colour.height() * colour.width();
        byte[] pixels = colour.pixels();
        of(pixels[pixel] & 0xFF, pixels[plane + pixel] & 0xFF, pixels[2 * plane + pixel] & 0xFF, lab);
    }

    /**
     * The colour picture that these are of. What sRGB does not have is cut off at its edge, channel by channel in linear light.
     *
     * @param lightness L/50 − 1, row by row
     * @param colours a/110 of all pixels, then b/110
     */
    public static Image picture(float[] lightness, float[] colours, int height, int width) {
        int plane = height * width;
        if (lightness.length != plane || colours.length != 2 * plane) {
            throw new IllegalArgumentException(lightness.length + " and " + colours.length + " values for " + height
                    + "×" + width + "; one of lightness and two of colour for each pixel");
        }
        byte[] out = new byte[Math.multiplyExact(3, plane)];
        for (int i = 0; i < plane; i++) {
            double y = ((lightness[i] + 1) * LIGHT + 16) / 116;
            double x = y + colours[i] * COLOUR / 500;
            double z = y - colours[plane + i] * COLOUR / 200;
            double[] xyz = {power(x) * WHITE[0], power(y) * WHITE[1], power(z) * WHITE[2]};
            for (int c = 0; c < 3; c++) {
                out[c * plane + i] = level(FROM_XYZ[c][0] * xyz[0] + FROM_XYZ[c][1] * xyz[1] + FROM_XYZ[c][2] * xyz[2]);
            }
        }
        return new Image(3, height, width, out);
    }

    private static byte level(double linear) {
        double clipped = Math.max(0, Math.min(1, linear));
        double v = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * StrictMath.pow(clipped, 1 / 2.4) - 0.055;
        return (byte) Math.round(v * 255);
    }
}
