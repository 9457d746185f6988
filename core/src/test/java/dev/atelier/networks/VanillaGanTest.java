package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts are worked out from the table: weights of each row, its biases, and scale and shift of each batch norm. */
class VanillaGanTest {
    private static final NetworkOptions FULL = new NetworkOptions(100, 1, 0.3);

    static List<ImageShape> shapes() {
        return AnySize.SHAPES;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void makesAndJudgesImagesOfAnySize(ImageShape image) {
        AnySize.assertMakesAndJudges(Architecture.VANILLA, image);
    }

    @Test
    void countsAreThoseOfTheTable() {
        long generator = (100L * 256 + 256) + (256L * 512 + 512) + (512L * 1024 + 1024) + (1024L * 784 + 784);
        long discriminator = (784L * 512 + 512) + (512L * 256 + 256) + (256L + 1);
        assertThat(AnySize.weights(Architecture.VANILLA, FULL)).containsExactly(generator, discriminator);
    }

    @Test
    void rowsAreThoseOfTheTable() {
        try (Generator generator = Architecture.VANILLA.generator(FULL);
                Discriminator discriminator = Architecture.VANILLA.discriminator(FULL)) {
            assertThat(Tables.names(generator)).isEqualTo(Tables.weightsAndBiases(0, 2, 4, 6));
            assertThat(Tables.names(discriminator)).isEqualTo(Tables.weightsAndBiases(1, 4, 7));
            assertThat(generator.signed()).isTrue();
            assertThat(discriminator.mixesSamples()).isFalse();
        }
    }

    @Test
    void oneImageOfOnePixelIsAnImageToo() {
        AnySize.assertMakesAndJudges(Architecture.VANILLA, new ImageShape(1, 1, 1));
    }
}
