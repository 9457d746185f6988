package dev.atelier.networks;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;

/**
 * How networks learn of an image's attributes.
 *
 * @param width length of the condition vector y; 0 without one
 * @param embedding length of what the generator appends to z
 */
public record Conditioning(Mode mode, int width, int embedding) {
    public static final Conditioning NONE = new Conditioning(Mode.NONE, 0, 1);

    /** Where the discriminator meets y; in every mode but {@code none} the generator gets it beside z. */
    public enum Mode {
        NONE("none"),
        /** As one more channel of its input (Mirza and Osindero 2014). */
        CONCATENATION("concatenation"),
        /** As an inner product with its features (Miyato and Koyama 2018). */
        PROJECTION("projection"),
        /** It must tell y from the image (ACGAN, Odena et al. 2017, arXiv 1610.09585). */
        AUXILIARY("auxiliary");

        private final String key;

        Mode(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }

        public static List<String> keys() {
            return Arrays.stream(values()).map(Mode::key).toList();
        }

        public static Mode of(String key) {
            return Arrays.stream(values())
                    .filter(mode -> mode.key.equals(key))
                    .findFirst()
                    .orElseThrow(() ->
                            new BadInput("no condition mode named '" + key + "'; known: " + String.join(", ", keys())));
        }
    }

    public Conditioning {
        if ((mode == Mode.NONE) != (width == 0) || embedding < 1) {
            throw new IllegalArgumentException(
                    mode + " with a condition of width " + width + ", embedded in " + embedding);
        }
    }
}
