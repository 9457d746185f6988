package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts are worked out from the table: weights of each row, its biases, and scale and shift of each batch norm. */
class SnganTest {
    private static final NetworkOptions FULL = new NetworkOptions(128, 1, 0).withImage(new ImageShape(3, 32, 32));

    static List<ImageShape> shapes() {
        return AnySize.SHAPES;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void makesAndJudgesImagesOfAnySize(ImageShape image) {
        AnySize.assertMakesAndJudges(Architecture.RESNET, image);
    }

    @Test
    void countsAreThoseOfTheTable() {
        long conv = 256L * 256 * 9 + 256;
        long generator =
                (128L * 4096 + 4096) + 3 * (2 * 512 + 2 * conv + (256L * 256 + 256)) + 512 + (256L * 3 * 9 + 3);
        long narrow = 128L * 128 * 9 + 128;
        long discriminator = ((3L * 128 * 9 + 128) + narrow + (3L * 128 + 128))
                + (2 * narrow + (128L * 128 + 128))
                + 2 * (2 * narrow)
                + (128L + 1);
        assertThat(AnySize.weights(Architecture.RESNET, FULL)).containsExactly(generator, discriminator);
    }

    @Test
    void spectralNormKeepsNamesAndAddsU() {
        NetworkOptions options = AnySize.toy(ImageShape.SMALL_GREY);
        NetworkOptions spectral = options.withDiscriminator(new DiscriminatorOptions(true, true, 0, 0, 0));
        try (Discriminator plain = Architecture.RESNET.discriminator(options);
                Discriminator normalised = Architecture.RESNET.discriminator(spectral)) {
            assertThat(Tables.names(normalised))
                    .containsAll(Tables.names(plain))
                    .contains("main.0.body.0.weight_u");
            long weights = Tables.names(plain).stream()
                    .filter(name -> name.endsWith("weight"))
                    .count();
            assertThat(Tables.names(normalised))
                    .hasSize((int) (Tables.names(plain).size() + weights));
        }
    }
}
