package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.recipe.Recipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step costs by the networks' tables, beside what was counted for the papers' sizes and the recipes'. */
class TranslationCostTest {
    /** In TFLOP, forward and backward, a multiplication and an addition being two. */
    @ParameterizedTest
    @CsvSource({
        "pix2pix, network.width=1 data.size=256 data.batch=1, 0.087",
        "pix2pix, network.width=1 data.size=128 data.batch=1, 0.020",
        "pix2pix, data.size=64 data.batch=16, 0.018",
        "cyclegan, network.width=1 data.size=256 data.batch=1, 1.88",
        "cyclegan, network.width=1 data.size=256 data.batch=1 loss.identity=0, 1.29",
        "cyclegan, network.width=1 data.size=128 data.batch=1, 0.34",
        "cyclegan, data.size=64 data.batch=4, 0.086"
    })
    void aStepCostsWhatItsNetworksDo(String system, String settings, double tera) {
        assertThat(tera(system, settings)).isCloseTo(tera, within(0.06 * tera));
    }

    /** Stages that are all of one kind, nearly. */
    @ParameterizedTest
    @CsvSource({
        "network.width=1 network.blocks=16 data.crop=96 pretrain.steps=99999 content.features=none, 0.123",
        "network.width=1 network.blocks=16 data.crop=96 pretrain.steps=1 content.features=none, 0.35",
        "pretrain.steps=99999 content.features=none, 0.012"
    })
    void aStepOfEachStageOfSrgan(String settings, double tera) {
        assertThat(tera("srgan", "train.steps=100000 data.batch=16 " + settings))
                .isCloseTo(tera, within(0.06 * tera));
    }

    private static double tera(String system, String settings) {
        Recipe recipe = Recipe.named(system);
        for (String word : settings.split(" ")) {
            recipe = recipe.with(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        GanSystem of = GanSystem.of(recipe);
        return of.flops(recipe, Summaries.of(recipe, of.expectedFacts(recipe))).orElseThrow() / 1e12;
    }
}
