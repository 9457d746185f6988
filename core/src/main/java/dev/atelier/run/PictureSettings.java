package dev.atelier.run;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How pictures of files are worked on.
 *
 * @param ensemble whether the results of the eight turns and mirrorings are averaged
 * @param alpha what becomes of transparency that the model does not know
 * @param outscale how many times as large as the input the output is made afterwards; empty for what the model makes
 * @param grey whether pictures in colour are made grey for a model that takes grey ones; else they are refused
 * @param compare whether a sheet of input and output is written beside each output
 * @param force whether outputs may lie in a folder that is not empty, and replace files
 */
public record PictureSettings(
        Tiling tiling,
        InputSize size,
        boolean ensemble,
        Alpha alpha,
        OptionalDouble outscale,
        boolean grey,
        boolean compare,
        boolean force) {
    private static final double MOST = 16;

    /** What becomes of transparency. */
    public enum Alpha {
        /** The network enlarges it, as a grey picture. */
        NETWORK,
        /** The bicubic filter enlarges it. */
        BICUBIC,
        /** The picture is laid on white. */
        DROP;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Alpha of(String text) {
            return Arrays.stream(values())
                    .filter(alpha -> alpha.key().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new BadInput("--alpha is '" + text + "'; allowed: "
                            + Arrays.stream(values()).map(Alpha::key).collect(Collectors.joining(", "))));
        }
    }

    /** Pictures as they are, laid on white, tiles where the memory is too small. */
    public static final PictureSettings PLAIN = new PictureSettings(
            Tiling.AUTO, InputSize.KEEP, false, Alpha.DROP, OptionalDouble.empty(), false, false, false);

    public PictureSettings {
        if (outscale.isPresent() && !(outscale.getAsDouble() > 0 && outscale.getAsDouble() <= MOST)) {
            throw new BadInput("--outscale is " + outscale.getAsDouble() + "; allowed: above 0 to " + (int) MOST);
        }
    }

    public PictureSettings with(Tiling other) {
        return new PictureSettings(other, size, ensemble, alpha, outscale, grey, compare, force);
    }

    public PictureSettings with(InputSize other) {
        return new PictureSettings(tiling, other, ensemble, alpha, outscale, grey, compare, force);
    }

    public PictureSettings with(Alpha other) {
        return new PictureSettings(tiling, size, ensemble, other, outscale, grey, compare, force);
    }

    public PictureSettings withEnsemble() {
        return new PictureSettings(tiling, size, true, alpha, outscale, grey, compare, force);
    }

    public PictureSettings withOutscale(double factor) {
        return new PictureSettings(tiling, size, ensemble, alpha, OptionalDouble.of(factor), grey, compare, force);
    }

    public PictureSettings withGrey() {
        return new PictureSettings(tiling, size, ensemble, alpha, outscale, true, compare, force);
    }

    public PictureSettings withCompare() {
        return new PictureSettings(tiling, size, ensemble, alpha, outscale, grey, true, force);
    }

    public PictureSettings withForce() {
        return new PictureSettings(tiling, size, ensemble, alpha, outscale, grey, compare, true);
    }
}
