package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts are worked out from the table: weights of each row, its biases, and scale and shift of each batch norm. */
class R3ganTest {
    private static final NetworkOptions FULL = new NetworkOptions(64, 1, 0).withImage(new ImageShape(3, 32, 32));

    static List<ImageShape> shapes() {
        return AnySize.SHAPES;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void makesAndJudgesImagesOfAnySize(ImageShape image) {
        AnySize.assertMakesAndJudges(Architecture.R3GAN, image);
    }

    @Test
    void countsAreThoseOfTheTable() {
        long block = (256L * 512 + 512) + (16L * 512 * 9 + 512) + (512L * 256 + 256);
        long generator = (256L * 16 + 64 * 256) + 8 * block + (256L * 3 + 3);
        long discriminator = (3L * 256 + 256) + 8 * block + (256L * 16 + 256) + (256L + 1);
        assertThat(AnySize.weights(Architecture.R3GAN, FULL)).containsExactly(generator, discriminator);
    }

    @Test
    void aNarrowNetworkKeepsWholeGroups() {
        long block = (8L * 16 + 16) + (16L * 16 * 9 + 16) + (16L * 8 + 8);
        long generator = (8L * 49 + 3 * 8) + 6 * block + (8 + 1);
        long discriminator = (8L + 8) + 6 * block + (8L * 49 + 8) + (8 + 1);
        assertThat(AnySize.weights(Architecture.R3GAN, AnySize.toy(ImageShape.SMALL_GREY)))
                .containsExactly(generator, discriminator);
    }
}
