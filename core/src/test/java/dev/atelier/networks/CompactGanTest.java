package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts are worked out from the table: weights of each row, its biases, and scale and shift of each batch norm. */
class CompactGanTest {
    private static final NetworkOptions FULL = new NetworkOptions(64, 1, 0.25);

    @Test
    void generatorIsItsTable() {
        try (Generator generator = Architecture.COMPACT.generator(FULL)) {
            assertThat(generator.summary().parameters())
                    .isEqualTo((64L * 6272 + 6272)
                            + 2 * 128
                            + (128L * 64 * 16 + 64)
                            + 2 * 64
                            + (64L * 16 * 16 + 16)
                            + 2 * 16
                            + (16L * 9 + 1))
                    .isEqualTo(555_777);
            assertThat(Tables.lines(generator))
                    .containsExactly(
                            "input 64",
                            "dense 6272 6272 407,680",
                            "reshape 128×7×7 128×7×7",
                            "batch norm 128×7×7 256",
                            "relu 128×7×7",
                            "transposed conv 64 k4 s2 same 64×14×14 131,136",
                            "batch norm 64×14×14 128",
                            "relu 64×14×14",
                            "transposed conv 16 k4 s2 same 16×28×28 16,400",
                            "batch norm 16×28×28 32",
                            "relu 16×28×28",
                            "conv 1 k3 same 1×28×28 145",
                            "tanh 1×28×28",
                            "total 555,777");
            assertThat(generator.signed()).isTrue();
        }
    }

    @Test
    void generatorNamesItsRunningStatisticsToo() {
        try (Generator generator = Architecture.COMPACT.generator(FULL)) {
            assertThat(Tables.names(generator))
                    .isEqualTo(List.of(
                            "main.0.weight",
                            "main.0.bias",
                            "main.2.weight",
                            "main.2.bias",
                            "main.2.running_mean",
                            "main.2.running_var",
                            "main.4.weight",
                            "main.4.bias",
                            "main.5.weight",
                            "main.5.bias",
                            "main.5.running_mean",
                            "main.5.running_var",
                            "main.7.weight",
                            "main.7.bias",
                            "main.8.weight",
                            "main.8.bias",
                            "main.8.running_mean",
                            "main.8.running_var",
                            "main.10.weight",
                            "main.10.bias"));
        }
    }

    @Test
    void discriminatorIsItsTable() {
        try (Discriminator discriminator = Architecture.COMPACT.discriminator(FULL)) {
            assertThat(discriminator.summary().parameters())
                    .isEqualTo((16L * 32 + 32) + (32L * 64 * 16 + 64) + (64L * 128 * 16 + 128) + (128L * 4 * 4 + 1))
                    .isEqualTo(166_625);
            assertThat(Tables.lines(discriminator))
                    .containsExactly(
                            "input 1×28×28",
                            "conv 32 k4 s2 same 32×14×14 544",
                            "leaky relu 0.2 32×14×14",
                            "dropout 0.25 32×14×14",
                            "conv 64 k4 s2 same 64×7×7 32,832",
                            "leaky relu 0.2 64×7×7",
                            "dropout 0.25 64×7×7",
                            "conv 128 k4 s2 same 128×4×4 131,200",
                            "leaky relu 0.2 128×4×4",
                            "dropout 0.25 128×4×4",
                            "flatten 2048",
                            "dense 1 1 2,049",
                            "total 166,625");
            assertThat(Tables.names(discriminator)).isEqualTo(Tables.weightsAndBiases(0, 3, 6, 10));
        }
    }
}
