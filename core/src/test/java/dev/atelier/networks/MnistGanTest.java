package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Counts are worked out from the table: weights of each row, then its biases. */
class MnistGanTest {
    private static final NetworkOptions FULL = new NetworkOptions(100, 1, 0.3);

    @Test
    void generatorIsItsTable() {
        try (Generator generator = Architecture.MNIST.generator(FULL)) {
            assertThat(generator.summary().parameters())
                    .isEqualTo((100L * 12544 + 12544) + (256L * 128 * 9 + 128) + (128L * 64 * 9 + 64) + (64L * 9 + 1))
                    .isEqualTo(1_636_353);
            assertThat(Tables.lines(generator))
                    .containsExactly(
                            "input 100",
                            "dense 12544 12544 1,266,944",
                            "relu 12544",
                            "reshape 256×7×7 256×7×7",
                            "transposed conv 128 k3 s2 same 128×14×14 295,040",
                            "leaky relu 0.01 128×14×14",
                            "transposed conv 64 k3 s1 same 64×14×14 73,792",
                            "leaky relu 0.01 64×14×14",
                            "transposed conv 1 k3 s2 same 1×28×28 577",
                            "tanh 1×28×28",
                            "total 1,636,353");
            assertThat(Tables.names(generator)).isEqualTo(Tables.weightsAndBiases(0, 3, 5, 7));
            assertThat(generator.signed()).isTrue();
        }
    }

    @Test
    void discriminatorIsItsTable() {
        try (Discriminator discriminator = Architecture.MNIST.discriminator(FULL)) {
            assertThat(discriminator.summary().parameters())
                    .isEqualTo((9L * 64 + 64) + (64L * 128 * 9 + 128) + (128L * 7 * 7 + 1))
                    .isEqualTo(80_769);
            assertThat(Tables.lines(discriminator))
                    .containsExactly(
                            "input 1×28×28",
                            "conv 64 k3 s2 same 64×14×14 640",
                            "leaky relu 0.01 64×14×14",
                            "dropout 0.3 64×14×14",
                            "conv 128 k3 s2 same 128×7×7 73,856",
                            "leaky relu 0.01 128×7×7",
                            "dropout 0.3 128×7×7",
                            "flatten 6272",
                            "dense 1 1 6,273",
                            "total 80,769");
            assertThat(Tables.names(discriminator)).isEqualTo(Tables.weightsAndBiases(0, 3, 7));
        }
    }
}
