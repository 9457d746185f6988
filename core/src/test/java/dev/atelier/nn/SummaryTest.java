package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Initializer ZEROS = Initializer.zeros();

    @Test
    void theTableIsWrittenOut() {
        Sequential network = new Sequential(
                "main",
                List.of(
                        new Dense(10, 18, ZEROS),
                        Reshape.to(2, 3, 3),
                        new BatchNorm2d(2),
                        Activation.relu(),
                        new UpsampleConv2d(2, 1000, 5, ZEROS),
                        new Conv2d(1000, 1, 4, 1, Padding.SAME, ZEROS),
                        Activation.tanh()));
        Summary summary = Summary.of("generator", network, 10);
        assertThat(summary.text().lines().map(String::stripTrailing))
                .containsExactly(
                        "generator",
                        "  layer                            output shape    parameters",
                        "  ───────────────────────────────────────────────────────────",
                        "  input                                      10",
                        "  dense 18                                   18           198",
                        "  reshape 2×3×3                           2×3×3",
                        "  batch norm                              2×3×3             4",
                        "  relu                                    2×3×3",
                        "  nearest ×2, conv 1000 k5 same        1000×6×6        51,000",
                        "  conv 1 k4 same                          1×6×6        16,001",
                        "  tanh                                    1×6×6",
                        "  ───────────────────────────────────────────────────────────",
                        "  total                                                67,203");
    }

    @Test
    void totalsAddUpAndBuffersAreNoParameters() {
        Sequential network =
                new Sequential("main", List.of(new Conv2d(1, 2, 3, 1, Padding.SAME, ZEROS), new BatchNorm2d(2)));
        Summary summary = Summary.of("d", network, 1, 4, 4);
        assertThat(summary.parameters()).isEqualTo(2 * 9 + 2 + 4);
        assertThat(summary.flops()).isEqualTo(2 * 9 * 2 * 16);
        assertThat(summary.outputShape()).containsExactly(2, 4, 4);
        assertThat(summary.rows()).extracting(Summary.Row::layer).containsExactly("conv 2 k3 same", "batch norm");
        assertThat(summary.rows()).extracting(Summary.Row::parameters).containsExactly(20L, 4L);
    }

    @Test
    void aNetworkOfNothingGivesItsInput() {
        Summary summary = Summary.of("nothing", new Sequential("main", List.of()), 3, 2);
        assertThat(summary.outputShape()).containsExactly(3, 2);
        assertThat(summary.parameters()).isZero();
    }
}
