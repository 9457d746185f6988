package dev.atelier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TranslationRoundsTest {
    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @Test
    void networksAreThoseOfTheRecipesAtTheirSizes() {
        assertThat(TranslationRounds.of(Work.PIX2PIX).parameters()).isEqualTo(7_314_755 + 37_025);
        assertThat(TranslationRounds.of(Work.CYCLEGAN).parameters()).isEqualTo(2 * (1_965_059 + 35_425));
        assertThat(TranslationRounds.of(Work.SRRESNET).parameters()).isEqualTo(247_886);
        assertThat(TranslationRounds.of(Work.SRGAN).parameters()).isEqualTo(247_886 + 3_272_289);
        assertThat(TranslationRounds.of(Work.LAPGAN).parameters()).isEqualTo(2_056_950);
    }

    @Test
    void everyWorkOfTheGroupHasRoundsByItsRecipesOwnSettings() {
        for (Work work : Work.named(List.of(Work.TRANSLATION))) {
            Recipe timed = TranslationRounds.of(work.name()).recipe();
            Recipe own = Recipe.named(timed.name());
            List<String> changed = timed.values().keySet().stream()
                    .filter(key -> !timed.values().get(key).equals(own.values().get(key)))
                    .toList();
            assertThat(changed)
                    .isSubsetOf("data.source", "data.size", "data.channels", "content.features", "pretrain.steps");
        }
    }

    @Test
    void stagesOfEnlargingAreTimedApart() {
        assertThat(TranslationRounds.of(Work.SRRESNET).passes()).containsOnlyKeys("generator");
        assertThat(TranslationRounds.of(Work.SRGAN).passes()).containsOnlyKeys("generator", "discriminator");
    }

    /** At small widths and batches: what is measured in earnest differs in its numbers alone. */
    @Test
    void everyRoundRunsOnBatchesThatLieReady() {
        for (Work work : Work.named(List.of(Work.TRANSLATION))) {
            TranslationRounds whole = TranslationRounds.of(work.name());
            TranslationRounds small = new TranslationRounds(
                    whole.recipe().with("data.batch", 2).with("network.width", 1 / 32.0),
                    whole.stage(),
                    whole.samples(),
                    whole.passes());
            TranslationRounds.Measured measured =
                    small.measure(Precision.FP32, round -> List.of(Stopwatch.once(round), Stopwatch.once(round)));
            assertThat(measured.seconds()).as(work.name()).hasSize(2);
            assertThat(measured.parameters()).isEqualTo(small.parameters()).isLessThan(whole.parameters());
            assertThat(measured.flops()).isPositive();
        }
    }

    @Test
    void aPeerOfOtherNetworksDidAnotherWork() {
        Child.Result ours = said(Map.of("parameters", 100));
        Child.Result same = said(Map.of("parameters", 100));
        assertThat(PeerComparison.alike(ours, same)).isSameAs(same);
        assertThat(PeerComparison.alike(ours, said(Map.of("parameters", 1000))).error())
                .contains("its networks have 1,000 parameters, ours 100");
        assertThat(PeerComparison.alike(ours, said(Map.of())).error())
                .contains("its networks have uncounted parameters, ours 100");
        Child.Result other = said(Map.of());
        assertThat(PeerComparison.alike(said(Map.of()), other)).isSameAs(other);
    }

    private static Child.Result said(Map<String, Object> json) {
        return new Child.Result(json, Optional.empty(), 0, 0, 0);
    }
}
