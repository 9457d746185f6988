package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Counts are worked out from the table: weights of each row, then its biases. */
class FashionGanTest {
    private static final NetworkOptions FULL = new NetworkOptions(128, 1, 0.4);

    @Test
    void generatorIsItsTable() {
        try (Generator generator = Architecture.FASHION.generator(FULL)) {
            assertThat(generator.summary().parameters())
                    .isEqualTo((128L * 6272 + 6272)
                            + 2 * (128L * 128 * 25 + 128)
                            + 2 * (128L * 128 * 16 + 128)
                            + (128L * 16 + 1))
                    .isEqualTo(2_155_137);
            assertThat(Tables.lines(generator))
                    .containsExactly(
                            "input 128",
                            "dense 6272 6272 809,088",
                            "leaky relu 0.2 6272",
                            "reshape 128×7×7 128×7×7",
                            "nearest ×2, conv 128 k5 same 128×14×14 409,728",
                            "leaky relu 0.2 128×14×14",
                            "nearest ×2, conv 128 k5 same 128×28×28 409,728",
                            "leaky relu 0.2 128×28×28",
                            "conv 128 k4 same 128×28×28 262,272",
                            "leaky relu 0.2 128×28×28",
                            "conv 128 k4 same 128×28×28 262,272",
                            "leaky relu 0.2 128×28×28",
                            "conv 1 k4 same 1×28×28 2,049",
                            "sigmoid 1×28×28",
                            "total 2,155,137");
            assertThat(Tables.names(generator)).isEqualTo(Tables.weightsAndBiases(0, 3, 5, 7, 9, 11));
            assertThat(generator.signed()).isFalse();
        }
    }

    @Test
    void discriminatorIsItsTable() {
        try (Discriminator discriminator = Architecture.FASHION.discriminator(FULL)) {
            assertThat(discriminator.summary().parameters())
                    .isEqualTo((25L * 32 + 32)
                            + (32L * 64 * 25 + 64)
                            + (64L * 128 * 25 + 128)
                            + (128L * 256 * 25 + 256)
                            + (256L * 12 * 12 + 1))
                    .isEqualTo(1_113_345);
            assertThat(Tables.lines(discriminator))
                    .containsExactly(
                            "input 1×28×28",
                            "conv 32 k5 valid 32×24×24 832",
                            "leaky relu 0.2 32×24×24",
                            "dropout 0.4 32×24×24",
                            "conv 64 k5 valid 64×20×20 51,264",
                            "leaky relu 0.2 64×20×20",
                            "dropout 0.4 64×20×20",
                            "conv 128 k5 valid 128×16×16 204,928",
                            "leaky relu 0.2 128×16×16",
                            "dropout 0.4 128×16×16",
                            "conv 256 k5 valid 256×12×12 819,456",
                            "leaky relu 0.2 256×12×12",
                            "dropout 0.4 256×12×12",
                            "flatten 36864",
                            "dropout 0.4 36864",
                            "dense 1 1 36,865",
                            "total 1,113,345");
            assertThat(Tables.names(discriminator)).isEqualTo(Tables.weightsAndBiases(0, 3, 6, 9, 14));
        }
    }
}
