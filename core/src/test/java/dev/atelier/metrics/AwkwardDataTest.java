package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tolerance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fewer samples than dimensions, copies and ties, data far from the origin, columns of very different spread: against exact fractions. */
class AwkwardDataTest {
    @ParameterizedTest
    @ValueSource(strings = {"rank_deficient", "tied", "far", "wide"})
    void distancesAndCountsAreThoseOfExactArithmetic(String name) {
        try (TensorScope scope = TensorScope.open()) {
            Golden file = Golden.read("metrics_" + name);
            JsonNode expected =
                    JsonMapper.builder().build().readTree(file.metadata().get("expected"));
            try (Features real = Features.of(file.get("real"), "real");
                    Features fake = Features.of(file.get("fake"), "fake")) {
                FeatureStats a = FeatureStats.of(real);
                FeatureStats b = FeatureStats.of(fake);
                close("fid", Fid.between(a, b), expected.get("fid").doubleValue(), 1e-11);
                close("fid_ddof0", Fid.ddof0(a, b), expected.get("fid_ddof0").doubleValue(), 1e-11);
                close("kid", Kid.unbiased(real, fake), expected.get("kid").doubleValue(), 1e-10);
                close(
                        "kid_biased",
                        Kid.biased(real, fake),
                        expected.get("kid_biased").doubleValue(),
                        1e-10);
                Prdc prdc = Prdc.of(real, fake, 3);
                JsonNode k3 = expected.get("k3");
                assertThat(prdc.within()).isEqualTo(counts(k3.get("le")));
                assertThat(prdc.strict()).isEqualTo(counts(k3.get("lt")));
                assertThat(Authenticity.percent(real, fake))
                        .isEqualTo(100.0 * k3.get("authentic").intValue() / fake.count());
            }
        }
    }

    private static Prdc.Counts counts(JsonNode four) {
        return new Prdc.Counts(
                four.get(0).longValue(),
                four.get(1).longValue(),
                four.get(2).longValue(),
                four.get(3).longValue());
    }

    private static void close(String what, double value, double expected, double relative) {
        Tolerance.relative(relative).assertClose(what, value, expected);
    }
}
