package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts are worked out from the table: weights of each row, its biases, and scale and shift of each batch norm. */
class DcganTest {
    private static final NetworkOptions FULL = new NetworkOptions(100, 1, 0).withImage(new ImageShape(3, 64, 64));

    static List<ImageShape> shapes() {
        return AnySize.SHAPES;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void makesAndJudgesImagesOfAnySize(ImageShape image) {
        AnySize.assertMakesAndJudges(Architecture.DCGAN, image);
    }

    @Test
    void countsAreThoseOfTheTable() {
        long generator = (100L * 16384 + 16384)
                + 2 * (1024 + 512 + 256 + 128)
                + (1024L * 512 * 16 + 512)
                + (512L * 256 * 16 + 256)
                + (256L * 128 * 16 + 128)
                + (128L * 3 * 16 + 3);
        long discriminator = (3L * 128 * 16 + 128)
                + (128L * 256 * 16 + 256)
                + (256L * 512 * 16 + 512)
                + (512L * 1024 * 16 + 1024)
                + 2 * (256 + 512 + 1024)
                + (16384L + 1);
        assertThat(AnySize.weights(Architecture.DCGAN, FULL)).containsExactly(generator, discriminator);
    }

    private static final NetworkOptions SMALL = AnySize.toy(ImageShape.SMALL_GREY); // 2 and 4 channels, 7×7×4 features

    private static long[] more(NetworkOptions options) {
        long[] plain = AnySize.weights(Architecture.DCGAN, SMALL);
        long[] found = AnySize.weights(Architecture.DCGAN, options);
        return new long[] {found[0] - plain[0], found[1] - plain[1]};
    }

    @Test
    void conditionsAddTheirEmbeddingsAndRows() {
        long embedding = (4L * 5 + 5) + 5 * 196; // of y in 5 values, which the first dense layer takes too
        assertThat(more(SMALL.withConditioning(new Conditioning(Conditioning.Mode.CONCATENATION, 4, 5))))
                .containsExactly(embedding, (4L * 784 + 784) + 2 * 16);
        assertThat(more(SMALL.withConditioning(new Conditioning(Conditioning.Mode.PROJECTION, 4, 5))))
                .containsExactly(embedding, 4L * 196);
        assertThat(more(SMALL.withConditioning(new Conditioning(Conditioning.Mode.AUXILIARY, 4, 5))))
                .containsExactly(embedding, 4L * (196 + 1));
    }

    @Test
    void switchesOfTheDiscriminatorAddTheirRows() {
        assertThat(more(SMALL.withDiscriminator(new DiscriminatorOptions(true, false, 0, 0, 10))))
                .as("ten classes and fake")
                .containsExactly(0, 10L * (196 + 1));
        assertThat(more(SMALL.withDiscriminator(new DiscriminatorOptions(false, false, 0, 0, 0))))
                .as("no batch norm over 4 channels")
                .containsExactly(0, -8);
        assertThat(more(SMALL.withDiscriminator(new DiscriminatorOptions(true, false, 7, 0, 0))))
                .as("7 kernels of 5, and 7 features more")
                .containsExactly(0, 7L * 5 * 196 + 7);
        assertThat(more(SMALL.withDiscriminator(new DiscriminatorOptions(true, false, 0, 2, 0))))
                .as("one feature more")
                .containsExactly(0, 1);
        assertThat(more(SMALL.withDiscriminator(new DiscriminatorOptions(true, true, 0, 0, 0))))
                .as("u is no weight")
                .containsExactly(0, 0);
    }

    @Test
    void onlyWithoutBatchNormMayRealAndFakeShareAPass() {
        try (Discriminator usual = Architecture.DCGAN.discriminator(SMALL);
                Discriminator plain = Architecture.DCGAN.discriminator(
                        SMALL.withDiscriminator(new DiscriminatorOptions(false, false, 0, 0, 0)))) {
            assertThat(usual.mixesSamples()).isTrue();
            assertThat(plain.mixesSamples()).isFalse();
        }
    }
}
